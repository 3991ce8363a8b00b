import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { mayRunReview } from '../policy.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/** Keeps the notes of a review. */
export async function takeNotes(
  context: WriteContext,
  id: Id<'review'>,
  notes: string,
): Promise<number> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'notes');
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({ notes })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, review, { action: 'review.noted', after: { notes } });
}
