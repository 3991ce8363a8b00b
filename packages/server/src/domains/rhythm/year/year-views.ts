import { ruleSentence, fiscalYearOf, type Conflict } from '@throughline/cadence';
import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type Reference,
} from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { OccasionSource } from '../../../platform/occasions/occasion.ts';
import { problem } from '../../../platform/problem.ts';
import { calendar as readCalendar } from '../../org/index.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { visibleReviews } from '../review/review-store.ts';
import { reviewsBetween } from '../review/review-views.ts';
import {
  isMisplaced,
  occurrencesOf,
  planYear,
  type FreezeUntil,
  type PlannedReview,
  type PlannedYear,
} from './plan-year.ts';

type Preview = OutputOf<OperationOf<'rhythm.previewYear'>>;
type Calendar = OutputOf<OperationOf<'rhythm.getCalendar'>>;

/** More than anybody reads: some sixty units that meet at one hour have 26,000. */
const mostConflicts = 1000;

/** A fiscal year as the rules have it, and which of its reviews there are already. */
export async function yearPreview(
  context: ReadContext,
  sources: readonly OccasionSource[],
  input: {
    year: number;
    cadence?: Id<'cadence'> | undefined;
    freezes: readonly FreezeUntil[];
  },
): Promise<Preview> {
  const year = await planYear(context, sources, input);
  const byPlace = new Map(
    year.reviews.map((one) => [`${one.cadence.id} ${one.planned.occurrence.key}`, one]),
  );
  const instant = (moment: Temporal.Instant) => moment.toString({ fractionalSecondDigits: 3 });
  const from = year.fiscalYear.start.toString();
  const to = year.fiscalYear.end.toString();
  const { holidays } = await readCalendar(context.db);
  return {
    fiscalYear: input.year,
    from,
    to,
    timeZone: year.calendar.zone,
    today: context.now.toZonedDateTimeISO(year.calendar.zone).toPlainDate().toString(),
    holidays: holidays.filter(({ date }) => date >= from && date <= to),
    occurrences: year.reviews.map((one) => {
      const { cadence, title, decider } = one;
      const { occurrence, preRead } = one.planned;
      const placed = year.present.get(cadence.id)?.get(occurrence.key);
      const there = placed?.seen && !placed.fellAway ? placed : undefined;
      return {
        cadence: toReference('cadence', cadence.id),
        key: occurrence.key,
        title,
        cycle: cadence.cycle.title,
        unit: cadence.unit.title,
        date: occurrence.date.toString(),
        time: occurrence.time.toString({ smallestUnit: 'minute' }),
        timeZone: occurrence.zone,
        startsAt: instant(occurrence.start),
        endsAt: instant(occurrence.end),
        preReadOn: preRead.toString(),
        decider: decider.people[0]?.name ?? `${decider.says} (vacant)`,
        review: there ? toReference('review', there.id) : null,
        stands: there
          ? {
              date: there.day,
              state: there.state,
              moved: there.moved,
              misplaced: isMisplaced(there, one, context.now),
            }
          : null,
        past: occurrence.startMs <= context.now.epochMilliseconds,
      };
    }),
    conflicts: year.conflicts
      .slice(0, mostConflicts)
      .map((conflict) => conflictView(conflict, year, byPlace)),
    conflictsLeftOut: Math.max(0, year.conflicts.length - mostConflicts),
    strays: (
      await visibleReviews(
        context,
        year.strays.map(({ review }) => review.id),
      )
    ).map(({ id, title, date }) => ({ review: toReference('review', id), title, date })),
    eventDriven: year.eventDriven.map(({ cadence, rule, known }) => ({
      cadence: toReference('cadence', cadence.id),
      title: cadence.title,
      says: ruleSentence(rule),
      known,
    })),
  };
}

function conflictView(
  conflict: Conflict,
  year: PlannedYear,
  byPlace: ReadonlyMap<string, PlannedReview>,
): Preview['conflicts'][number] {
  const at = ({ cadence, key }: { cadence: string; key: string }) =>
    byPlace.get(`${cadence} ${key}`);
  const refs = occurrencesOf(conflict);
  const titles = refs.map((ref) => at(ref)?.title ?? ref.key);
  const [first] = refs;
  const date = 'date' in conflict ? conflict.date : first && at(first)?.planned.occurrence.date;
  return {
    kind: conflict.kind,
    says: conflictSays(conflict, titles, year.nameOf),
    date: date?.toString() ?? '',
    occurrences: refs.map(({ cadence, key }) => ({
      cadence: toReference('cadence', cadence),
      key,
    })),
  };
}

