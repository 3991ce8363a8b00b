import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../../platform/access/can.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { OccasionSource } from '../../../platform/occasions/occasion.ts';
import { cancelOne } from '../review/cancel-review.ts';
import { moveOne } from '../review/move-review.ts';
import { putReview } from '../review/put-review.ts';
import { loadReview, visibleReviews, type PlacedReview } from '../review/review-store.ts';
import { isMisplaced, planYear, type PlannedReview, type PlannedYear } from './plan-year.ts';

/** What compiling a year did. */
export interface Compiled {
  readonly created: number;
  /** On the calendar already. */
  readonly present: number;
  /** Dates that were over, which get no review. */
  readonly past: number;
  /** Brought to where their rule now puts them, and cancelled since it puts them nowhere. */
  readonly moved: number;
  readonly cancelled: number;
  /** Cadences that are held when something happens. */
  readonly eventDriven: number;
}

/**
 * Puts a fiscal year's reviews on the calendar. A review is known by its cadence and occurrence key,
 * so that compiling again adds only what is missing, and what somebody moved or cancelled stays so.
 * With `align`, reviews that stand where a rule put them that has changed since follow it.
 */
export async function compileYear(
  context: WriteContext,
  sources: readonly OccasionSource[],
  input: { year: number; cadence?: Id<'cadence'> | undefined; align: boolean },
): Promise<Compiled> {
  const { tx, actor, now } = context;
  await sql`select pg_advisory_xact_lock(hashtext('compile_year'))`.execute(tx);
  const year = await planYear(reading(context), sources, input);
  const units = new Set([
    ...year.reviews.map(({ cadence }) => cadence.unit.id),
    ...year.eventDriven.map(({ cadence }) => cadence.unit.id),
    ...(input.align ? year.strays.map(({ cadence }) => cadence.unit.id) : []),
  ]);
  for (const unit of units) authorise(actor, 'editor', unit);
  let created = 0;
  let past = 0;
  let moved = 0;
  for (const one of year.reviews) {
    const { cadence, planned, subject } = one;
    const { occurrence, preRead } = planned;
    const there = year.present.get(cadence.id)?.get(occurrence.key);
    if (there && !there.fellAway) {
      if (input.align && there.seen && isMisplaced(there, one, now)) {
        await bringBack(context, year, one, there);
        moved += 1;
      }
      continue;
    }
    if (occurrence.startMs <= now.epochMilliseconds) {
      past += 1;
      continue;
    }
    if (there) {
      if (!there.seen) continue;
      await bringBack(context, year, one, there);
      created += 1;
      continue;
    }
    await putReview(context, {
      cadence,
      occurrenceKey: occurrence.key,
      adHoc: false,
      title: one.title,
      startsAt: occurrence.start,
      zone: occurrence.zone,
      preReadOn: preRead,
      business: year.calendar.business,
      turn: one.turn,
      subject: subject && (await loadEntity(tx, actor, subject.about)),
    });
    created += 1;
  }
  const strays = await visibleReviews(
    reading(context),
    input.align ? year.strays.map(({ review }) => review.id) : [],
  );
  for (const { id } of strays) {
    const stray = await loadReview(tx, actor, id, { lock: true });
    const reason = 'The rule of its cadence has changed.';
    await cancelOne(context, stray, { reason, byHand: false });
  }
  return {
    created,
    present: year.reviews.length - created - past,
    past,
    moved,
    cancelled: strays.length,
    eventDriven: year.eventDriven.length,
  };
}

async function bringBack(
  context: WriteContext,
  { calendar: { business } }: PlannedYear,
  { cadence: { preReadBusinessDays }, planned }: PlannedReview,
  there: PlacedReview,
): Promise<void> {
  const review = await loadReview(context.tx, context.actor, there.id, { lock: true });
  const by = { business, preReadBusinessDays, byHand: false };
  await moveOne(context, review, planned.occurrence.start, by);
}
