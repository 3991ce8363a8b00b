/**
 * Dates as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar. Expansion
 * steps through many dates and keeps few, so it counts in these and makes a `PlainDate` only for
 * what it returns. The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`.
 */
export type DayNumber = number;

export interface CivilDate {
  year: number;
  /** 1–12 */
  month: number;
  /** 1–31 */
  day: number;
}

export function dayNumber(year: number, month: number, day: number): DayNumber {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilDate(number: DayNumber): CivilDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayIndexOf(number: DayNumber): number {
  return (((number + 3) % 7) + 7) % 7;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The nth given weekday of the days `first`…`last`; a negative nth counts from the end. */
export function nthWeekdayIn(
  first: DayNumber,
  last: DayNumber,
  nth: number,
  weekdayIndex: number,
): DayNumber | undefined {
  const found =
    nth > 0
      ? first + ((weekdayIndex - weekdayIndexOf(first) + 7) % 7) + (nth - 1) * 7
      : last - ((weekdayIndexOf(last) - weekdayIndex + 7) % 7) + (nth + 1) * 7;
  return nth !== 0 && found >= first && found <= last ? found : undefined;
}

export function dayNumberOf(date: Temporal.PlainDate): DayNumber {
  const iso = date.calendarId === 'iso8601' ? date : date.withCalendar('iso8601');
  return dayNumber(iso.year, iso.month, iso.day);
}

export function plainDateOf(number: DayNumber): Temporal.PlainDate {
  const { year, month, day } = civilDate(number);
  return new Temporal.PlainDate(year, month, day);
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/** `2027-03-09` */
export function isoDate(number: DayNumber): string {
  const { year, month, day } = civilDate(number);
  return `${String(year).padStart(4, '0')}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
}
