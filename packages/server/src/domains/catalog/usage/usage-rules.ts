import { adoptionDays, usageKeptDays } from '@throughline/contract';

/** How many uses an account made of a feature on a day. */
export interface Uses {
  readonly on: string;
  readonly feature: string;
  readonly account: string;
  readonly uses: number;
}

/** A sender's clock may be ahead by so much. */
const skew = { minutes: 5 };

/** Why an event of an instant doesn't count, or null. */
export function refusalOf(at: Temporal.Instant, now: Temporal.Instant): string | null {
  if (Temporal.Instant.compare(at, now.add(skew)) > 0) return 'It is still to come.';
  const oldest = now.subtract({ hours: usageKeptDays * 24 });
  return Temporal.Instant.compare(at, oldest) < 0
    ? `It is older than ${usageKeptDays} days.`
    : null;
}

/** Uses added up by day, feature and account. */
export function addedUp(uses: readonly Uses[]): Uses[] {
  const sums = new Map<string, Uses>();
  for (const one of uses) {
    const key = JSON.stringify([one.on, one.feature, one.account]);
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, uses: sum.uses + one.uses } : one);
  }
  return [...sums.values()];
}

/**
 * The days to be counted, in order, up to `today`: those whose 28 days hold a touched one, and those
 * that have passed since the last count, whose 28 days have moved on.
 */
export function daysToCount(
  touched: readonly string[],
  last: string | null,
  today: Temporal.PlainDate,
): string[] {
  const days = new Set<string>();
  const until = (from: Temporal.PlainDate, most: number) => {
    for (let count = 0; count < most; count++) {
      const day = from.add({ days: count });
      if (Temporal.PlainDate.compare(day, today) > 0) return;
      days.add(day.toString());
    }
  };
  for (const day of touched) until(Temporal.PlainDate.from(day), adoptionDays);
  if (last !== null) {
    const oldest = today.subtract({ days: usageKeptDays });
    const next = Temporal.PlainDate.from(last).add({ days: 1 });
    until(Temporal.PlainDate.compare(next, oldest) < 0 ? oldest : next, usageKeptDays + 1);
  }
  return [...days].toSorted();
}

/** A share in per cent, to a tenth; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
}
