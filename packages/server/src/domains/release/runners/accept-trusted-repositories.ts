import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';

/** Accepts that the commands of some repositories run where nothing keeps them from the server. */
export async function acceptTrustedRepositories(
  context: WriteContext,
  repositories: readonly Id<'repository'>[],
): Promise<void> {
  const { tx, actor } = context;
  for (const id of new Set(repositories)) {
    const ref = { kind: 'repository', id } as const;
    await loadEntity(tx, actor, ref, { lock: true });
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('repository')
      .set({ trusted: true })
      .where('id', '=', id)
      .execute();
    await changeEntity(context, ref, { action: 'repository.trusted' });
  }
}
