import { readAttribute } from './attribute-reference.ts';
import type { AttributePlace } from './attribute-reference.ts';
import { bucketOf } from './bucket.ts';
import type { Subject } from './context.ts';
import type { Evaluation } from './evaluation.ts';
import type { BigSegments } from './model.ts';
import type { Operation } from './operators.ts';

/** Whether a subject matches; `undefined` when malformed data leaves that open. */
export type Match = boolean | undefined;

/** A clause, ready to run. */
export interface CompiledClause {
  /** What clauses of this form do; it is given the clause itself. */
  readonly match: (clause: CompiledClause, subject: Subject, world: World) => Match;
  readonly operation: Operation;
  readonly operands: readonly unknown[];
  readonly kind: string;
  readonly place: AttributePlace;
  readonly negate: boolean;
}

/** What subjects are hashed by. */
export interface Bucketing {
  readonly prefix: string;
  readonly kind: string;
  readonly place: AttributePlace;
}

/** A rollout or an experiment. */
export interface CompiledRollout extends Bucketing {
  /** Upper bounds of the shares, in order. */
  readonly bounds: readonly number[];
  readonly plain: readonly Evaluation[];
  /** Those of an experiment's shares when they count; `null` in a rollout. */
  readonly counted: readonly Evaluation[] | null;
}

/** What is served: always the same, or by the subject's bucket. */
export type Serve = Evaluation | CompiledRollout;

/** A short list, or a set. */
export type Keys = readonly string[] | ReadonlySet<string>;

export interface CompiledTarget {
  readonly kind: string;
  readonly keys: Keys;
  readonly evaluation: Evaluation;
}

export interface CompiledSegmentRule {
  readonly clauses: readonly CompiledClause[];
  /** From 0 to 1; `null` without a weight. */
  readonly share: number | null;
  /** `null` when there is nothing to bucket by. */
  readonly bucketing: Bucketing | null;
}

/** Keys by context kind. */
export type KeySets = ReadonlyMap<string, ReadonlySet<string>>;

export interface CompiledPrerequisite {
  readonly key: string;
  readonly variation: unknown;
  /** The answer when it isn't met. */
  readonly failed: Evaluation;
}

export interface CompiledRule {
  readonly clauses: readonly CompiledClause[];
  readonly serve: Serve;
}

export interface CompiledFlag {
  /** The key under which the flag is found. */
  readonly key: string;
  readonly on: boolean;
  readonly off: Evaluation;
  /** `null` where the list itself can't be read. */
  readonly prerequisites: readonly CompiledPrerequisite[] | null;
  readonly targets: readonly CompiledTarget[];
  readonly rules: readonly CompiledRule[];
  readonly fallthrough: Serve;
}

export interface CompiledSegment {
  /** Keys of the segments that its rules ask for. */
  readonly segmentKeys: readonly string[];
  /** Set on a big segment: whose key is looked up, and under which name. */
  readonly big: { readonly kind: string; readonly reference: string | null } | null;
  readonly included: KeySets | null;
  readonly excluded: KeySets | null;
  readonly rules: readonly CompiledSegmentRule[];
}

/** One version of an environment's flags and segments. */
export interface World {
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
  /** Those that may be met again on the way through their own dependencies, or too often. */
  readonly guardedFlags: ReadonlySet<string>;
  readonly guardedSegments: ReadonlySet<string>;
  readonly bigSegments: BigSegments | undefined;
}

/** Whether all of the clauses match, in order; a malformed one ends the question. */
export function matchAll(
  clauses: readonly CompiledClause[],
  subject: Subject,
  world: World,
): Match {
  for (const clause of clauses) {
    const match = clause.match(clause, subject, world);
    if (match !== true) return match;
  }
  return true;
}

/** The share, from 0 to 1, that the subject falls into. */
export function bucketFor(subject: Subject, { prefix, kind, place }: Bucketing): number {
  return bucketOf(prefix, readAttribute(subject, kind, place));
}
