export { compile } from './ruleset.ts';
export type { Ruleset, RulesetOptions } from './ruleset.ts';
export type {
  Context,
  ContextAttributes,
  LegacyUser,
  MultiContext,
  PrerequisiteEvaluation,
  PrerequisiteObserver,
  SingleContext,
} from './context.ts';
export type { ErrorKind, Evaluation, EvaluationReason } from './evaluation.ts';
export { compileRegex } from './regex.ts';
export type {
  BigSegments,
  BigSegmentsStatus,
  Clause,
  ContextTarget,
  Flag,
  FlagRule,
  Json,
  Operator,
  Prerequisite,
  Rollout,
  RulesetChange,
  RulesetData,
  Segment,
  SegmentRule,
  SegmentTarget,
  Target,
  VariationOrRollout,
  WeightedVariation,
} from './model.ts';
