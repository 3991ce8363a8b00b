import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';
import { requireAllDecided } from './require-all-decided.ts';
import { settledCounts } from './room-store.ts';

/** Says that everything decided was read back. Throws `rhythm.undecided` while a decision is open. */
export async function readBack(
  context: WriteContext,
  id: Id<'review'>,
): Promise<{ decisions: number; actions: number }> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'close');
  await requireAllDecided(tx, id);
  const row = { read_back_at: toDate(now), read_back_by: actor.name };
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review_room')
    .values({ review_id: id, point: null, ...row })
    .onConflict((conflict) => conflict.column('review_id').doUpdateSet(row))
    .execute();
  const counts = await settledCounts(tx, id);
  await changeEntity({ ...context, ifMatch: undefined }, review, {
    action: 'review.read_back',
    after: counts,
  });
  return counts;
}
