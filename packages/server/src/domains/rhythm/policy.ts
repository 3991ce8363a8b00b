import type { Id } from '@throughline/contract';
import { can } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { problem } from '../../platform/problem.ts';
import { hasPart, type Review } from './review/review-store.ts';
import { mayAttend } from './room/room-store.ts';

/**
 * Throws `forbidden` unless the actor may run a review: a contributor of the unit that holds it, or
 * whoever leads, decides, facilitates or writes it.
 */
export async function mayRunReview(
  { tx, actor }: WriteContext,
  review: { id: Id<'review'>; ownerUnit: Id<'unit'> | null },
): Promise<void> {
  if (can(actor, 'contributor', review.ownerUnit)) return;
  if (actor.kind === 'member' && actor.person && (await hasPart(tx, review.id, actor.person)))
    return;
  throw problem(
    'forbidden',
    'A contributor of the unit that holds this review may, and whoever leads, decides, facilitates or writes it.',
  );
}

/** Throws `forbidden` unless the actor may run the review or attends it. */
export async function mayTakePart(context: WriteContext, review: Review): Promise<void> {
  if (await mayAttend(context.tx, context.actor, review)) return;
  await mayRunReview(context, review);
}
