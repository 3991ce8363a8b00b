import { z } from 'zod';
import { referenceOf } from './ids.ts';
import { reviewStates } from './rhythm-views.ts';
import { instant, plainDate } from './schemas.ts';

const occurrence = z.object({ cadence: referenceOf('cadence'), key: z.string() });

/** A fiscal year as the rules have it, before anything of it is written. */
export const compiledYear = z.object({
  fiscalYear: z.number().int(),
  from: plainDate,
  to: plainDate,
  timeZone: z.string(),
  today: plainDate,
  holidays: z.array(z.object({ date: plainDate, name: z.string() })),
  occurrences: z.array(
    occurrence.extend({
      title: z.string(),
      cycle: z.string(),
      unit: z.string(),
      date: plainDate,
      time: z.string(),
      timeZone: z.string(),
      startsAt: instant,
      endsAt: instant,
      preReadOn: plainDate,
      decider: z.string(),
      /** The review that there is already. */
      review: referenceOf('review').nullable(),
      /** Where that review stands; `misplaced` says that its rule has changed since. */
      stands: z
        .object({
          date: plainDate,
          state: z.enum(reviewStates),
          moved: z.boolean(),
          misplaced: z.boolean(),
        })
        .nullable(),
      /** Over already: it gets no review. */
      past: z.boolean(),
    }),
  ),
  /** A thousand at most: days off and freezes before people and units. */
  conflicts: z.array(
    z.object({
      kind: z.enum([
        'holiday',
        'non-working-weekday',
        'freeze',
        'decider-double-booked',
        'people-double-booked',
        'unit-twice-a-day',
      ]),
      says: z.string(),
      date: plainDate,
      occurrences: z.array(occurrence),
    }),
  ),
  /** How many more there are. */
  conflictsLeftOut: z.number().int(),
  /** Reviews still to come that their rule no longer puts anywhere. */
  strays: z.array(z.object({ review: referenceOf('review'), title: z.string(), date: plainDate })),
  /** Cadences that are held when something happens, with how often that is known to in the year. */
  eventDriven: z.array(
    z.object({
      cadence: referenceOf('cadence'),
      title: z.string(),
      says: z.string(),
      known: z.number().int(),
    }),
  ),
});
