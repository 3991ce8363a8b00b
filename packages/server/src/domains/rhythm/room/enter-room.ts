import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import { loadReview } from '../review/review-store.ts';
import { renewPresence } from './room-store.ts';

/** Says that somebody is in a review's room. Who came is told to the others; who stays isn't again. */
export async function enterRoom(context: WriteContext, id: Id<'review'>): Promise<void> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id);
  if (actor.kind !== 'member') return;
  if (await renewPresence(tx, id, actor.id, now)) await signal(context, review, 'rhythm.getRoom');
}
