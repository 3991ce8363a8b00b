import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { mayRunReview } from '../policy.ts';
import { requireReadBack } from '../room/require-read-back.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/**
 * Closes a review: nothing of it changes after that. Throws `rhythm.undecided` or
 * `rhythm.not_read_back` where the room isn't done yet.
 */
export async function closeReview(context: WriteContext, id: Id<'review'>): Promise<number> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'close');
  await requireReadBack(tx, id);
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({ closed_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, review, { action: 'review.closed', state: 'closed' });
}
