import { addBusinessDays, type BusinessCalendar } from '@throughline/cadence';

/** So many business days before the freeze the comments are asked for … */
const askBusinessDays = 3;
/** … and so many before it those that are missing are asked for again. */
const remindBusinessDays = 1;

/** What is due for a review on a day: asking for its comments, and reminding of those missing. */
export function dueOn(
  business: BusinessCalendar,
  freezesOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): { ask: boolean; remind: boolean } {
  const reached = (days: number) =>
    Temporal.PlainDate.compare(today, addBusinessDays(business, freezesOn, -days)) >= 0;
  return { ask: reached(askBusinessDays), remind: reached(remindBusinessDays) };
}
