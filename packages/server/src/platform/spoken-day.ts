/** A day as titles and sentences say it: `14 January 2027`. */
export function spokenDay(day: Temporal.PlainDate): string {
  return day.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** A day with its weekday, as mail says it: `Thursday 14 January 2027`. */
export function spokenWeekday(day: Temporal.PlainDate): string {
  return `${day.toLocaleString('en-GB', { weekday: 'long' })} ${spokenDay(day)}`;
}
