import type { BusinessCalendar } from '@throughline/cadence';
import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { spokenDay } from '../../../platform/spoken-day.ts';
import { freezeOf, movedAlong } from '../rules.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview, reviewsAfter, type Review } from './review-store.ts';
import { requireState } from './review-states.ts';

/**
 * Moves a review, and its pre-read with it unless its pack is frozen already; with `following`, every
 * later review of the cadence that isn't frozen moves by as many days, to the same hour.
 */
export async function moveReview(
  context: WriteContext,
  id: Id<'review'>,
  input: { startsAt: string; following: boolean },
): Promise<{ revision: number; reviews: number }> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  authorise(actor, 'contributor', review.ownerUnit);
  requireState(review.state, 'move');
  const startsAt = Temporal.Instant.from(input.startsAt);
  if (Temporal.Instant.compare(startsAt, now) <= 0) {
    throw problem('invalid_input', 'startsAt: move a review to a time that is still to come.');
  }
  const { preReadBusinessDays } = await loadCadence(tx, actor, review.cadence);
  const { business } = await organisationCalendar(tx);
  const later = input.following ? await reviewsAfter(tx, review) : [];
  const by = { business, preReadBusinessDays, byHand: true };
  const revision = await moveOne(context, review, startsAt, by);
  for (const other of later) {
    const next = await loadReview(tx, actor, other, { lock: true });
    const at = movedAlong(next.startsAt, next.zone, { from: review.startsAt, to: startsAt });
    await moveOne({ ...context, ifMatch: undefined }, next, at, by);
  }
  return { revision, reviews: 1 + later.length };
}

/**
 * Moves one review; `byHand` says that it then stands where no rule puts it. One that fell away is on
 * the calendar again.
 */
export async function moveOne(
  context: WriteContext,
  review: Review,
  startsAt: Temporal.Instant,
  by: { business: BusinessCalendar; preReadBusinessDays: number; byHand: boolean },
): Promise<number> {
  const { tx, now } = context;
  const { business, preReadBusinessDays } = by;
  const freeze = freezeOf({ startsAt, zone: review.zone, business, preReadBusinessDays });
  const endsAt = startsAt.add(review.startsAt.until(review.endsAt));
  const date = startsAt.toZonedDateTimeISO(review.zone).toPlainDate();
  const before = spokenDay(Temporal.PlainDate.from(review.day));
  const earlier = Temporal.Instant.compare(review.freezesAt, startsAt) < 0;
  const comesBack = review.state === 'cancelled';
  const revision = await changeEntity(context, review, {
    action: comesBack ? 'review.reinstated' : 'review.moved',
    ...(comesBack ? { state: 'scheduled' } : {}),
    title: review.title.replace(before, spokenDay(date)),
    after: { startsAt: startsAt.toString(), endsAt: endsAt.toString() },
  });
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({
      starts_at: toDate(startsAt),
      ends_at: toDate(endsAt),
      on_day: date.toString(),
      moved: by.byHand,
      ...(comesBack ? { cancel_reason: '', fell_away: false } : {}),
      sequence: review.sequence + 1,
      sequence_at: toDate(now),
      ...(review.frozenAt
        ? { freezes_at: toDate(earlier ? review.freezesAt : startsAt) }
        : { pre_read_on: freeze.preReadOn.toString(), freezes_at: toDate(freeze.freezesAt) }),
    })
    .where('id', '=', review.id)
    .execute();
  return revision;
}
