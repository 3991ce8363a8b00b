import { parseReference } from './attribute-reference.ts';
import { bucketPrefix } from './bucket.ts';
import { bucketFor } from './compiled.ts';
import type { CompiledRollout, Serve } from './compiled.ts';
import { attributesOf } from './context.ts';
import type { Subject } from './context.ts';
import { evaluationOf, malformedFlag } from './evaluation.ts';
import type { Evaluation, EvaluationReason } from './evaluation.ts';
import type { Json } from './model.ts';
import { fieldsOf, isFields, kindOf, listOf, textOf } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/** What a rollout needs to know of its flag. */
export interface RolloutFlag {
  readonly key: string;
  readonly salt: unknown;
  readonly variations: readonly Json[];
}

/** The reasons that can carry `inExperiment`. */
export type ServeReason = Extract<EvaluationReason, { kind: 'FALLTHROUGH' | 'RULE_MATCH' }>;

/** What a rule or the fallthrough serves. */
export function compileServe(source: unknown, flag: RolloutFlag, reason: ServeReason): Serve {
  const { variation, rollout } = fieldsOf(source);
  if (variation !== undefined && variation !== null) {
    return evaluationOf(flag.variations, variation, reason);
  }
  return isFields(rollout) ? compileRollout(rollout, flag, reason) : malformedFlag;
}

function compileRollout(rollout: Fields, flag: RolloutFlag, reason: ServeReason): Serve {
  const shares = listOf(rollout['variations']).map(fieldsOf);
  const { contextKind, seed } = rollout;
  const experiment = rollout['kind'] === 'experiment';
  const bucketBy = experiment ? '' : textOf(rollout['bucketBy']);
  const place = parseReference(bucketBy || 'key', !contextKind);
  if (shares.length === 0 || place === null) return malformedFlag;
  return {
    prefix: bucketPrefix(flag.key, flag.salt, seed),
    kind: kindOf(contextKind),
    place,
    bounds: upperBounds(shares),
    plain: shares.map(({ variation }) => evaluationOf(flag.variations, variation, reason)),
    counted: experiment ? countedEvaluations(shares, flag, reason) : null,
  };
}

/** What the subject's share of the rollout serves. */
export function rolledOut(rollout: CompiledRollout, subject: Subject): Evaluation {
  const { bounds, plain, counted } = rollout;
  const place = placeOf(bucketFor(subject, rollout), bounds);
  // What the weights leave over is counted even without a context of the kind, as published.
  const counts = place === bounds.length || attributesOf(subject, rollout.kind) !== undefined;
  const evaluations = counted !== null && counts ? counted : plain;
  return evaluations[Math.min(place, bounds.length - 1)] ?? malformedFlag;
}

/** The first share whose bound lies above the bucket; past the last when none does. */
function placeOf(bucket: number, bounds: readonly number[]): number {
  let place = 0;
  for (const bound of bounds) {
    if (bucket < bound) return place;
    place += 1;
  }
  return place;
}

/** Sums in the published order of operations, since rounding decides at the edges. */
function upperBounds(shares: readonly Fields[]): readonly number[] {
  let sum = 0;
  return shares.map(({ weight }) => (sum += (typeof weight === 'number' ? weight : NaN) / 100_000));
}

function countedEvaluations(
  shares: readonly Fields[],
  flag: RolloutFlag,
  reason: ServeReason,
): readonly Evaluation[] {
  const inExperiment: ServeReason = Object.freeze({ ...reason, inExperiment: true });
  return shares.map(({ variation, untracked }) =>
    evaluationOf(flag.variations, variation, untracked ? reason : inExperiment),
  );
}
