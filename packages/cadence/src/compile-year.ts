import type { CadenceEvent } from './anchor-days.ts';
import { addBusinessDays, holidayOn, isBusinessDay } from './business-days.ts';
import type { BusinessCalendar } from './business-days.ts';
import { dayNumberOf } from './day-number.ts';
import { expand } from './expand.ts';
import { isoDay } from './iso-day.ts';
import type { Occurrence } from './occurrence.ts';
import { fiscalYear } from './fiscal-calendar.ts';
import type { FiscalCalendar, FiscalYear } from './fiscal-calendar.ts';
import type { Rule } from './rule.ts';
import { DEFAULT_WORK_LIMIT, spend, workBudget } from './work-budget.ts';
import { WEEKDAYS } from './weekday.ts';
import type { Weekday } from './weekday.ts';

export interface CadencePlan {
  /** Unique among the plans. */
  id: string;
  rule: Rule;
  /** How many business days before the occurrence its pack is sent out; 0 is the same day. */
  preReadBusinessDays: number;
  /** Who has to be in the room for a decision, by any id; unknown while the role is vacant. */
  decider?: string;
  /** Everybody else who is to be there, by the same ids. */
  people?: readonly string[];
  /** Whose review it is, by any id: two on one day are pointed out. */
  unit?: string;
  /** What its rule is anchored to, where that isn't every event of the name. */
  events?: readonly CadenceEvent[];
}

/** A time without reviews; both dates belong to it. */
export interface FreezeWindow {
  id: string;
  /** ISO date */
  from: string;
  /** ISO date */
  to: string;
}

export interface PlannedOccurrence {
  cadence: string;
  occurrence: Occurrence;
  /** When its pack is sent out. */
  preRead: Temporal.PlainDate;
  decider?: string;
  people?: readonly string[];
  unit?: string;
}

/** Names one planned occurrence: its cadence and its key. */
export interface OccurrenceRef {
  cadence: string;
  key: string;
}

export type Conflict =
  | { kind: 'holiday'; occurrence: OccurrenceRef; date: Temporal.PlainDate; holiday: string }
  | {
      kind: 'non-working-weekday';
      occurrence: OccurrenceRef;
      date: Temporal.PlainDate;
      weekday: Weekday;
    }
  | { kind: 'freeze'; occurrence: OccurrenceRef; date: Temporal.PlainDate; freeze: string }
  | {
      kind: 'decider-double-booked';
      decider: string;
      /** The one that starts first, and one that starts before it ends. */
      occurrences: readonly [OccurrenceRef, OccurrenceRef];
      /** When both are on. */
      from: Temporal.Instant;
      to: Temporal.Instant;
    }
  | {
      kind: 'people-double-booked';
      /** Who is to be in both, except one who decides in both; in the order of their ids. */
      people: readonly string[];
      occurrences: readonly [OccurrenceRef, OccurrenceRef];
      from: Temporal.Instant;
      to: Temporal.Instant;
    }
  | {
      kind: 'unit-twice-a-day';
      unit: string;
      date: Temporal.PlainDate;
      /** Two or more, by their start. */
      occurrences: readonly OccurrenceRef[];
    };

export interface CompiledYear {
  fiscalYear: FiscalYear;
  /** By start, then cadence. */
  occurrences: PlannedOccurrence[];
  /** Those of a date first, then double bookings, then days with two reviews of a unit. */
  conflicts: Conflict[];
}

export interface CompileYearInput {
  cadences: readonly CadencePlan[];
  calendar: FiscalCalendar;
  /** The year's name: 2027 is FY2027. */
  fiscalYear: number;
  business: BusinessCalendar;
  /** IANA zone of rules that name none. */
  zone: string;
  freezes?: readonly FreezeWindow[];
  events?: readonly CadenceEvent[];
  /** Steps that each rule, and the comparison of all, may take; default 250,000. */
  workLimit?: number;
}

/**
 * All occurrences of several cadences whose local date lies in one fiscal year, each with the date
 * of its pre-read, and what stands in their way. A rule may refer to another year (the planning of
 * FY2028 takes place in FY2027): what counts is when it takes place.
 *
 * Throws as `expand` does.
 */
export function compileYear(input: CompileYearInput): CompiledYear {
  const year = fiscalYear(input.calendar, input.fiscalYear);
  const occurrences = input.cadences
    .flatMap((cadence) => occurrencesOf(cadence, year, input))
    .toSorted(byStart);
  return {
    fiscalYear: year,
    occurrences,
    conflicts: [
      ...occurrences.flatMap((planned) => dateConflicts(planned, input)),
      ...doubleBookings(occurrences, input.workLimit),
      ...sharedDays(occurrences),
    ],
  };
}

