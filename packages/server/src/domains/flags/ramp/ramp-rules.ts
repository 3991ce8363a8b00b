import type { guardVerdicts, rampGuard, rampStep } from '@throughline/contract';
import type { z } from 'zod';
import type { Configuration } from '../rules.ts';

/** A share, in percent, and for how many minutes it soaks at least. */
export type RampStep = z.output<typeof rampStep>;
/** What must hold for a ramp to go on. */
export type RampGuard = z.output<typeof rampGuard>;
/** Go on, hold since nobody can tell, or roll back. */
export type GuardVerdict = (typeof guardVerdicts)[number];

/** What a guard said when it was looked at. */
export interface GuardReading {
  readonly verdict: GuardVerdict;
  readonly value: number | null;
  readonly says: string;
}

/** A value that a guard looks at, with when it was true; or why there is none. */
export type Measured =
  | { readonly value: number; readonly at: Temporal.Instant }
  | { readonly fault: string };

const conditionWords = { 'at-most': 'at most', 'at-least': 'at least' } as const;

/** What a guard says of what was measured. A value that is too old, or none, can't tell. */
export function readGuard(
  guard: RampGuard,
  measured: Measured,
  now: Temporal.Instant,
): GuardReading {
  if ('fault' in measured) {
    return { verdict: 'hold', value: null, says: measured.fault.replace(/\.$/, '') };
  }
  const { value, at } = measured;
  const hours = now.since(at).total('hours');
  if (hours > guard.maxAgeHours) {
    const says = `${value} is ${Math.floor(hours)} hours old; ${guard.maxAgeHours} are allowed`;
    return { verdict: 'hold', value, says };
  }
  const holds = guard.condition === 'at-most' ? value <= guard.limit : value >= guard.limit;
  const says = `${value}, ${conditionWords[guard.condition]} ${guard.limit}`;
  return { verdict: holds ? 'go-on' : 'roll-back', value, says };
}

/** The verdict of all guards: the worst of them. Without any, to go on. */
export function verdictOf(readings: readonly GuardReading[]): GuardVerdict {
  if (readings.some(({ verdict }) => verdict === 'roll-back')) return 'roll-back';
  return readings.some(({ verdict }) => verdict === 'hold') ? 'hold' : 'go-on';
}

/** Where a ramp stands, as far as its next move goes by it. */
export interface RampStanding {
  readonly state: 'scheduled' | 'running' | 'held';
  readonly steps: readonly RampStep[];
  /** The step that is served; -1 before the first. */
  readonly position: number;
  readonly startsAt: Temporal.Instant;
  readonly stepSince: Temporal.Instant | null;
}

/** What a ramp does when it is looked at. */
export type RampMove = 'wait' | 'step' | 'finish' | 'hold' | 'roll-back';

/** When the present step has soaked: then the next one is due. */
export function soakedAt({ steps, position, startsAt, stepSince }: RampStanding): Temporal.Instant {
  if (position < 0 || stepSince === null) return startsAt;
  return stepSince.add({ minutes: steps[position]?.minutes ?? 0 });
}

/**
 * What a ramp does now: back at once where a guard says so, held while one can't tell, otherwise a step
 * on once the present one has soaked; the last one, soaked, ends it. A ramp that guards hold goes on by
 * itself as soon as they can tell.
 */
export function nextMove(
  ramp: RampStanding,
  verdict: GuardVerdict,
  now: Temporal.Instant,
): RampMove {
  const begun = ramp.position >= 0;
  const due = Temporal.Instant.compare(soakedAt(ramp), now) <= 0;
  if (!begun && !due) return 'wait';
  if (verdict === 'roll-back') return begun ? 'roll-back' : 'hold';
  if (verdict === 'hold') return 'hold';
  if (!due) return 'wait';
  return ramp.position + 1 >= ramp.steps.length ? 'finish' : 'step';
}

/** What everybody whom no list and no rule decides for is served at a share. */
export function servedAt(
  percent: number,
  of: { variation: number; otherwise: number; contextKind: string; bucketBy: string | null },
): Configuration['fallthrough'] {
  const weight = Math.round(percent * 1000);
  if (weight >= 100_000) return { variation: of.variation };
  return {
    rollout: {
      contextKind: of.contextKind,
      ...(of.bucketBy === null ? {} : { bucketBy: of.bucketBy }),
      variations: [
        { variation: of.variation, weight },
        { variation: of.otherwise, weight: 100_000 - weight },
      ],
    },
  };
}

/** `1 %, 10 %, 50 %, 100 %`. */
export function stepsSay(steps: readonly RampStep[]): string {
  return steps.map(({ percent }) => `${percent} %`).join(', ');
}
