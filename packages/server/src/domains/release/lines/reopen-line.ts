import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { requireOwnWindow } from './change-line.ts';
import { loadLine } from './store.ts';

/** Supports an ended line again, until a day or without an end. */
export async function reopenLine(
  context: WriteContext,
  today: Temporal.PlainDate,
  id: Id<'release_line'>,
  supportedUntil: string | null,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'release_line', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  const line = await loadLine(tx, id);
  if (entity.state !== 'ended') throw problem('wrong_state', 'This line has not ended.');
  requireOwnWindow(line);
  if (line.head === null) {
    throw problem('wrong_state', `The remote has no branch ${line.branch} any more.`);
  }
  if (supportedUntil !== null && Temporal.PlainDate.compare(supportedUntil, today) < 0) {
    throw problem('invalid_input', 'body.supportedUntil: is over already');
  }
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('release_line')
    .set({ ended_reason: null, supported_until: supportedUntil, set_by: 'person' })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, ref, {
    action: 'release_line.supported',
    state: 'supported',
    after: { supportedUntil },
  });
}
