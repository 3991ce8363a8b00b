const fields = [
  { from: 0, of: (at: Temporal.ZonedDateTime) => at.minute },
  { from: 0, of: (at: Temporal.ZonedDateTime) => at.hour },
  { from: 1, of: (at: Temporal.ZonedDateTime) => at.day },
  { from: 1, of: (at: Temporal.ZonedDateTime) => at.month },
  { from: 0, of: (at: Temporal.ZonedDateTime) => at.dayOfWeek % 7 },
] as const;

/** Whether one part of a field, such as `*`, `5`, `1-5` or an interval such as `10-50/20`, has a value. */
function takes(part: string, value: number, from: number): boolean {
  const [range = '', step] = part.split('/');
  const every = step === undefined ? 1 : Number(step);
  if (range === '*') return (value - from) % every === 0;
  const [low = 0, high] = range.split('-').map(Number);
  const last = high ?? (step === undefined ? low : Number.MAX_SAFE_INTEGER);
  return value >= low && value <= last && (value - low) % every === 0;
}

/**
 * Whether a cron expression in UTC (five fields: numbers, lists, ranges, steps) fires after one
 * moment and not after another.
 */
export function cronFires(
  expression: string,
  after: Temporal.Instant,
  upTo: Temporal.Instant,
): boolean {
  const wanted = expression.trim().split(/\s+/);
  const last = upTo.toZonedDateTimeISO('UTC');
  let at = after
    .toZonedDateTimeISO('UTC')
    .round({ smallestUnit: 'minute', roundingMode: 'floor' })
    .add({ minutes: 1 });
  for (; Temporal.ZonedDateTime.compare(at, last) <= 0; at = at.add({ minutes: 1 })) {
    const fits = fields.every(({ from, of }, index) =>
      (wanted[index] ?? '*').split(',').some((part) => takes(part, of(at), from)),
    );
    if (fits) return true;
  }
  return false;
}
