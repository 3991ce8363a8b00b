import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview, reviewsAfter, type Review } from './review-store.ts';
import { requireState } from './review-states.ts';

/**
 * Renames a review, or says where it is held; with `following`, the place is that of every later
 * review of the cadence that isn't frozen too. Calendars and invitations follow.
 */
export async function changeReview(
  context: WriteContext,
  id: Id<'review'>,
  input: { title?: string | undefined; place?: string | undefined; following: boolean },
): Promise<{ revision: number; reviews: number }> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  authorise(actor, 'contributor', review.ownerUnit);
  requireState(review.state, 'move');
  const { title, place, following } = input;
  const later = following && place !== undefined ? await reviewsAfter(tx, review) : [];
  const revision = await changeOne(context, review, { title, place });
  for (const other of later) {
    const next = await loadReview(tx, actor, other, { lock: true });
    await changeOne({ ...context, ifMatch: undefined }, next, { title: undefined, place });
  }
  return { revision, reviews: 1 + later.length };
}

async function changeOne(
  context: WriteContext,
  review: Review,
  input: { title: string | undefined; place: string | undefined },
): Promise<number> {
  const { tx, now } = context;
  const { title = review.title, place = review.place } = input;
  const revision = await changeEntity(context, review, {
    action: 'review.changed',
    title,
    after: { place },
  });
  if (title === review.title && place === review.place) return revision;
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({ place, sequence: review.sequence + 1, sequence_at: toDate(now) })
    .where('id', '=', review.id)
    .execute();
  return revision;
}
