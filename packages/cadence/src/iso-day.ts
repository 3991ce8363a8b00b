import { CadenceError } from './cadence-error.ts';
import { dayNumberOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';

/** The day of an ISO date that a caller gave; `of` says in the error what the date belongs to. */
export function isoDay(date: string, of: string): DayNumber {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    try {
      return dayNumberOf(Temporal.PlainDate.from(date));
    } catch {
      // falls through to the one message for every kind of wrong date
    }
  }
  throw new CadenceError('invalid_input', `${of}: ${date} is not a date (YYYY-MM-DD)`);
}
