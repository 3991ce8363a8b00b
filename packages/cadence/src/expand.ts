import type { CadenceEvent } from './anchor-days.ts';
import { shiftDayNumber } from './business-days.ts';
import type { BusinessCalendar, HolidayShift } from './business-days.ts';
import { CadenceError } from './cadence-error.ts';
import { civilDate, dayNumberOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';
import type { FiscalCalendar } from './fiscal-calendar.ts';
import { Occurrence } from './occurrence.ts';
import { nominalDays } from './rule-days.ts';
import type { NominalDay } from './rule-days.ts';
import type { Rule } from './rule.ts';
import { OCCURRENCE_COST, spend, workBudget } from './work-budget.ts';
import { zoneClock } from './zone-clock.ts';

export interface ExpandOptions {
  /** First local date asked for. */
  from: Temporal.PlainDate;
  /** Last local date asked for; it belongs to the window. */
  to: Temporal.PlainDate;
  calendar: FiscalCalendar;
  business: BusinessCalendar;
  /** IANA zone of rules that name none. */
  zone: string;
  /** Dated events that `{ at: 'event' }` anchors refer to. */
  events?: readonly CadenceEvent[];
  /** Steps that the expansion may take, default 250,000 (a daily rule over 30 years). */
  workLimit?: number;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/**
 * The occurrences of a rule on local dates `from`…`to` (both included; 1900–2199), in order of time.
 *
 * A date that is no business day moves as the rule's `shift` says. When that puts two dates of a
 * rule on one day there is one occurrence, that which was due on that very day; only different
 * events (two launches) keep one each.
 *
 * Local times resolve as Temporal's `compatible` does: one that the clock leaves out is later by the
 * gap (02:30 becomes 03:30), one that it shows twice is the first of the two. (A recurrence with
 * `clockGap: 'skip'` drops the former, as RFC 5545 §3.3.10 says.) The process's own time zone
 * plays no part.
 *
 * Throws `CadenceError`: `work_limit` when the rule needs more steps than allowed,
 * `no_business_day` when holidays leave nowhere to move to, `invalid_input` for a window out of
 * bounds or an unknown zone.
 */
export function expand(rule: Rule, options: ExpandOptions): Occurrence[] {
  const from = windowDay(options.from);
  const to = windowDay(options.to);
  if (to < from) return [];
  const shift = rule.shift ?? 'none';
  const { business, calendar } = options;
  const budget = workBudget(options.workLimit);
  const time = Temporal.PlainTime.from(rule.time);
  const zone = rule.zone ?? options.zone;
  const clock = clockIn(zone, time);

  const nominal = nominalDays(rule, {
    calendar,
    business,
    events: options.events ?? [],
    clock,
    // Dates outside may be shifted into the window: all that lie after the last business day
    // before it, or before the first one after it.
    from: shift === 'next' ? shiftDayNumber(business, from - 1, 'previous') + 1 : from,
    to: shift === 'previous' ? shiftDayNumber(business, to + 1, 'next') - 1 : to,
    budget,
  });

  const durationMs = rule.durationMinutes * 60_000;
  const occurrences: Occurrence[] = [];
  const add = (named: NominalDay, day: DayNumber): void => {
    if (day < from || day > to) return;
    spend(budget, OCCURRENCE_COST);
    const startMs = clock.instantMs(day);
    occurrences.push(new Occurrence(named, day, time, zone, startMs, startMs + durationMs));
  };
  if (shift === 'none' && (rule.kind === 'recurrence' || rule.kind === 'nth-weekday')) {
    // In order already, and each day once.
    for (const one of nominal) add(one, one.day);
  } else {
    for (const { day, nominal: named } of settle(nominal, business, shift)) add(named, day);
  }
  return occurrences;
}

/** Shifts the dates, lets one stand where several of a rule meet, and puts them in order. */
function settle(
  nominal: readonly NominalDay[],
  business: BusinessCalendar,
  shift: HolidayShift,
): { day: DayNumber; nominal: NominalDay }[] {
  const settled = new Map<DayNumber | string, { day: DayNumber; nominal: NominalDay }>();
  for (const candidate of nominal) {
    const day = shiftDayNumber(business, candidate.day, shift);
    // Two events on one day are two occasions; two dates of one rule are not.
    const place = candidate.event === undefined ? day : `${day} ${candidate.event}`;
    const known = settled.get(place);
    if (known === undefined || precedes(candidate, known.nominal, day)) {
      settled.set(place, { day, nominal: candidate });
    }
  }
  return [...settled.values()].toSorted(
    (a, b) => a.day - b.day || inKeyOrder(a.nominal, b.nominal),
  );
}

/** Which of two nominal days keeps the date: the one named for it, else the earlier one. */
function precedes(one: NominalDay, other: NominalDay, day: DayNumber): boolean {
  if (one.day === other.day) return inKeyOrder(one, other) < 0;
  if (one.day === day || other.day === day) return one.day === day;
  return one.day < other.day;
}

function inKeyOrder({ key: a = '' }: NominalDay, { key: b = '' }: NominalDay): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function windowDay(date: Temporal.PlainDate): DayNumber {
  const day = dayNumberOf(date);
  const { year } = civilDate(day);
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new CadenceError(
      'invalid_input',
      `${date.toString()} is outside ${FIRST_YEAR}–${LAST_YEAR}`,
    );
  }
  return day;
}

function clockIn(zone: string, time: Temporal.PlainTime): ReturnType<typeof zoneClock> {
  try {
    return zoneClock(zone, time);
  } catch {
    throw new CadenceError('invalid_input', `${zone} is no IANA time zone`);
  }
}
