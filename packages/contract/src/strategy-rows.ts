import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { entitySummary, instant, plainDate } from './schemas.ts';

/** A plan is written in drafts, adopted once, and closed at the end of its year. */
export const planStates = ['draft', 'adopted', 'closed'] as const;

/** Whether a priority still counts. */
export const priorityStates = ['active', 'dropped'] as const;

/** Whether an objective or key result is still worked on. */
export const objectiveStates = ['active', 'closed'] as const;

/** Committed objectives expect 1.0; aspirational ones are well met at 0.7. */
export const commitments = ['committed', 'aspirational'] as const;

/** The stages of an initiative, in their usual order; any but the last two may follow any. */
export const initiativeStages = [
  'idea',
  'discovery',
  'building',
  'rolling-out',
  'launched',
  'measuring',
  'done',
  'stopped',
] as const;

/** How an initiative does, in its owner's judgement. */
export const healths = ['green', 'amber', 'red'] as const;

/** What a person says of a key result at a check-in. */
export const keyResultStatuses = ['on-track', 'at-risk', 'off-track'] as const;

/** A finding asks for improvement or shows a chance to grow. */
export const findingTypes = ['improvement', 'growth'] as const;

export const findingStates = ['open', 'closed'] as const;

/** What says where a key result stands: people, a metric of the catalog, a figure of an insight. */
const keyResultFeeds = ['hand', 'metric', 'insight'] as const;

/** How a check-in came: typed in, sent by a program, or from what feeds the key result. */
const checkInWays = ['hand', 'api', 'metric', 'insight'] as const;

/** Whether a guardrail's last value is in range; unknown before the first. */
export const guardStates = ['holds', 'breached', 'unknown'] as const;

export const directions = ['up', 'down'] as const;
export const fiscalYear = z.number().int().min(2000).max(2200);
export const quarter = z.number().int().min(1).max(4);
export const weight = z.number().min(0).max(1000);
const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();
const person = z.object({ ref: referenceOf('person'), name: z.string() }).nullable();

/** A relation up the line with its weight; 1 where none was given. */
export const served = z.object({ entity: entitySummary, weight: z.number() });

export const toHigher = z.object({
  to: entityRefOf('priority', 'objective'),
  weight: weight.optional(),
});
export const toAny = z.object({
  to: entityRefOf('priority', 'objective', 'key_result'),
  weight: weight.optional(),
});

export const planRow = z.object({
  ref: referenceOf('plan'),
  title: z.string(),
  state: z.enum(planStates),
  fiscalYear: z.number().int(),
  ownerUnit: unitSummary,
  restricted: z.boolean(),
  priorities: z.number().int(),
});

export const priorityRow = z.object({
  ref: referenceOf('priority'),
  title: z.string(),
  state: z.enum(priorityStates),
  ownerUnit: unitSummary,
  plan: entitySummary.nullable(),
  rank: z.number().int(),
});

/**
 * The four numbers of a key result, which say different things and are never mixed: progress is
 * arithmetic, confidence and status are what a person says, the grade is given at the end.
 */
const scores = {
  progress: z.number().nullable(),
  confidence: z.number().int().nullable(),
  status: z.enum(keyResultStatuses).nullable(),
  grade: z.number().nullable(),
} as const;

export const keyResultRow = z.object({
  ref: referenceOf('key_result'),
  title: z.string(),
  state: z.enum(objectiveStates),
  objective: entitySummary.nullable(),
  ownerUnit: unitSummary,
  owner: person,
  baseline: z.number(),
  target: z.number(),
  direction: z.enum(directions),
  unit: z.string(),
  guardrail: z.boolean(),
  /** Of a guardrail: how it stands, and in how many check-in periods each check-in was in range. */
  guard: z
    .object({ state: z.enum(guardStates), periods: z.number().int(), inRange: z.number().int() })
    .nullable(),
  /** Where its check-ins come from: but for `hand`, it checks itself in. */
  feed: z.enum(keyResultFeeds),
  ...scores,
  current: z.number().nullable(),
  /** The change of confidence from the check-in before. */
  confidenceChange: z.number().int().nullable(),
  checkedInOn: plainDate.nullable(),
  /**
   * Its last check-in is older than two of its check-in periods, or, where it checks itself in, its
   * last value is older than its source's freshness; or there is none. Never of a closed objective.
   */
  stale: z.boolean(),
  /** Nobody has said for two check-in periods how sure they are. */
  confidenceStale: z.boolean(),
});

export const objectiveRow = z.object({
  ref: referenceOf('objective'),
  title: z.string(),
  state: z.enum(objectiveStates),
  ownerUnit: unitSummary,
  commitment: z.enum(commitments),
  fiscalYear: z.number().int(),
  quarter: z.number().int().nullable(),
  /** Weighted mean of what serves it; null where nothing that is scored does. */
  progress: z.number().nullable(),
  grade: z.number().nullable(),
});

export const initiativeRow = z.object({
  ref: referenceOf('initiative'),
  title: z.string(),
  stage: z.enum(initiativeStages),
  health: z.enum(healths).nullable(),
  healthReason: z.string(),
  ownerUnit: unitSummary,
  owner: person,
  from: plainDate.nullable(),
  to: plainDate.nullable(),
  updatedAt: instant,
});

export const findingRow = z.object({
  ref: referenceOf('finding'),
  title: z.string(),
  state: z.enum(findingStates),
  type: z.enum(findingTypes),
  ownerUnit: unitSummary,
  owner: person,
  openedAt: instant,
});

export const checkInView = z.object({
  ref: referenceOf('check_in'),
  on: plainDate,
  value: z.number(),
  /** Null where the key result checked itself in: only people are confident. */
  confidence: z.number().int().nullable(),
  status: z.enum(keyResultStatuses).nullable(),
  comment: z.string(),
  via: z.enum(checkInWays),
  /** The metric that it came from. */
  metric: entitySummary.nullable(),
  /** The key of the insight that it came from. */
  insight: z.string().nullable(),
  /** A person's value instead of what the source said. */
  overrides: z.boolean(),
  by: z.string(),
  at: instant,
});

/** A change of a grade after it froze at the close: numbered, with the reason. */
export const gradeRevision = z.object({
  number: z.number().int(),
  grade: z.number().nullable(),
  reason: z.string(),
  by: z.string(),
  at: instant,
});

export const restricted = z.boolean();

/** What narrows lists as the tree and the roadmap do: all of a part of the chart, by words. */
export const narrowing = {
  /** With the units below it. */
  unit: idOf('unit').optional(),
  /** Words that all stand in the title, in any order. */
  q: z.string().max(200).optional(),
} as const;
