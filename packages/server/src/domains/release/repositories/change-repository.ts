import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';

/** Changes a repository's name, owner or tag prefix. */
export async function changeRepository(
  context: WriteContext,
  id: Id<'repository'>,
  change: {
    title?: string | undefined;
    summary?: string | undefined;
    ownerUnit?: Id<'unit'> | null | undefined;
    tagPrefix?: string | undefined;
  },
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'repository', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'owner', entity.ownerUnit);
  if (change.ownerUnit) {
    authorise(actor, 'owner', change.ownerUnit);
    await loadEntity(tx, actor, { kind: 'unit', id: change.ownerUnit });
  }
  const { tagPrefix, ...common } = change;
  if (tagPrefix !== undefined) {
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('repository')
      .set({ tag_prefix: tagPrefix })
      .where('id', '=', id)
      .execute();
  }
  return changeEntity(context, ref, {
    ...common,
    after: tagPrefix === undefined ? {} : { tagPrefix },
  });
}
