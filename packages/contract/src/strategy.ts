import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  instant,
  pageOf,
  pageQuery,
  text,
  title,
} from './schemas.ts';
import { alignment } from './strategy-alignment.ts';
import { allocations } from './strategy-allocations.ts';
import { initiatives } from './strategy-initiatives.ts';
import { objectives } from './strategy-objectives.ts';
import { roadmap } from './strategy-roadmap.ts';
import {
  planStates,
  priorityStates,
  fiscalYear,
  planRow,
  priorityRow,
  keyResultRow,
  objectiveRow,
  initiativeRow,
  restricted,
} from './strategy-rows.ts';

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
      /** A plan whose priorities and allocations it begins with. */
      from: idOf('plan').optional(),
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
    summary: 'Adopt a draft, its cut list applied: it and what was drafted under it open to all',
    description:
      'A plan that needs more people or money than units have is refused with `strategy.over_capacity`; `over` names the units and quarters, as `GET /plans/{id}/allocations` does.',
    permission: 'owner',
    params: z.object({ id: idOf('plan') }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'already_exists', 'strategy.over_capacity'],
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

  ...allocations,

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

  ...objectives,

  ...alignment,

  ...initiatives,

  ...roadmap,

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
