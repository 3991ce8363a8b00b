import { spokenWeekday } from '../../../platform/spoken-day.ts';

/** A moment in a reader's zone, which is named: `Thursday 14 January 2027, 18:00 (Europe/Berlin)`. */
export function spokenMoment(at: Temporal.Instant, zone: string): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${spokenWeekday(local.toPlainDate())}, ${timeOf(local)} (${zone})`;
}

/** From when to when: `Thursday 14 January 2027, 18:00–19:00 (Europe/Berlin)`. */
export function spokenTime(from: Temporal.Instant, to: Temporal.Instant, zone: string): string {
  const begins = from.toZonedDateTimeISO(zone);
  const ends = to.toZonedDateTimeISO(zone);
  const sameDay = begins.toPlainDate().equals(ends.toPlainDate());
  const end = sameDay ? timeOf(ends) : `${spokenWeekday(ends.toPlainDate())}, ${timeOf(ends)}`;
  return `${spokenWeekday(begins.toPlainDate())}, ${timeOf(begins)}–${end} (${zone})`;
}

function timeOf(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: 'minute' });
}
