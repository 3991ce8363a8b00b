import { CadenceError } from './cadence-error.ts';
import { civilDate, dayNumber, dayNumberOf, plainDateOf, weekdayIndexOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';
import { weekdayIndex } from './weekday.ts';
import type { Weekday } from './weekday.ts';

/** Which calendar year names a fiscal year: the one it starts in, or the one it ends in. */
export type FiscalYearName = 'start' | 'end';

/** Twelve calendar months, from the 1st of `startMonth`. */
export interface MonthCalendar {
  pattern: 'month';
  /** 1–12 */
  startMonth: number;
  yearName: FiscalYearName;
}

/** Whole weeks, in quarters of 13: each has three periods of the weeks that the pattern names. */
export interface WeekCalendar {
  pattern: '4-4-5' | '4-5-4' | '5-4-4';
  /** 1–12; the year ends about the last day of the month before it. */
  startMonth: number;
  yearName: FiscalYearName;
  /**
   * The last day of the year: the given weekday nearest to the last day of the month before
   * `startMonth`, or the last one in that month.
   */
  endsOn: { weekday: Weekday; anchor: 'nearest' | 'last' };
  /** The period (1–12) that takes the extra week of a 53-week year; most calendars say 12. */
  week53Period: number;
}

export type FiscalCalendar = MonthCalendar | WeekCalendar;

/** The ordinary year, 1 January to 31 December, for who has no fiscal calendar of their own. */
export const CALENDAR_YEAR: FiscalCalendar = { pattern: 'month', startMonth: 1, yearName: 'start' };

/** A stretch of a fiscal year; both dates belong to it. */
export interface FiscalSpan {
  fiscalYear: number;
  /** 1-based within its year. */
  number: number;
  start: Temporal.PlainDate;
  end: Temporal.PlainDate;
}

export interface FiscalPeriod extends FiscalSpan {
  /** 1–4 */
  quarter: number;
}

export interface FiscalWeek extends FiscalSpan {
  /** The quarter of the week's first day, 1–4. */
  quarter: number;
  /** The period of the week's first day, 1–12. */
  period: number;
}

export interface FiscalYear {
  year: number;
  start: Temporal.PlainDate;
  end: Temporal.PlainDate;
  quarters: FiscalSpan[];
  /** Twelve: calendar months, or 4- and 5-week periods. */
  periods: FiscalPeriod[];
  /**
   * Seven days each from the first day of the year: 52 or 53 for a week pattern. A month pattern
   * has 53, the last of one day (two in a leap year), since its year is no whole number of weeks.
   */
  weeks: FiscalWeek[];
}

/** First days of the twelve periods and, last, of the next year. */
export type PeriodStarts = readonly DayNumber[];

const WEEKS_OF: Readonly<Record<WeekCalendar['pattern'], readonly [number, number, number]>> = {
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4],
};

function yearStart(calendar: FiscalCalendar, year: number): DayNumber {
  const startsIn = calendar.yearName === 'end' && calendar.startMonth > 1 ? year - 1 : year;
  const nominal = dayNumber(startsIn, calendar.startMonth, 1);
  if (calendar.pattern === 'month') return nominal;
  const lastOfMonth = nominal - 1;
  const back = (weekdayIndexOf(lastOfMonth) - weekdayIndex(calendar.endsOn.weekday) + 7) % 7;
  const forward = calendar.endsOn.anchor === 'nearest' && back > 3 ? 7 : 0;
  return lastOfMonth - back + forward + 1;
}

export function periodStarts(calendar: FiscalCalendar, year: number): PeriodStarts {
  const first = yearStart(calendar, year);
  const next = yearStart(calendar, year + 1);
  const starts: DayNumber[] = [];
  if (calendar.pattern === 'month') {
    const startsIn = civilDate(first).year;
    for (let index = 0; index < 12; index++) {
      const month = calendar.startMonth - 1 + index;
      starts.push(dayNumber(startsIn + Math.floor(month / 12), (month % 12) + 1, 1));
    }
  } else {
    const hasWeek53 = next - first > 364;
    let start = first;
    for (let index = 0; index < 12; index++) {
      starts.push(start);
      const extra = hasWeek53 && index === calendar.week53Period - 1 ? 1 : 0;
      start += 7 * ((WEEKS_OF[calendar.pattern][index % 3] ?? 0) + extra);
    }
  }
  return [...starts, next];
}

