import { CadenceError } from './cadence-error.ts';
import { dayNumberOf, plainDateOf, weekdayIndexOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';
import { isoDay } from './iso-day.ts';
import { WEEKDAYS } from './weekday.ts';
import type { Weekday } from './weekday.ts';

/** A day on which nobody works, by name. */
export interface Holiday {
  /** ISO date, `2027-12-24`. */
  date: string;
  name: string;
}

/** Working weekdays and holidays, ready to be asked; made by `businessCalendar`. */
export interface BusinessCalendar {
  readonly workingWeekdays: readonly Weekday[];
  readonly holidays: readonly Holiday[];
  /** @internal seven entries, Monday first */
  readonly worksOn: readonly boolean[];
  /** @internal holiday names by day number */
  readonly holidayNames: ReadonlyMap<DayNumber, string>;
}

/** Where an occurrence goes that falls on no business day. */
export type HolidayShift = 'none' | 'next' | 'previous';

const MONDAY_TO_FRIDAY: readonly Weekday[] = WEEKDAYS.slice(0, 5);

/** Longest run of days off that a search passes over: about ten years. */
const REACH_DAYS = 3660;
const MOST_HOLIDAYS = 10_000;
const MOST_BUSINESS_DAYS = 10_000;

/**
 * Compiles a holiday list. Working weekdays default to Monday–Friday. Throws `CadenceError`
 * `invalid_input` when there is no working weekday, a date is not ISO 8601, or there are more than
 * 10,000 holidays.
 */
export function businessCalendar(input: {
  workingWeekdays?: readonly Weekday[];
  holidays: readonly Holiday[];
}): BusinessCalendar {
  const workingWeekdays = input.workingWeekdays ?? MONDAY_TO_FRIDAY;
  if (workingWeekdays.length === 0) {
    throw new CadenceError(
      'invalid_input',
      'a business calendar needs at least one working weekday',
    );
  }
  if (input.holidays.length > MOST_HOLIDAYS) {
    throw new CadenceError('invalid_input', `more than ${MOST_HOLIDAYS} holidays`);
  }
  const holidayNames = new Map<DayNumber, string>();
  for (const holiday of input.holidays) {
    const day = isoDay(holiday.date, `holiday "${holiday.name}"`);
    const known = holidayNames.get(day);
    holidayNames.set(day, known === undefined ? holiday.name : `${known}, ${holiday.name}`);
  }
  return {
    workingWeekdays,
    holidays: input.holidays,
    worksOn: WEEKDAYS.map((weekday) => workingWeekdays.includes(weekday)),
    holidayNames,
  };
}

function isBusinessDayNumber(business: BusinessCalendar, day: DayNumber): boolean {
  return business.worksOn[weekdayIndexOf(day)] === true && !business.holidayNames.has(day);
}

export function addBusinessDayNumbers(
  business: BusinessCalendar,
  day: DayNumber,
  amount: number,
): DayNumber {
  if (!Number.isInteger(amount) || Math.abs(amount) > MOST_BUSINESS_DAYS) {
    throw new CadenceError(
      'invalid_input',
      `${amount} business days: at most ${MOST_BUSINESS_DAYS}`,
    );
  }
  const step = Math.sign(amount);
  let current = day;
  for (let left = Math.abs(amount); left > 0; left--) {
    current = nearestBusinessDay(business, current + step, step);
  }
  return current;
}

/** The first business day at or after `day` (step 1), or at or before it (step −1). */
function nearestBusinessDay(business: BusinessCalendar, day: DayNumber, step: number): DayNumber {
  for (let passed = 0; passed <= REACH_DAYS; passed++) {
    const candidate = day + passed * step;
    if (isBusinessDayNumber(business, candidate)) return candidate;
  }
  throw new CadenceError(
    'no_business_day',
    `no business day within ${REACH_DAYS} days of ${plainDateOf(day).toString()}: check the holidays`,
  );
}

export function shiftDayNumber(
  business: BusinessCalendar,
  day: DayNumber,
  shift: HolidayShift,
): DayNumber {
  if (shift === 'none' || isBusinessDayNumber(business, day)) return day;
  return nearestBusinessDay(business, day, shift === 'next' ? 1 : -1);
}

/** Whether people work on that date: a working weekday that is no holiday. */
export function isBusinessDay(business: BusinessCalendar, date: Temporal.PlainDate): boolean {
  return isBusinessDayNumber(business, dayNumberOf(date));
}

/** The name of the holiday on that date, if it is one (several are joined by a comma). */
export function holidayOn(
  business: BusinessCalendar,
  date: Temporal.PlainDate,
): string | undefined {
  return business.holidayNames.get(dayNumberOf(date));
}

/**
 * The nth business day strictly after a date, or strictly before it when `amount` is negative; 0 is
 * the date itself, business day or not. At most 10,000 either way.
 */
export function addBusinessDays(
  business: BusinessCalendar,
  date: Temporal.PlainDate,
  amount: number,
): Temporal.PlainDate {
  return plainDateOf(addBusinessDayNumbers(business, dayNumberOf(date), amount));
}

/** A date that is no business day, moved as `shift` says; a business day stays where it is. */
export function shiftToBusinessDay(
  business: BusinessCalendar,
  date: Temporal.PlainDate,
  shift: HolidayShift,
): Temporal.PlainDate {
  return plainDateOf(shiftDayNumber(business, dayNumberOf(date), shift));
}
