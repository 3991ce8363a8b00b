import { plainDateOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';

const DAY_MS = 86_400_000;
/** Spans this long keep their neighbours' changes out of a local time's reach. */
const LONG_MS = 4 * DAY_MS;
const MOST_SPANS = 2_000;

/** A time between two changes of a zone's clock, `toMs` excluded. */
interface OffsetSpan {
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

// What a zone's offset was or will be doesn't change while the program runs, and asking Temporal
// costs more than all the rest of an expansion: remembered, and bounded.
const spansOfZone = new Map<string, OffsetSpan[]>();

/** Turns one local time of day in one zone into instants, day after day. */
export interface ZoneClock {
  /**
   * Milliseconds since 1970-01-01Z of that local time on that day: a time that the clock leaves out
   * is later by the gap, one that it shows twice is the first (Temporal's `compatible`).
   */
  instantMs: (day: DayNumber) => number;
  /** Whether the zone's clock shows that time on that day at all. */
  exists: (day: DayNumber) => boolean;
}

/** Throws a RangeError for a zone that Temporal doesn't know. */
export function zoneClock(zone: string, time: Temporal.PlainTime): ZoneClock {
  const timeMs = (time.hour * 60 + time.minute) * 60_000;
  let span = spanAt(zone, 0);

  /** More than a day from any change no local time is in doubt: no change is as large. */
  const isSteady = (localMs: number): boolean =>
    localMs - span.offsetMs - DAY_MS > span.fromMs && localMs - span.offsetMs + DAY_MS < span.toMs;

  const steadyAt = (localMs: number): boolean => {
    if (isSteady(localMs)) return true;
    span = spanAt(zone, localMs - span.offsetMs);
    return isSteady(localMs);
  };

  /** The spans on both sides of the change near the local time; none where others are near too. */
  const aroundChange = (localMs: number): [OffsetSpan, OffsetSpan] | undefined => {
    const isAfter = localMs - span.offsetMs + DAY_MS >= span.toMs;
    const before = isAfter ? span : spanAt(zone, span.fromMs - 1);
    const after = isAfter ? spanAt(zone, span.toMs) : span;
    const areLong = before.toMs - before.fromMs > LONG_MS && after.toMs - after.fromMs > LONG_MS;
    return areLong ? [before, after] : undefined;
  };

  return {
    instantMs: (day) => {
      const localMs = day * DAY_MS + timeMs;
      if (steadyAt(localMs)) return localMs - span.offsetMs;
      const spans = aroundChange(localMs);
      if (!spans) return temporalMs(day);
      const [before, after] = spans;
      const [early, late] = [localMs - before.offsetMs, localMs - after.offsetMs];
      // Shown by neither clock, it is read by the one before the change: later by the gap.
      return early >= after.fromMs && late >= after.fromMs ? late : early;
    },
    exists: (day) => {
      const localMs = day * DAY_MS + timeMs;
      if (steadyAt(localMs)) return true;
      // In a gap the instant's own local time is another one than was asked for.
      const ms = temporalMs(day);
      return ms + spanAt(zone, ms).offsetMs === localMs;
    },
  };

  function temporalMs(day: DayNumber): number {
    return plainDateOf(day).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  }
}

function spanAt(zone: string, ms: number): OffsetSpan {
  let spans = spansOfZone.get(zone);
  const known = spans?.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  if (known) return known;
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  // `previous` is strictly before: a nanosecond on, a change at this very instant counts.
  const previous = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const span = {
    fromMs: previous?.epochMilliseconds ?? -Infinity,
    toMs: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  };
  if (spans === undefined) {
    if (spansOfZone.size >= MOST_SPANS) spansOfZone.clear();
    spans = [];
    spansOfZone.set(zone, spans);
  }
  spans.push(span);
  return span;
}