/** The fiscal year that a day lies in. */
export function fiscalYearNumberAt(calendar: FiscalCalendar, day: DayNumber): number {
  // A year's name is at most one off the calendar year of any of its days.
  let year = civilDate(day).year + 1;
  while (yearStart(calendar, year) > day) year -= 1;
  return year;
}

/** First days of the four quarters and, last, of the next year. */
export function quarterStarts(starts: PeriodStarts): DayNumber[] {
  return starts.filter((_, index) => index % 3 === 0);
}

function indexAt(starts: readonly DayNumber[], day: DayNumber): number {
  let index = 0;
  while (index < starts.length - 2 && (starts[index + 1] ?? Infinity) <= day) index += 1;
  return index;
}

function spansOf(fiscalYear: number, starts: readonly DayNumber[]): FiscalSpan[] {
  const spans: FiscalSpan[] = [];
  starts.forEach((start, index) => {
    const next = starts[index + 1];
    if (next === undefined) return;
    spans.push({
      fiscalYear,
      number: index + 1,
      start: plainDateOf(start),
      end: plainDateOf(next - 1),
    });
  });
  return spans;
}

/**
 * One fiscal year with its quarters, periods and weeks. `year` is the year's name (2027 is FY2027);
 * throws `CadenceError` `invalid_input` outside 1–9998.
 */
export function fiscalYear(calendar: FiscalCalendar, year: number): FiscalYear {
  if (!Number.isInteger(year) || year < 1 || year > 9998) {
    throw new CadenceError('invalid_input', `${year} is not a fiscal year (1–9998)`);
  }
  const periods = periodStarts(calendar, year);
  const quarters = quarterStarts(periods);
  const first = periods[0] ?? 0;
  const next = periods[12] ?? 0;
  const weeks: FiscalWeek[] = [];
  for (let start = first; start < next; start += 7) {
    weeks.push({
      fiscalYear: year,
      number: weeks.length + 1,
      start: plainDateOf(start),
      end: plainDateOf(Math.min(start + 6, next - 1)),
      quarter: indexAt(quarters, start) + 1,
      period: indexAt(periods, start) + 1,
    });
  }
  return {
    year,
    start: plainDateOf(first),
    end: plainDateOf(next - 1),
    quarters: spansOf(year, quarters),
    periods: spansOf(year, periods).map((span, index) => ({
      ...span,
      quarter: Math.floor(index / 3) + 1,
    })),
    weeks,
  };
}

/** The fiscal year that a date lies in. */
export function fiscalYearOf(calendar: FiscalCalendar, date: Temporal.PlainDate): FiscalYear {
  return fiscalYear(calendar, fiscalYearNumberAt(calendar, dayNumberOf(date)));
}

/** The fiscal quarter that a date lies in. */
export function quarterOf(calendar: FiscalCalendar, date: Temporal.PlainDate): FiscalSpan {
  return spanAt(fiscalYearOf(calendar, date).quarters, date);
}

/** The fiscal period (month) that a date lies in. */
export function periodOf(calendar: FiscalCalendar, date: Temporal.PlainDate): FiscalPeriod {
  return spanAt(fiscalYearOf(calendar, date).periods, date);
}

/** The fiscal week that a date lies in. */
export function weekOf(calendar: FiscalCalendar, date: Temporal.PlainDate): FiscalWeek {
  return spanAt(fiscalYearOf(calendar, date).weeks, date);
}

function spanAt<Span extends FiscalSpan>(spans: readonly Span[], date: Temporal.PlainDate): Span {
  const found = spans.find((span) => Temporal.PlainDate.compare(date, span.end) <= 0);
  if (!found) throw new CadenceError('invalid_input', `${date.toString()} is in no fiscal span`);
  return found;
}

/**
 * The week of the year before that a week is compared with. After a 53-week year the comparison is
 * restated: that year's first week is dropped, so that the same weeks of the season meet (the
 * National Retail Federation's rule). Week 53 itself has none: `undefined`.
 */
export function comparableWeek(
  calendar: WeekCalendar,
  year: number,
  week: number,
): { year: number; week: number } | undefined {
  const before = fiscalYear(calendar, year - 1).weeks.length;
  const restated = before === 53 ? week + 1 : week;
  return restated <= before ? { year: year - 1, week: restated } : undefined;
}
