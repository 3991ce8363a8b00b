import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { followLabels } from '../queue/follow-labels.ts';
import type { ReleaseTables } from '../tables.ts';

/** Sets the labels of a change, each once, in the order given. */
export async function setLabels(
  context: WriteContext,
  change: Id<'change'>,
  labels: readonly string[],
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'change', id: change } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const set = [...new Set(labels)];
  const { repository_id: repository } = await tx
    .$extendTables<ReleaseTables>()
    .updateTable('change')
    .set({ labels: set })
    .where('id', '=', change)
    .returning('repository_id')
    .executeTakeFirstOrThrow();
  const revision = await changeEntity(context, ref, {
    action: 'change.labelled',
    after: { labels: set },
  });
  await followLabels(context, repository);
  return revision;
}
