import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import { loadReview } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';

/** Leaves a review's room. */
export async function leaveRoom(context: WriteContext, id: Id<'review'>): Promise<void> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id);
  if (actor.kind !== 'member') return;
  await tx
    .$extendTables<RhythmTables>()
    .deleteFrom('review_presence')
    .where('review_id', '=', id)
    .where('identity_id', '=', actor.id)
    .execute();
  await signal(context, review, 'rhythm.getRoom');
}
