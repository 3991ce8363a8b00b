import {
  civilDate,
  dayNumber,
  dayNumberOf,
  daysInMonth,
  isLeapYear,
  nthWeekdayIn,
  weekdayIndexOf,
} from './day-number.ts';
import type { CivilDate, DayNumber } from './day-number.ts';
import type { RecurrenceRule } from './rule.ts';
import { weekdayIndex } from './weekday.ts';
import { spend } from './work-budget.ts';
import type { WorkBudget } from './work-budget.ts';

/** A rule's parts as numbers; sets of weekdays, months and days of a month are bit masks. */
interface Parts {
  start: DayNumber;
  startDate: CivilDate;
  interval: number;
  weekStart: number;
  months: number;
  monthDays: readonly number[] | undefined;
  /** Weekdays without an ordinal; bit 0 is Monday. */
  weekdays: number;
  nthWeekdays: readonly { nth: number; index: number }[];
  hasByDay: boolean;
}

const ALL_MONTHS = 0b1_1111_1111_1110;

function partsOf(rule: RecurrenceRule): Parts {
  const start = dayNumberOf(Temporal.PlainDate.from(rule.start));
  const byDay = rule.byDay ?? [];
  return {
    start,
    startDate: civilDate(start),
    interval: rule.interval ?? 1,
    weekStart: weekdayIndex(rule.weekStart ?? 'monday'),
    months: rule.byMonth?.reduce((mask, month) => mask | (1 << month), 0) ?? ALL_MONTHS,
    monthDays: rule.byMonthDay,
    weekdays: byDay.reduce(
      (mask, { nth, weekday }) => (nth === undefined ? mask | (1 << weekdayIndex(weekday)) : mask),
      0,
    ),
    nthWeekdays: byDay.flatMap(({ nth, weekday }) =>
      nth === undefined ? [] : [{ nth, index: weekdayIndex(weekday) }],
    ),
    hasByDay: byDay.length > 0,
  };
}

/**
 * Visits the dates of a recurrence in `from`…`to`, ascending, before any holiday shift. A date that
 * doesn't `exist` (a skipped clock time) is no part of the set that BYSETPOS counts in; nor is it, or
 * one that is `over` (UNTIL), counted by COUNT.
 */
export function eachRecurrenceDay(
  rule: RecurrenceRule,
  window: { from: DayNumber; to: DayNumber },
  budget: WorkBudget,
  days: {
    /** Left out where every date does. */
    exists: ((day: DayNumber) => boolean) | undefined;
    over: (day: DayNumber) => boolean;
  },
  visit: (day: DayNumber) => void,
): void {
  const parts = partsOf(rule);
  const series = seriesOf(rule, parts);
  const { bySetPos } = rule;
  const { exists, over } = days;
  let left = rule.count ?? Infinity;
  // COUNT has to be counted from the start; anything else may begin where the window does.
  const first = rule.count === undefined ? Math.max(0, series.intervalAt(window.from)) : 0;
  for (let index = first; ; index++) {
    if (left === 0 || series.firstDay(index) > window.to) return;
    const named = series.days(index);
    spend(budget, 1 + named.length);
    const existing = exists ? named.filter(exists) : named;
    const chosen = bySetPos ? atPositions(existing, bySetPos) : existing;
    for (const day of chosen) {
      if (day < parts.start) continue;
      if (day > window.to || left === 0) return;
      if (over(day)) continue;
      left -= 1;
      if (day >= window.from) visit(day);
    }
  }
}

function atPositions(days: readonly DayNumber[], positions: readonly number[]): DayNumber[] {
  const found: DayNumber[] = [];
  for (const position of positions) {
    const day = days.at(position > 0 ? position - 1 : position);
    if (day !== undefined && !found.includes(day)) found.push(day);
  }
  return found.length < 2 ? found : found.toSorted((a, b) => a - b);
}

/** The rule's intervals: which one a day is in, where one starts, and its set of days, ascending. */
interface Series {
  /** Index of an interval that no day at or after the given one lies before. */
  intervalAt: (day: DayNumber) => number;
  firstDay: (index: number) => DayNumber;
  days: (index: number) => DayNumber[];
}

function seriesOf(rule: RecurrenceRule, parts: Parts): Series {
  const { start, startDate, interval } = parts;
  switch (rule.frequency) {
    case 'daily': {
      const firstDay = (index: number): DayNumber => start + index * interval;
      return {
        intervalAt: (day) => Math.floor((day - start) / interval),
        firstDay,
        days: (index) => (matchesDay(parts, firstDay(index)) ? [firstDay(index)] : []),
      };
    }
    case 'weekly': {
      const week = start - ((weekdayIndexOf(start) - parts.weekStart + 7) % 7);
      const firstDay = (index: number): DayNumber => week + index * 7 * interval;
      return {
        intervalAt: (day) => Math.floor((day - week) / (7 * interval)),
        firstDay,
        days: (index) => weekDays(parts, firstDay(index)),
      };
    }
    case 'monthly': {
      const month = startDate.year * 12 + startDate.month - 1;
      const at = (index: number): { year: number; month: number } => {
        const number = month + index * interval;
        return { year: Math.floor(number / 12), month: (number % 12) + 1 };
      };
      return {
        intervalAt: (day) => {
          const date = civilDate(day);
          return Math.floor((date.year * 12 + date.month - 1 - month) / interval);
        },
        firstDay: (index) => dayNumber(at(index).year, at(index).month, 1),
        days: (index) => monthDays(parts, at(index).year, at(index).month),
      };
    }
    case 'yearly':
      return {
        intervalAt: (day) => Math.floor((civilDate(day).year - startDate.year) / interval),
        firstDay: (index) => dayNumber(startDate.year + index * interval, 1, 1),
        days: (index) => yearDays(rule, parts, startDate.year + index * interval),
      };
  }
}

