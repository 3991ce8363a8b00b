import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { requireOwnWindow } from './change-line.ts';
import { loadLine } from './store.ts';

/** Ends a line by hand: no backport is asked for it any more. */
export async function endLine(
  context: WriteContext,
  id: Id<'release_line'>,
  reason: string,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'release_line', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  if (entity.state !== 'supported') {
    throw problem('wrong_state', 'Only a line that is supported can be ended.');
  }
  requireOwnWindow(await loadLine(tx, id));
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('release_line')
    .set({ ended_reason: reason })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, ref, {
    action: 'release_line.ended',
    state: 'ended',
    after: { reason },
  });
}
