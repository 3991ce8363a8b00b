/**
 * The published data model of LaunchDarkly's server-side SDKs: what `/sdk/latest-all` and the
 * server stream carry. Where a property may be missing, a `null` there means the same.
 */

/** Any value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** One feature flag in one environment. */
export interface Flag {
  readonly key: string;
  /** Grows with every change of the flag. */
  readonly version?: number;
  readonly on: boolean;
  /** What the flag can serve; other parts point into this list by index, from 0. */
  readonly variations: readonly Json[];
  /** Served while the flag is off or a prerequisite fails; without it the value is `null`. */
  readonly offVariation?: number | null;
  /** Served when no target and no rule matches. */
  readonly fallthrough?: VariationOrRollout;
  readonly targets?: readonly Target[];
  /** When not empty, rules the order of targets; see {@link ContextTarget}. */
  readonly contextTargets?: readonly ContextTarget[];
  readonly rules?: readonly FlagRule[];
  readonly prerequisites?: readonly Prerequisite[];
  /** Mixed into the hash of rollouts that have no seed. */
  readonly salt?: string;
  readonly clientSideAvailability?: {
    readonly usingEnvironmentId?: boolean;
    readonly usingMobileKey?: boolean;
  };
  readonly trackEvents?: boolean;
  readonly trackEventsFallthrough?: boolean;
  /** Epoch milliseconds. */
  readonly debugEventsUntilDate?: number | null;
  readonly excludeFromSummaries?: boolean;
  readonly samplingRatio?: number;
  readonly migration?: { readonly checkRatio?: number };
  /** A tombstone: the flag counts as not found. */
  readonly deleted?: boolean;
}

/** Either a fixed variation or a percentage rollout; the variation wins when both are given. */
export interface VariationOrRollout {
  readonly variation?: number | null;
  readonly rollout?: Rollout | null;
}

/** User keys that are served one variation. */
export interface Target {
  readonly values: readonly string[];
  readonly variation: number;
}

/**
 * Keys of one context kind that are served one variation. An entry of kind `user` (or of none) is
 * a placeholder: its own values are ignored, and the first of {@link Flag.targets} with the same
 * variation is consulted in its place.
 */
export interface ContextTarget extends Target {
  readonly contextKind?: string;
}

/** Matches when every clause matches; a rule with an empty list of clauses matches everyone. */
export interface FlagRule extends VariationOrRollout {
  readonly id?: string;
  readonly clauses?: readonly Clause[];
  readonly trackEvents?: boolean;
}

/** Another flag that must be on and serve `variation`. */
export interface Prerequisite {
  readonly key: string;
  readonly variation: number;
}

/** The published clause operators. */
export type Operator =
  | 'in'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'contains'
  | 'lessThan'
  | 'lessThanOrEqual'
  | 'greaterThan'
  | 'greaterThanOrEqual'
  | 'before'
  | 'after'
  | 'segmentMatch'
  | 'semVerEqual'
  | 'semVerLessThan'
  | 'semVerGreaterThan';

/**
 * A condition on one attribute. It holds when the attribute (or one of its elements, if it is a
 * list) and any of `values` satisfy the operator; a missing attribute never satisfies it, negated
 * or not. An operator that isn't among the published ones matches nothing before negation.
 */
export interface Clause {
  /** Missing: `user`, and `attribute` is a literal name. Given: `attribute` is a reference. */
  readonly contextKind?: string;
  readonly attribute?: string;
  readonly op: Operator | (string & {});
  readonly values: readonly Json[];
  readonly negate?: boolean;
}

/** A percentage rollout or an experiment. */
export interface Rollout {
  /** Missing: `rollout`. An experiment ignores `bucketBy`. */
  readonly kind?: 'rollout' | 'experiment';
  /** Missing: `user`. */
  readonly contextKind?: string;
  /** Missing: `key`. */
  readonly bucketBy?: string;
  /** Hashed in place of the flag's key and salt. */
  readonly seed?: number | null;
  readonly variations: readonly WeightedVariation[];
}

/** A share of a rollout; the last one takes what the weights leave over. */
export interface WeightedVariation {
  readonly variation: number;
  /** In thousandths of a percent: 100,000 is everyone. */
  readonly weight: number;
  /** In an experiment: served, but not counted. */
  readonly untracked?: boolean;
}

/** A named set of contexts. Inclusion wins over exclusion, and both win over rules. */
export interface Segment {
  readonly key: string;
  readonly version?: number;
  readonly included?: readonly string[];
  readonly excluded?: readonly string[];
  readonly includedContexts?: readonly SegmentTarget[];
  readonly excludedContexts?: readonly SegmentTarget[];
  readonly rules?: readonly SegmentRule[];
  readonly salt?: string;
  /** A big segment: its members are asked of {@link BigSegments}, its lists are ignored. */
  readonly unbounded?: boolean;
  readonly unboundedContextKind?: string;
  readonly generation?: number | null;
  /** A tombstone: the segment counts as not found. */
  readonly deleted?: boolean;
}

/** Keys of one context kind in a segment's lists. */
export interface SegmentTarget {
  readonly contextKind?: string;
  readonly values: readonly string[];
}

/** Matches when every clause matches and, with a weight, the context falls into that share. */
export interface SegmentRule {
  readonly id?: string;
  readonly clauses: readonly Clause[];
  /** In thousandths of a percent. */
  readonly weight?: number | null;
  readonly bucketBy?: string;
  readonly rolloutContextKind?: string;
}

/** All flags and segments of one environment, by key. */
export interface RulesetData {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly segments?: Readonly<Record<string, Segment>>;
}

/** What changed in an environment; `null` removes. */
export interface RulesetChange {
  readonly flags?: Readonly<Record<string, Flag | null>>;
  readonly segments?: Readonly<Record<string, Segment | null>>;
}

/** How far the answer of a big-segment store can be trusted. */
export type BigSegmentsStatus = 'HEALTHY' | 'STALE' | 'STORE_ERROR' | 'NOT_CONFIGURED';

/**
 * Looks up the big segments of one context key, synchronously. The membership maps
 * `<segment key>.g<generation>` to included (`true`) or excluded (`false`). It must not throw.
 */
export type BigSegments = (contextKey: string) => {
  readonly membership: ReadonlyMap<string, boolean> | null;
  readonly status: BigSegmentsStatus;
};
