import type { FlagConfiguration, OperationOf, OutputOf } from '@throughline/contract';

/** A flag as its page reads it. */
export type FlagView = OutputOf<OperationOf<'flags.getFlag'>>;

/** One of the values that a flag serves. */
export type Variation = FlagView['variations'][number];

/** A flag's values' type. */
export type FlagType = FlagView['type'];

/** A flag in an environment: its configuration with the revision that a change is made from. */
export type FlagInEnvironment = OutputOf<OperationOf<'flags.getFlagConfiguration'>>;

/** A rule of a configuration. */
export type Rule = FlagConfiguration['rules'][number];

/** A condition on a context. */
export type Clause = Rule['clauses'][number];

/** What is served: one variation, or shares of several. */
export type Served = FlagConfiguration['fallthrough'];

/** Contexts named one by one. */
export type Target = FlagConfiguration['targets'][number];

/** A segment as lists show it: whole. */
export type Segment = OutputOf<OperationOf<'flags.listSegments'>>['items'][number];

/** The part of a configuration's answer that a change sends back. */
export function configurationOf(view: FlagConfiguration): FlagConfiguration {
  const { on, targets, rules, fallthrough, offVariation, prerequisites } = view;
  return { on, targets, rules, fallthrough, offVariation, prerequisites };
}
