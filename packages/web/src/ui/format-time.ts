/** How days, instants and ages are written. British order, no invented precision. */

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const dayWithWeekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/**
 * `2026-11-23` → `23 Nov 2026`. The day is taken apart by hand: handed to `Date` as text it
 * would be read as an instant and could turn into the day before.
 */
export function formatPlainDate(date: string, weekday = false): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) return date;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return (weekday ? dayWithWeekday : dayFormat).format(utc);
}

const instantFormats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-23T09:05:00Z` in Europe/Berlin → `23 Nov 2026, 10:05 CET`; the zone is named. */
export function formatInstant(instant: string, zone: string, seconds = false): string {
  const key = `${zone} ${seconds}`;
  let format = instantFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds && { second: '2-digit' }),
      timeZone: zone,
      timeZoneName: 'short',
    });
    instantFormats.set(key, format);
  }
  return format.format(new Date(instant));
}

const steps = [
  { unit: 'y', seconds: 365 * 86_400, words: 'year' },
  { unit: 'mo', seconds: 30 * 86_400, words: 'month' },
  { unit: 'd', seconds: 86_400, words: 'day' },
  { unit: 'h', seconds: 3_600, words: 'hour' },
  { unit: 'min', seconds: 60, words: 'minute' },
] as const;

/** Whole units, rounded down: `9 d ago`, `in 3 h`, `now` below a minute. */
export function formatAge(instant: string, nowMs: number): { short: string; spoken: string } {
  const seconds = Math.floor((nowMs - Date.parse(instant)) / 1000);
  const distance = Math.abs(seconds);
  const step = steps.find((each) => distance >= each.seconds);
  if (step === undefined) return { short: 'now', spoken: 'just now' };
  const count = Math.floor(distance / step.seconds);
  const spoken = `${count} ${step.words}${count === 1 ? '' : 's'}`;
  return seconds < 0
    ? { short: `in ${count} ${step.unit}`, spoken: `in ${spoken}` }
    : { short: `${count} ${step.unit} ago`, spoken: `${spoken} ago` };
}
