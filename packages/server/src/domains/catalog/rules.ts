/** A metric's value of a day. */
export interface DatedValue {
  readonly on: string;
  readonly value: number;
}

/** What a metric is judged by. */
export interface MetricTerms {
  readonly direction: 'up' | 'down';
  readonly target: number | null;
  readonly freshnessDays: number;
}

/** How a metric stands on a day. */
export interface Standing {
  readonly last: DatedValue | null;
  readonly change: number | null;
  readonly ageDays: number | null;
  readonly stale: boolean;
  readonly onTarget: boolean | null;
}

/** Whether a value is at the target, or on its better side. */
function reaches(value: number, target: number, direction: 'up' | 'down'): boolean {
  return direction === 'up' ? value >= target : value <= target;
}

/**
 * A metric's standing on `today` from its last value and the one before it. A metric without any
 * value is stale: nobody can say how it does.
 */
export function standingOf(
  terms: MetricTerms,
  last: DatedValue | null,
  previous: DatedValue | null,
  today: Temporal.PlainDate,
): Standing {
  if (!last) return { last: null, change: null, ageDays: null, stale: true, onTarget: null };
  // A value of a day that has not begun in the organisation's zone is as fresh as can be.
  const ageDays = Math.max(
    0,
    Temporal.PlainDate.from(last.on).until(today, { largestUnit: 'day' }).days,
  );
  return {
    last,
    change: previous ? last.value - previous.value : null,
    ageDays,
    stale: ageDays > terms.freshnessDays,
    onTarget: terms.target === null ? null : reaches(last.value, terms.target, terms.direction),
  };
}
