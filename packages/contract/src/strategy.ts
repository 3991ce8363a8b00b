import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  plainDate,
  text,
  title,
} from './schemas.ts';

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

const findingStates = ['open', 'closed'] as const;
const directions = ['up', 'down'] as const;
const fiscalYear = z.number().int().min(2000).max(2200);
const quarter = z.number().int().min(1).max(4);
const weight = z.number().min(0).max(1000);
const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();
const person = z.object({ ref: referenceOf('person'), name: z.string() }).nullable();

/** A relation up the line with its weight; 1 where none was given. */
const served = z.object({ entity: entitySummary, weight: z.number() });

const toHigher = z.object({ to: entityRefOf('priority', 'objective'), weight: weight.optional() });
const toAny = z.object({
  to: entityRefOf('priority', 'objective', 'key_result'),
  weight: weight.optional(),
});

const planRow = z.object({
  ref: referenceOf('plan'),
  title: z.string(),
  state: z.enum(planStates),
  fiscalYear: z.number().int(),
  ownerUnit: unitSummary,
  restricted: z.boolean(),
  priorities: z.number().int(),
});

const priorityRow = z.object({
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

const keyResultRow = z.object({
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
  ...scores,
  current: z.number().nullable(),
  /** The change of confidence from the check-in before. */
  confidenceChange: z.number().int().nullable(),
  checkedInOn: plainDate.nullable(),
  /** Its last check-in is older than two of its check-in periods (or there is none). */
  stale: z.boolean(),
});

const objectiveRow = z.object({
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

const initiativeRow = z.object({
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

const findingRow = z.object({
  ref: referenceOf('finding'),
  title: z.string(),
  state: z.enum(findingStates),
  type: z.enum(findingTypes),
  ownerUnit: unitSummary,
  owner: person,
  openedAt: instant,
});

const checkInView = z.object({
  ref: referenceOf('check_in'),
  on: plainDate,
  value: z.number(),
  confidence: z.number().int(),
  status: z.enum(keyResultStatuses).nullable(),
  comment: z.string(),
  by: z.string(),
  at: instant,
});

const restricted = z.boolean();

/** What we bet on: plan, priorities, objectives, key results, initiatives, findings. */
export const strategy = {
  createPlan: operation({
    method: 'POST',
    path: '/api/v1/plans',
    summary: 'Begin a plan of a fiscal year as a draft, confidential where asked',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      fiscalYear,
      restricted: restricted.default(false),
    }),
    output: created('plan'),
    status: 201,
  }),
  getPlan: operation({
    method: 'GET',
    path: '/api/v1/plans/{id}',
    summary: 'A plan with its priorities by rank',
    permission: 'member',
    params: z.object({ id: idOf('plan') }),
    output: z.object({
      ref: referenceOf('plan'),
      ...entityFields,
      state: z.enum(planStates),
      fiscalYear: z.number().int(),
      adoptedAt: instant.nullable(),
      closedAt: instant.nullable(),
      priorities: z.array(priorityRow),
    }),
  }),
  listPlans: operation({
    method: 'GET',
    path: '/api/v1/plans',
    summary: 'Plans, newest first; of a fiscal year, in a state',
    permission: 'member',
    query: pageQuery.extend({
      fiscalYear: z.coerce.number().int().optional(),
      state: z.enum(planStates).optional(),
    }),
    output: pageOf(planRow),
  }),
  changePlan: operation({
    method: 'PATCH',
    path: '/api/v1/plans/{id}',
    summary: 'Change a plan; its fiscal year only while it is a draft',
    permission: 'contributor',
    params: z.object({ id: idOf('plan') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      fiscalYear: fiscalYear.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  adoptPlan: operation({
    method: 'POST',
    path: '/api/v1/plans/{id}/adopt',
    summary: 'Adopt a draft: it and what was drafted under it open to every member',
    permission: 'owner',
    params: z.object({ id: idOf('plan') }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'already_exists'],
  }),
  closePlan: operation({
    method: 'POST',
    path: '/api/v1/plans/{id}/close',
    summary: 'Close an adopted plan at the end of its year',
    permission: 'owner',
    params: z.object({ id: idOf('plan') }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),

  createPriority: operation({
    method: 'POST',
    path: '/api/v1/priorities',
    summary: 'Add a strategic priority to a plan; confidential where the plan is',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      plan: idOf('plan'),
      /** The plan's own where left out. */
      ownerUnit: idOf('unit').optional(),
    }),
    output: created('priority'),
    status: 201,
    errors: ['wrong_state'],
  }),
  getPriority: operation({
    method: 'GET',
    path: '/api/v1/priorities/{id}',
    summary: 'A priority, its plan, and what serves it',
    permission: 'member',
    params: z.object({ id: idOf('priority') }),
    output: z.object({
      ...entityFields,
      ...priorityRow.shape,
      objectives: z.array(objectiveRow),
      initiatives: z.array(initiativeRow),
    }),
  }),
  listPriorities: operation({
    method: 'GET',
    path: '/api/v1/priorities',
    summary: 'Priorities, newest first; of a plan',
    permission: 'member',
    query: pageQuery.extend({
      plan: idOf('plan').optional(),
      state: z.enum(priorityStates).optional(),
    }),
    output: pageOf(priorityRow),
  }),
  changePriority: operation({
    method: 'PATCH',
    path: '/api/v1/priorities/{id}',
    summary: 'Change, rank or drop a priority',
    permission: 'contributor',
    params: z.object({ id: idOf('priority') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      state: z.enum(priorityStates).optional(),
      rank: z.number().int().min(1).max(1000).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),

  createObjective: operation({
    method: 'POST',
    path: '/api/v1/objectives',
    summary: 'Add an objective of a unit for a fiscal year or quarter, with what it serves',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      /** The unit whose objective it is: its level. */
      ownerUnit: idOf('unit'),
      commitment: z.enum(commitments),
      fiscalYear,
      quarter: quarter.optional(),
      serves: z.array(toHigher).max(20).default([]),
      restricted: restricted.default(false),
    }),
    output: created('objective'),
    status: 201,
    errors: ['entity.circular'],
  }),
  getObjective: operation({
    method: 'GET',
    path: '/api/v1/objectives/{id}',
    summary: 'An objective, what it serves, and what serves it',
    permission: 'member',
    params: z.object({ id: idOf('objective') }),
    output: z.object({
      ...entityFields,
      ...objectiveRow.shape,
      serves: z.array(served),
      objectives: z.array(objectiveRow),
      keyResults: z.array(keyResultRow),
      initiatives: z.array(initiativeRow),
    }),
  }),
  listObjectives: operation({
    method: 'GET',
    path: '/api/v1/objectives',
    summary: 'Objectives, newest first; of a unit, a fiscal year, a quarter, in a state',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      fiscalYear: z.coerce.number().int().optional(),
      quarter: z.coerce.number().int().min(1).max(4).optional(),
      state: z.enum(objectiveStates).optional(),
    }),
    output: pageOf(objectiveRow),
  }),
  changeObjective: operation({
    method: 'PATCH',
    path: '/api/v1/objectives/{id}',
    summary: 'Change, grade or close an objective; a given `serves` replaces the present one',
    permission: 'contributor',
    params: z.object({ id: idOf('objective') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      commitment: z.enum(commitments).optional(),
      fiscalYear: fiscalYear.optional(),
      quarter: quarter.nullable().optional(),
      state: z.enum(objectiveStates).optional(),
      grade: z.number().min(0).max(1).nullable().optional(),
      serves: z.array(toHigher).max(20).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['entity.circular'],
  }),

  createKeyResult: operation({
    method: 'POST',
    path: '/api/v1/key-results',
    summary: 'Add a key result of an objective, fed by a metric or by hand',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      objective: idOf('objective'),
      weight: weight.optional(),
      owner: idOf('person').optional(),
      metric: idOf('metric').optional(),
      baseline: z.number(),
      target: z.number(),
      direction: z.enum(directions),
      unit: z.string().trim().min(1).max(40),
      /** Holds a value in range instead of moving it: scored by the share of check-ins in range. */
      guardrail: z.boolean().default(false),
      checkInDays: z.number().int().min(1).max(92).default(7),
    }),
    output: created('key_result'),
    status: 201,
  }),
  getKeyResult: operation({
    method: 'GET',
    path: '/api/v1/key-results/{id}',
    summary: 'A key result with its numbers',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    output: z.object({
      ...entityFields,
      ...keyResultRow.shape,
      weight: z.number(),
      metric: entitySummary.nullable(),
      checkInDays: z.number().int(),
      initiatives: z.array(initiativeRow),
    }),
  }),
  listKeyResults: operation({
    method: 'GET',
    path: '/api/v1/key-results',
    summary: 'Key results with their numbers, newest first; of an objective, a unit, an owner',
    permission: 'member',
    query: pageQuery.extend({
      objective: idOf('objective').optional(),
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').optional(),
      state: z.enum(objectiveStates).optional(),
    }),
    output: pageOf(keyResultRow),
  }),
  changeKeyResult: operation({
    method: 'PATCH',
    path: '/api/v1/key-results/{id}',
    summary: 'Change, grade or close a key result',
    permission: 'contributor',
    params: z.object({ id: idOf('key_result') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      owner: idOf('person').nullable().optional(),
      weight: weight.optional(),
      metric: idOf('metric').nullable().optional(),
      baseline: z.number().optional(),
      target: z.number().optional(),
      direction: z.enum(directions).optional(),
      unit: z.string().trim().min(1).max(40).optional(),
      guardrail: z.boolean().optional(),
      checkInDays: z.number().int().min(1).max(92).optional(),
      state: z.enum(objectiveStates).optional(),
      grade: z.number().min(0).max(1).nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  checkIn: operation({
    method: 'POST',
    path: '/api/v1/key-results/{id}/check-ins',
    summary: 'Say where a key result stands; without a value its metric’s last one is taken',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    body: z.object({
      value: z.number().optional(),
      confidence: z.number().int().min(0).max(10),
      /** As at the last check-in where left out. */
      status: z.enum(keyResultStatuses).optional(),
      comment: text.default(''),
      /** Today where left out; a later entry for a day corrects an earlier one. */
      on: plainDate.optional(),
    }),
    output: z.object({ ref: referenceOf('check_in'), progress: z.number().nullable() }),
    status: 201,
    errors: ['wrong_state'],
  }),
  listCheckIns: operation({
    method: 'GET',
    path: '/api/v1/key-results/{id}/check-ins',
    summary: 'The check-ins of a key result, newest first, corrected ones included',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    query: pageQuery,
    output: pageOf(checkInView),
  }),

  createInitiative: operation({
    method: 'POST',
    path: '/api/v1/initiatives',
    summary: 'Begin an initiative of a unit, with what it serves',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      owner: idOf('person').optional(),
      stage: z.enum(initiativeStages).default('idea'),
      from: plainDate.optional(),
      to: plainDate.optional(),
      serves: z.array(toAny).max(20).default([]),
      dependsOn: z.array(idOf('initiative')).max(50).default([]),
      restricted: restricted.default(false),
    }),
    output: created('initiative'),
    status: 201,
    errors: ['entity.circular'],
  }),
  getInitiative: operation({
    method: 'GET',
    path: '/api/v1/initiatives/{id}',
    summary: 'An initiative: stage and health with their history, what it serves and needs',
    permission: 'member',
    params: z.object({ id: idOf('initiative') }),
    output: z.object({
      ...entityFields,
      ...initiativeRow.shape,
      healthAt: instant.nullable(),
      serves: z.array(served),
      dependsOn: z.array(entitySummary),
      neededBy: z.array(entitySummary),
      features: z.array(entitySummary),
      keyResults: z.array(keyResultRow),
      decisions: z.array(entitySummary),
      /** Oldest first, from the ledger. */
      stages: z.array(z.object({ stage: z.enum(initiativeStages), at: instant, by: z.string() })),
    }),
  }),
  listInitiatives: operation({
    method: 'GET',
    path: '/api/v1/initiatives',
    summary: 'Initiatives, newest first; of a unit, stage, health or owner, serving a priority',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').optional(),
      stage: z.enum(initiativeStages).optional(),
      health: z.enum(healths).optional(),
      /** Directly, or through objectives and key results. */
      priority: idOf('priority').optional(),
    }),
    output: pageOf(initiativeRow),
  }),
  changeInitiative: operation({
    method: 'PATCH',
    path: '/api/v1/initiatives/{id}',
    summary: 'Change an initiative; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('initiative') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').nullable().optional(),
      from: plainDate.nullable().optional(),
      to: plainDate.nullable().optional(),
      serves: z.array(toAny).max(20).optional(),
      dependsOn: z.array(idOf('initiative')).max(50).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['entity.circular'],
  }),
  setHealth: operation({
    method: 'POST',
    path: '/api/v1/initiatives/{id}/health',
    summary: 'Say how an initiative does, and why: amber and red need a reason',
    permission: 'contributor',
    params: z.object({ id: idOf('initiative') }),
    body: z.object({ health: z.enum(healths), reason: text.default('') }),
    output: changed,
    ifMatch: true,
  }),
  moveStage: operation({
    method: 'POST',
    path: '/api/v1/initiatives/{id}/stage',
    summary: 'Move an initiative to another stage',
    permission: 'contributor',
    params: z.object({ id: idOf('initiative') }),
    body: z.object({ stage: z.enum(initiativeStages), reason: text.default('') }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),

  createFinding: operation({
    method: 'POST',
    path: '/api/v1/findings',
    summary: 'Note an area of improvement or an opportunity for growth',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      type: z.enum(findingTypes),
      ownerUnit: idOf('unit'),
      owner: idOf('person').optional(),
    }),
    output: created('finding'),
    status: 201,
  }),
  getFinding: operation({
    method: 'GET',
    path: '/api/v1/findings/{id}',
    summary: 'A finding, and how it was settled',
    permission: 'member',
    params: z.object({ id: idOf('finding') }),
    output: z.object({
      ...entityFields,
      ...findingRow.shape,
      closedAt: instant.nullable(),
      outcome: z.string(),
    }),
  }),
  listFindings: operation({
    method: 'GET',
    path: '/api/v1/findings',
    summary: 'Findings, newest first; open or closed, of a type, a unit, an owner',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(findingStates).optional(),
      type: z.enum(findingTypes).optional(),
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').optional(),
    }),
    output: pageOf(findingRow),
  }),
  changeFinding: operation({
    method: 'PATCH',
    path: '/api/v1/findings/{id}',
    summary: 'Change a finding or hand it to somebody else',
    permission: 'contributor',
    params: z.object({ id: idOf('finding') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      type: z.enum(findingTypes).optional(),
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  closeFinding: operation({
    method: 'POST',
    path: '/api/v1/findings/{id}/close',
    summary: 'Close a finding with what came of it',
    permission: 'contributor',
    params: z.object({ id: idOf('finding') }),
    body: z.object({ outcome: text.min(1) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),

  getStrategyTree: operation({
    method: 'GET',
    path: '/api/v1/strategy-tree',
    summary:
      'Priorities, objectives, key results and initiatives of a fiscal year, and what serves what',
    permission: 'member',
    query: z.object({ fiscalYear: z.coerce.number().int() }),
    output: z.object({
      priorities: z.array(priorityRow),
      objectives: z.array(objectiveRow),
      keyResults: z.array(keyResultRow),
      initiatives: z.array(initiativeRow),
      /** References from the later stage to the earlier. */
      serves: z.array(z.object({ from: z.string(), to: z.string(), weight: z.number() })),
      /** More than 5,000 of a kind: the newest of them. */
      truncated: z.boolean(),
    }),
  }),
};
