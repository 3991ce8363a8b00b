import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/** Opens a review for comments on its sections. */
export async function prepareReview(context: WriteContext, id: Id<'review'>): Promise<number> {
  const review = await loadReview(context.tx, context.actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'prepare');
  return changeEntity(context, review, { action: 'review.prepared', state: 'preparing' });
}