function occurrencesOf(
  cadence: CadencePlan,
  year: FiscalYear,
  { calendar, business, zone, workLimit, ...input }: CompileYearInput,
): PlannedOccurrence[] {
  const events = cadence.events ?? input.events;
  const { id, rule, preReadBusinessDays, decider, people, unit } = cadence;
  const occurrences = expand(rule, {
    from: year.start,
    to: year.end,
    calendar,
    business,
    zone,
    ...(events === undefined ? {} : { events }),
    ...(workLimit === undefined ? {} : { workLimit }),
  });
  return occurrences.map((occurrence) => ({
    cadence: id,
    occurrence,
    preRead: addBusinessDays(business, occurrence.date, -preReadBusinessDays),
    ...(decider === undefined ? {} : { decider }),
    ...(people === undefined ? {} : { people }),
    ...(unit === undefined ? {} : { unit }),
  }));
}

function byStart(a: PlannedOccurrence, b: PlannedOccurrence): number {
  return (
    a.occurrence.startMs - b.occurrence.startMs ||
    (a.cadence === b.cadence
      ? inTextOrder(a.occurrence.key, b.occurrence.key)
      : inTextOrder(a.cadence, b.cadence))
  );
}

function inTextOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function refTo({ cadence, occurrence }: PlannedOccurrence): OccurrenceRef {
  return { cadence, key: occurrence.key };
}

function dateConflicts(
  planned: PlannedOccurrence,
  { business, freezes = [] }: CompileYearInput,
): Conflict[] {
  const { date } = planned.occurrence;
  const day = dayNumberOf(date);
  const occurrence = refTo(planned);
  const conflicts: Conflict[] = [];
  const holiday = holidayOn(business, date);
  if (holiday !== undefined) {
    conflicts.push({ kind: 'holiday', occurrence, date, holiday });
  } else if (!isBusinessDay(business, date)) {
    const weekday = WEEKDAYS[date.dayOfWeek - 1];
    if (weekday) conflicts.push({ kind: 'non-working-weekday', occurrence, date, weekday });
  }
  for (const { id, from, to } of freezes) {
    if (day < isoDay(from, `freeze ${id}`) || day > isoDay(to, `freeze ${id}`)) continue;
    conflicts.push({ kind: 'freeze', occurrence, date, freeze: id });
  }
  return conflicts;
}

/** How many more steps people may take than a rule: there are more of them. */
const PEOPLE_SHARE = 20;

/** Two occurrences that are on at once, and who is to be in both of them. */
interface Meeting {
  earlier: PlannedOccurrence;
  later: PlannedOccurrence;
  people: Set<string>;
}

function doubleBookings(
  occurrences: readonly PlannedOccurrence[],
  workLimit: number | undefined,
): Conflict[] {
  const meetings = meetingsOf(occurrences, workLimit);
  const of = ({ earlier, later }: Meeting) => ({
    occurrences: [refTo(earlier), refTo(later)] as const,
    from: later.occurrence.start,
    to: Temporal.Instant.fromEpochMilliseconds(
      Math.min(earlier.occurrence.endMs, later.occurrence.endMs),
    ),
  });
  const deciders = meetings.flatMap((meeting): Conflict[] => {
    const { decider } = meeting.later;
    if (decider === undefined || decider !== meeting.earlier.decider) return [];
    return [{ kind: 'decider-double-booked', decider, ...of(meeting) }];
  });
  const others = meetings.flatMap((meeting): Conflict[] => {
    const { decider } = meeting.later;
    const decides = decider === meeting.earlier.decider ? decider : undefined;
    const people = [...meeting.people].filter((person) => person !== decides).toSorted();
    return people.length === 0 ? [] : [{ kind: 'people-double-booked', people, ...of(meeting) }];
  });
  return [...deciders, ...others];
}

function meetingsOf(
  occurrences: readonly PlannedOccurrence[],
  workLimit: number | undefined,
): Meeting[] {
  const budget = workBudget((workLimit ?? DEFAULT_WORK_LIMIT) * PEOPLE_SHARE);
  const running = new Map<string, PlannedOccurrence[]>();
  const meetings: Meeting[] = [];
  for (const later of occurrences) {
    const met = new Map<PlannedOccurrence, Meeting>();
    const { decider, people = [] } = later;
    for (const person of new Set([...(decider === undefined ? [] : [decider]), ...people])) {
      const still = (running.get(person) ?? []).filter(
        (earlier) => earlier.occurrence.endMs > later.occurrence.startMs,
      );
      spend(budget, 1 + still.length);
      for (const earlier of still) {
        const meeting = met.get(earlier) ?? { earlier, later, people: new Set() };
        meeting.people.add(person);
        met.set(earlier, meeting);
      }
      running.set(person, [...still, later]);
    }
    meetings.push(...met.values());
  }
  return meetings;
}

/** Days on which one unit is to hold two reviews or more. */
function sharedDays(occurrences: readonly PlannedOccurrence[]): Conflict[] {
  const ofUnits = Map.groupBy(
    occurrences,
    ({ unit, occurrence }) => unit && `${occurrence.date.toString()} ${unit}`,
  );
  return [...ofUnits].flatMap(([place, held]): Conflict[] => {
    const [first] = held;
    if (place === undefined || held.length < 2 || first?.unit === undefined) return [];
    const { date } = first.occurrence;
    return [{ kind: 'unit-twice-a-day', unit: first.unit, date, occurrences: held.map(refTo) }];
  });
}
