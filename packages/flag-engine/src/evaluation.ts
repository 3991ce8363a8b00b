import type { BigSegmentsStatus, Json } from './model.ts';

/**
 * Why an evaluation failed. The engine gives the first three; `CLIENT_NOT_READY` and `WRONG_TYPE`
 * belong to callers that wait for data or ask for a type.
 */
export type ErrorKind =
  | 'FLAG_NOT_FOUND'
  | 'MALFORMED_FLAG'
  | 'USER_NOT_SPECIFIED'
  | 'CLIENT_NOT_READY'
  | 'WRONG_TYPE';

/** Why a flag served what it served, in the published SDKs' words. */
export type EvaluationReason = (
  | { readonly kind: 'OFF' }
  | { readonly kind: 'FALLTHROUGH'; readonly inExperiment?: true }
  | { readonly kind: 'TARGET_MATCH' }
  | {
      readonly kind: 'RULE_MATCH';
      /** Position of the rule in the flag, from 0. */
      readonly ruleIndex: number;
      readonly ruleId?: string;
      readonly inExperiment?: true;
    }
  | { readonly kind: 'PREREQUISITE_FAILED'; readonly prerequisiteKey: string }
  | { readonly kind: 'ERROR'; readonly errorKind: ErrorKind }
) & {
  /** Present when a big segment was consulted; the worst status met. */
  readonly bigSegmentsStatus?: BigSegmentsStatus;
};

/**
 * The outcome of one evaluation. Evaluations are built when a flag is compiled and shared by all
 * callers: they are frozen, and `value` must not be changed either.
 */
export interface Evaluation {
  /** The variation's value; `null` on an error and when the off variation is missing. */
  readonly value: Json;
  /** Index of the variation, `null` where none was served. */
  readonly variation: number | null;
  readonly reason: EvaluationReason;
}

function failure(errorKind: ErrorKind): Evaluation {
  return Object.freeze({
    value: null,
    variation: null,
    reason: Object.freeze({ kind: 'ERROR', errorKind }),
  });
}

export const flagNotFound = failure('FLAG_NOT_FOUND');
export const malformedFlag = failure('MALFORMED_FLAG');
export const userNotSpecified = failure('USER_NOT_SPECIFIED');

/** The variation at `index` for `reason`, or a malformed flag when there is none. */
export function evaluationOf(
  variations: readonly Json[],
  index: unknown,
  reason: EvaluationReason,
): Evaluation {
  if (typeof index !== 'number' || !Number.isInteger(index)) return malformedFlag;
  const value = variations[index];
  if (value === undefined) return malformedFlag;
  return Object.freeze({ value, variation: index, reason });
}
