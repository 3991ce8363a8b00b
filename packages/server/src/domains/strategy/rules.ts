/** What a key result is measured by. */
export interface KeyResultTerms {
  readonly baseline: number;
  readonly target: number;
  readonly direction: 'up' | 'down';
  readonly guardrail: boolean;
}

/** What its check-ins say so far: the last value, and the share of periods that were in range. */
export interface Measured {
  readonly value: number | null;
  readonly inRange: number | null;
}

/**
 * A key result's progress from 0 to 1; null before its first check-in. A guardrail is scored by the
 * share of check-in periods in range. Where the target is the baseline there is no way to go: it is met or
 * it isn't, and nothing is divided by zero.
 */
export function progressOf(terms: KeyResultTerms, measured: Measured): number | null {
  const { baseline, target, direction, guardrail } = terms;
  const { value, inRange } = measured;
  if (value === null) return null;
  if (guardrail) return inRange;
  if (target === baseline) {
    return (direction === 'up' ? value >= target : value <= target) ? 1 : 0;
  }
  return Math.min(1, Math.max(0, (value - baseline) / (target - baseline)));
}

/** Whether a target lies on the better side of its baseline; a guardrail holds, so any fits. */
export function pointsTheRightWay(terms: KeyResultTerms): boolean {
  const { baseline, target, direction, guardrail } = terms;
  return guardrail || (direction === 'up' ? target >= baseline : target <= baseline);
}

/** How long a number counts: two check-in periods, or its source's freshness where it has one. */
export interface CheckInTerms {
  readonly check_in_days: number;
  readonly fresh_days: number | null;
}

/** The last day on which a number of `measuredOn` still counts. */
export function goodUntil(measuredOn: string, terms: CheckInTerms): Temporal.PlainDate {
  const days = terms.fresh_days ?? 2 * terms.check_in_days;
  return Temporal.PlainDate.from(measuredOn).add({ days });
}

/** Whether a number is greyed: it is older than it counts, or there is none. */
export function isStale(
  measuredOn: string | null,
  terms: CheckInTerms,
  today: Temporal.PlainDate,
): boolean {
  return measuredOn === null || Temporal.PlainDate.compare(goodUntil(measuredOn, terms), today) < 0;
}

/** Whether a guardrail's last value is on the side of its target where it belongs. */
export function guardStateOf(
  terms: KeyResultTerms,
  value: number | null,
): 'holds' | 'breached' | 'unknown' {
  if (value === null) return 'unknown';
  const holds = terms.direction === 'up' ? value >= terms.target : value <= terms.target;
  return holds ? 'holds' : 'breached';
}

/** What stands for a day of a key result: its last check-in's value, and whether a person overrode. */
export interface StandingCheckIn {
  readonly value: number;
  readonly overrides: boolean;
  /** Whether a source said anything of that day; a person alone doesn't make a number young. */
  readonly measured: boolean;
}

/**
 * The values of a source that are news to a key result, of those it gave: what stands already is
 * none, and a day of which a person said otherwise stays as they said.
 */
export function newsOf<Value extends { readonly on: string; readonly value: number }>(
  values: readonly Value[],
  standing: ReadonlyMap<string, StandingCheckIn>,
): Value[] {
  return values.filter(({ on, value }) => {
    const stands = standing.get(on);
    if (stands === undefined) return true;
    return !stands.overrides && (stands.value !== value || !stands.measured);
  });
}

/** One thing that serves another, by id, with its weight. */
export interface ServingEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/**
 * The weighted mean of what serves each objective, all the way down: key results by their progress,
 * objectives by theirs. What isn't scored takes no part; where no part has a weight above zero the
 * objective is not scored (null), which is not the same as 0.
 */
export function scoreObjectives(
  objectives: Iterable<string>,
  edges: readonly ServingEdge[],
  keyResults: ReadonlyMap<string, number | null>,
): Map<string, number | null> {
  const below = Map.groupBy(edges, ({ to }) => to);
  const scored = new Map<string, number | null>(keyResults);
  const score = (id: string): number | null => {
    const known = scored.get(id);
    if (known !== undefined) return known;
    scored.set(id, null); // the relation has no circles; were there one, it would end here
    let sum = 0;
    let weights = 0;
    for (const { from, weight } of below.get(id) ?? []) {
      const part = score(from);
      if (part === null) continue;
      sum += part * weight;
      weights += weight;
    }
    const result = weights === 0 ? null : sum / weights;
    scored.set(id, result);
    return result;
  };
  return new Map([...objectives].map((id) => [id, score(id)]));
}