const mostNamed = 3;

function listedNames(people: readonly string[], nameOf: (id: string) => string): string {
  const named = people.slice(0, mostNamed).map(nameOf);
  const more = people.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(named);
}

function conflictSays(
  conflict: Conflict,
  titles: readonly string[],
  nameOf: (id: string) => string,
): string {
  const [one = '', other = ''] = titles;
  switch (conflict.kind) {
    case 'holiday':
      return `${one} falls on ${conflict.holiday}.`;
    case 'non-working-weekday':
      return `${one} falls on a ${conflict.weekday}.`;
    case 'freeze':
      return `${one} falls into the freeze of ${conflict.freeze}.`;
    case 'decider-double-booked':
      return `${nameOf(conflict.decider)} decides in two rooms at once: ${one}, and ${other}.`;
    case 'people-double-booked':
      return `${listedNames(conflict.people, nameOf)} ${conflict.people.length === 1 ? 'is' : 'are'} to be in two rooms at once: ${one}, and ${other}.`;
    case 'unit-twice-a-day':
      return `${nameOf(conflict.unit)} holds ${titles.length} reviews on one day: ${titles.join('; ')}.`;
  }
}

/** A change that another domain plans, as the calendar shows it. */
export interface PlannedChange {
  readonly ref: Reference<'infrastructure_change'>;
  readonly title: string;
  readonly state: string;
  readonly ownerUnit: { readonly ref: string } | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly clashes: readonly string[];
}

/** The planned changes of a time, as far as the actor sees them. */
export type PlannedChanges = (
  context: ReadContext,
  span: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
) => Promise<readonly PlannedChange[]>;

async function changesBetween(
  context: ReadContext,
  plannedChanges: PlannedChanges,
  zone: string,
  query: { from: string; to: string; unit?: Id<'unit'> | undefined },
): Promise<Calendar['changes']> {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant();
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString();
  const found = await plannedChanges(context, {
    from: midnight(Temporal.PlainDate.from(query.from)),
    to: midnight(Temporal.PlainDate.from(query.to).add({ days: 1 })),
  });
  const unit = query.unit && toReference('unit', query.unit);
  return found
    .filter(({ ownerUnit }) => !unit || ownerUnit?.ref === unit)
    .map(({ ref, title, state, startsAt, endsAt, clashes }) => ({
      ref,
      title,
      state,
      from: dayOf(Temporal.Instant.from(startsAt)),
      // What ends at midnight has no part in that day.
      to: dayOf(Temporal.Instant.from(endsAt).subtract({ milliseconds: 1 })),
      startsAt,
      clashes: [...clashes],
    }));
}

/** Reviews, planned changes, days off and fiscal quarters between two days, both included. */
export async function calendarBetween(
  context: ReadContext,
  plannedChanges: PlannedChanges,
  query: {
    from: string;
    to: string;
    cycle?: Id<'cycle'> | undefined;
    unit?: Id<'unit'> | undefined;
  },
): Promise<Calendar> {
  const from = Temporal.PlainDate.from(query.from);
  const to = Temporal.PlainDate.from(query.to);
  const days = from.until(to).days;
  if (days < 0) throw problem('invalid_input', 'to: must not be before from.');
  if (days > 400) throw problem('invalid_input', 'to: ask for at most 400 days.');
  const { fiscal, zone } = await organisationCalendar(context.db);
  const { holidays } = await readCalendar(context.db);
  const first = fiscalYearOf(fiscal, from);
  const years = [first, fiscalYearOf(fiscal, to)].filter(
    ({ year }, index, all) => index === 0 || year !== all[0]?.year,
  );
  return {
    today: context.now.toZonedDateTimeISO(zone).toPlainDate().toString(),
    timeZone: zone,
    reviews: await reviewsBetween(context, query),
    holidays: holidays.filter(({ date }) => date >= query.from && date <= query.to),
    quarters: years
      .flatMap(({ quarters }) => quarters)
      .filter(({ start, end }) => start.toString() <= query.to && end.toString() >= query.from)
      .map(({ fiscalYear, number, start, end }) => ({
        name: `FY${fiscalYear} Q${number}`,
        from: start.toString(),
        to: end.toString(),
      })),
    changes: query.cycle ? [] : await changesBetween(context, plannedChanges, zone, query),
    fiscalYear: first.year,
  };
}
