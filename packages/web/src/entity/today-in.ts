import { present } from '../ui/present.ts';

/** The calendar day that it is now in a zone, `YYYY-MM-DD`. */
export function todayIn(zone: string, now: Date = present()): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

/** The calendar year that it is now in a zone. */
export function yearIn(zone: string): number {
  return Number(todayIn(zone).slice(0, 4));
}
