/** What clocks of the zone show at a moment, as if it were UTC. */
function wallClock(zone: string, moment: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
}

/**
 * The moment at which clocks of a zone show `YYYY-MM-DDTHH:mm`, as ISO 8601 in UTC; within an hour
 * that is skipped, the moment that lies as far behind its start.
 */
export function momentInZone(zone: string, text: string): string {
  const shown = Date.parse(`${text}Z`);
  const first = shown - (wallClock(zone, shown) - shown);
  const second = shown - (wallClock(zone, first) - first);
  return new Date(
    wallClock(zone, second) === shown ? second : Math.max(first, second),
  ).toISOString();
}

/** What clocks of a zone show at a moment: `YYYY-MM-DDTHH:mm`. */
export function textInZone(zone: string, moment: string): string {
  return new Date(wallClock(zone, Date.parse(moment))).toISOString().slice(0, 16);
}
