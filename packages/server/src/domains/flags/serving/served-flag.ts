import type { Flag, Segment, SegmentRule, VariationOrRollout } from '@throughline/flag-engine';
import {
  defaultConfiguration,
  type Configuration,
  type SegmentDefinition,
  type Variation,
} from '../rules.ts';

/** What a flag is in every environment. */
export interface FlagSource {
  readonly key: string;
  readonly variations: readonly Variation[];
  readonly clientSide: boolean;
  readonly salt: string;
  readonly revision: number;
}

/** What somebody made of it in one. */
export interface ConfigurationSource {
  readonly on: boolean;
  readonly configuration: Configuration;
  readonly revision: number;
  readonly salt: string | null;
}

function servedOf({ variation, rollout }: Configuration['fallthrough']): VariationOrRollout {
  if (variation !== undefined) return { variation };
  if (rollout === undefined) return {};
  const { kind, bucketBy, seed, ...rest } = rollout;
  return {
    rollout: {
      ...rest,
      ...(kind === undefined ? {} : { kind }),
      ...(bucketBy === undefined ? {} : { bucketBy }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

/** A flag as the engine and the published SDKs take it; off where nobody configured it. */
export function servedFlag(flag: FlagSource, configured: ConfigurationSource | undefined): Flag {
  const configuration = configured?.configuration ?? defaultConfiguration(flag.variations);
  const { targets, rules, prerequisites, fallthrough, offVariation } = configuration;
  return {
    key: flag.key,
    // Both only grow, so that their sum does with every change of either.
    version: flag.revision + (configured?.revision ?? 0),
    on: configured?.on ?? false,
    variations: flag.variations.map(({ value }) => value),
    offVariation,
    fallthrough: servedOf(fallthrough),
    targets: targets
      .filter(({ contextKind }) => contextKind === 'user')
      .map(({ variation, values }) => ({ variation, values })),
    // The published model resolves entries of kind user through `targets`.
    contextTargets: targets.map(({ contextKind, variation, values }) => ({
      contextKind,
      variation,
      values: contextKind === 'user' ? [] : values,
    })),
    rules: rules.map(({ id, clauses, variation, rollout }) => ({
      ...(id === undefined ? {} : { id }),
      clauses,
      ...servedOf({ variation, rollout }),
    })),
    prerequisites,
    salt: configured?.salt ?? flag.salt,
    clientSideAvailability: {
      usingEnvironmentId: flag.clientSide,
      usingMobileKey: flag.clientSide,
    },
  };
}

/** A segment as the engine takes it. */
export function servedSegment(segment: {
  readonly key: string;
  readonly revision: number;
  readonly salt: string;
  readonly definition: SegmentDefinition;
}): Segment {
  const { included, excluded, rules } = segment.definition;
  const users = (lists: SegmentDefinition['included']) =>
    lists.filter(({ contextKind }) => contextKind === 'user').flatMap(({ values }) => values);
  const others = (lists: SegmentDefinition['included']) =>
    lists.filter(({ contextKind }) => contextKind !== 'user');
  return {
    key: segment.key,
    version: segment.revision,
    included: users(included),
    excluded: users(excluded),
    includedContexts: others(included),
    excludedContexts: others(excluded),
    rules: rules.map(({ clauses, weight, bucketBy, rolloutContextKind }): SegmentRule => ({
      clauses,
      ...(weight === undefined ? {} : { weight }),
      ...(bucketBy === undefined ? {} : { bucketBy }),
      ...(rolloutContextKind === undefined ? {} : { rolloutContextKind }),
    })),
    salt: segment.salt,
  };
}
