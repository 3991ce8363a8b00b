import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/** Cancels one review, saying why; calendars show it as cancelled. */
export async function cancelReview(
  context: WriteContext,
  id: Id<'review'>,
  input: { reason: string },
): Promise<number> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  authorise(actor, 'contributor', review.ownerUnit);
  requireState(review.state, 'cancel');
  const revision = await changeEntity(context, review, {
    action: 'review.cancelled',
    state: 'cancelled',
    after: { reason: input.reason },
  });
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({ cancel_reason: input.reason, sequence: review.sequence + 1, sequence_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return revision;
}
