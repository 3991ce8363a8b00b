import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview, reviewsAfter, type Review } from './review-store.ts';
import { requireState } from './review-states.ts';

/**
 * Cancels a review, saying why, and with `following` every later one of the cadence that isn't
 * frozen; calendars show them as cancelled.
 */
export async function cancelReview(
  context: WriteContext,
  id: Id<'review'>,
  input: { reason: string; following: boolean },
): Promise<{ revision: number; reviews: number }> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  authorise(actor, 'contributor', review.ownerUnit);
  requireState(review.state, 'cancel');
  const later = input.following ? await reviewsAfter(tx, review) : [];
  const by = { reason: input.reason, byHand: true };
  const revision = await cancelOne(context, review, by);
  for (const other of later) {
    const next = await loadReview(tx, actor, other, { lock: true });
    await cancelOne({ ...context, ifMatch: undefined }, next, by);
  }
  return { revision, reviews: 1 + later.length };
}

/** Cancels one review; what no hand cancelled comes back when its rule puts it on the calendar again. */
export async function cancelOne(
  context: WriteContext,
  review: Review,
  { reason, byHand }: { reason: string; byHand: boolean },
): Promise<number> {
  const { tx, now } = context;
  const revision = await changeEntity(context, review, {
    action: 'review.cancelled',
    state: 'cancelled',
    after: { reason },
  });
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({
      cancel_reason: reason,
      fell_away: !byHand,
      sequence: review.sequence + 1,
      sequence_at: toDate(now),
    })
    .where('id', '=', review.id)
    .execute();
  return revision;
}
