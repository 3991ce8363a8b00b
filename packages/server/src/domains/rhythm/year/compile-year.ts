import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../../platform/access/can.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { putReview } from '../review/put-review.ts';
import { occurrenceKeys } from '../review/review-store.ts';
import { planYear } from './plan-year.ts';

/** What compiling a year did. */
export interface Compiled {
  readonly created: number;
  /** On the calendar already. */
  readonly present: number;
  /** Dates that were over, which get no review. */
  readonly past: number;
  /** Cadences that no calendar compiles. */
  readonly eventDriven: number;
}

/**
 * Puts a fiscal year's reviews on the calendar. A review is known by its cadence and occurrence key,
 * so that compiling again adds only what is missing, and what was moved or cancelled stays so.
 */
export async function compileYear(
  context: WriteContext,
  input: { year: number; cadence?: Id<'cadence'> | undefined },
): Promise<Compiled> {
  const { tx, actor, now } = context;
  await sql`select pg_advisory_xact_lock(hashtext('compile_year'))`.execute(tx);
  const { reviews, eventDriven, calendar } = await planYear(reading(context), input);
  const units = new Set([
    ...reviews.map(({ cadence }) => cadence.unit.id),
    ...eventDriven.map(({ cadence }) => cadence.unit.id),
  ]);
  for (const unit of units) authorise(actor, 'editor', unit);
  const known = await occurrenceKeys(tx, [...new Set(reviews.map(({ cadence }) => cadence.id))]);
  let created = 0;
  let past = 0;
  for (const { cadence, planned, title, turn } of reviews) {
    const { occurrence, preRead } = planned;
    if (known.has(`${cadence.id} ${occurrence.key}`)) continue;
    if (occurrence.startMs <= now.epochMilliseconds) {
      past += 1;
      continue;
    }
    await putReview(context, {
      cadence,
      occurrenceKey: occurrence.key,
      adHoc: false,
      title,
      startsAt: occurrence.start,
      zone: occurrence.zone,
      preReadOn: preRead,
      business: calendar.business,
      turn,
    });
    created += 1;
  }
  return {
    created,
    present: reviews.length - created - past,
    past,
    eventDriven: eventDriven.length,
  };
}
