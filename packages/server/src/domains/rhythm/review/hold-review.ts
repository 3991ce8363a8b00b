import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { mayRunReview } from '../policy.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/** Says that a review is being held, over the pack that was frozen for it: its first point is on. */
export async function holdReview(context: WriteContext, id: Id<'review'>): Promise<number> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'hold');
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({ held_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review_room')
    .values({ review_id: id, point: 0, point_since: toDate(now), read_back_by: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return changeEntity(context, review, { action: 'review.held', state: 'held' });
}