function matchesDay(parts: Parts, day: DayNumber): boolean {
  if (parts.hasByDay && (parts.weekdays & (1 << weekdayIndexOf(day))) === 0) return false;
  if (parts.months === ALL_MONTHS && parts.monthDays === undefined) return true;
  const date = civilDate(day);
  if ((parts.months & (1 << date.month)) === 0) return false;
  if (parts.monthDays === undefined) return true;
  const fromEnd = date.day - daysInMonth(date.year, date.month) - 1;
  return parts.monthDays.includes(date.day) || parts.monthDays.includes(fromEnd);
}

function weekDays(parts: Parts, week: DayNumber): DayNumber[] {
  const weekdays = parts.hasByDay ? parts.weekdays : 1 << weekdayIndexOf(parts.start);
  const days: DayNumber[] = [];
  for (let day = week; day < week + 7; day++) {
    if ((weekdays & (1 << weekdayIndexOf(day))) === 0) continue;
    if (parts.months !== ALL_MONTHS && (parts.months & (1 << civilDate(day).month)) === 0) continue;
    days.push(day);
  }
  return days;
}

/** The days of one month as RFC 5545 expands a MONTHLY rule, or a YEARLY one with months. */
function monthDays(parts: Parts, year: number, month: number): DayNumber[] {
  if ((parts.months & (1 << month)) === 0) return [];
  const length = daysInMonth(year, month);
  const first = dayNumber(year, month, 1);
  let mask: number;
  if (parts.monthDays !== undefined) {
    mask = monthDayMask(parts.monthDays, length);
    if (parts.hasByDay) mask &= weekdayMask(parts, first, length);
  } else if (parts.hasByDay) {
    mask = weekdayMask(parts, first, length);
  } else {
    mask = monthDayMask([parts.startDate.day], length);
  }
  const days: DayNumber[] = [];
  for (let left = mask; left !== 0; left &= left - 1) {
    // The lowest bit's number.
    days.push(first + 30 - Math.clz32(left & -left));
  }
  return days;
}

/** Bit n is the nth of the month (bit 31 makes the number negative, which the tests above allow). */
function monthDayMask(monthDaysOfRule: readonly number[], length: number): number {
  let mask = 0;
  for (const monthDay of monthDaysOfRule) {
    const day = monthDay > 0 ? monthDay : length + monthDay + 1;
    if (day >= 1 && day <= length) mask |= 1 << day;
  }
  return mask;
}

function weekdayMask(parts: Parts, first: DayNumber, length: number): number {
  // The week's pattern from the weekday of the first on, five times over, cut to the month.
  const firstIndex = weekdayIndexOf(first);
  const week = ((parts.weekdays >> firstIndex) | (parts.weekdays << (7 - firstIndex))) & 0b111_1111;
  const weeks = week | (week << 7) | (week << 14) | (week << 21) | (week << 28);
  let mask = (weeks << 1) & (-1 >>> (31 - length));
  for (const { nth, index } of parts.nthWeekdays) {
    const day = nthWeekdayIn(first, first + length - 1, nth, index);
    if (day !== undefined) mask |= 1 << (day - first + 1);
  }
  return mask;
}

function yearDays(rule: RecurrenceRule, parts: Parts, year: number): DayNumber[] {
  const byYear = rule.byMonth === undefined && parts.hasByDay;
  if (byYear && parts.monthDays === undefined) return weekdaysOfYear(parts, year);
  if (byYear && parts.nthWeekdays.length > 0) {
    // BYMONTHDAY names days, BYDAY limits them: its ordinals still count within the year.
    const named = new Set(weekdaysOfYear(parts, year));
    return monthsOfYear({ ...parts, hasByDay: false }, year).filter((day) => named.has(day));
  }
  const onlyStart = rule.byMonth === undefined && parts.monthDays === undefined && !parts.hasByDay;
  return monthsOfYear(onlyStart ? { ...parts, months: 1 << parts.startDate.month } : parts, year);
}

function monthsOfYear(parts: Parts, year: number): DayNumber[] {
  const days: DayNumber[] = [];
  for (let month = 1; month <= 12; month++) {
    if ((parts.months & (1 << month)) !== 0) days.push(...monthDays(parts, year, month));
  }
  return days;
}

function weekdaysOfYear(parts: Parts, year: number): DayNumber[] {
  const first = dayNumber(year, 1, 1);
  const last = first + (isLeapYear(year) ? 365 : 364);
  const days = new Set<DayNumber>();
  for (let index = 0; index < 7; index++) {
    if ((parts.weekdays & (1 << index)) === 0) continue;
    for (let day = first + ((index - weekdayIndexOf(first) + 7) % 7); day <= last; day += 7) {
      days.add(day);
    }
  }
  for (const { nth, index } of parts.nthWeekdays) {
    const day = nthWeekdayIn(first, last, nth, index);
    if (day !== undefined) days.add(day);
  }
  return [...days].toSorted((a, b) => a - b);
}
