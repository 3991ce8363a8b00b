import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { insightResult } from './insights.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
  title,
} from './schemas.ts';

/** What an SLO's error budget says; `unknown` where too little, or nothing new, was measured. */
export const sloStates = ['healthy', 'burning', 'spent', 'unknown', 'retired'] as const;

/** What an SLO may be measured by. */
export const sloIndicators = ['share', 'ratio', 'counts'] as const;

/** What calendar windows an SLO may have. */
export const sloPeriods = ['month', 'quarter'] as const;

/** The share of good events that is promised, in percent. */
const objective = z
  .number()
  .gt(0)
  .lt(100)
  .meta({ description: 'The promised share of good events in percent: 99.9' });

const sloWindow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rolling'), days: z.number().int().min(1).max(90) }),
  z.object({ kind: z.literal('calendar'), period: z.enum(sloPeriods) }),
]);

/**
 * Where good and all events are counted. `share`: a metric that says the good share of each day in
 * percent. `ratio`: two metrics, the good and all events of each day. `counts`: programs report them
 * by `operations.recordSloCounts`, as finely as they can.
 */
const indicator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('share'), metric: idOf('metric') }),
  z.object({ kind: z.literal('ratio'), good: idOf('metric'), total: idOf('metric') }),
  z.object({ kind: z.literal('counts') }),
]);

const burn = z.object({
  /** How long the window is that the burn is looked at over: `1 h`. */
  window: z.string(),
  /** How fast the budget goes: 1 spends it exactly within its window; null where it can't be said. */
  rate: z.number().nullable(),
  /** The same over the short window that says whether it still burns. */
  shortRate: z.number().nullable(),
  /** From here on it is an alert. */
  threshold: z.number(),
  alerts: z.boolean(),
});

const budget = z.object({
  /** The good share of what was measured within the window, in percent; null without a measurement. */
  attained: z.number().nullable(),
  /** The share of the error budget that is left, in percent; below zero once it is overspent. */
  remaining: z.number().nullable(),
  burns: z.array(burn),
  measuredFrom: instant.nullable(),
  measuredTo: instant.nullable(),
  /** Why it can't be relied on, or empty. */
  stale: z.boolean(),
});

const sloRow = z.object({
  ref: referenceOf('slo'),
  title: z.string(),
  state: z.enum(sloStates),
  service: entitySummary.nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  objective: z.number(),
  window: sloWindow,
  attained: z.number().nullable(),
  remaining: z.number().nullable(),
  /** The windows over which the budget burns fast enough to say so: `1 h`. */
  burning: z.array(z.string()),
  revision: z.number().int(),
});

const params = z.object({ id: idOf('slo') });

/** What is promised of a service, and how much of the room to fail is left. */
export const slos = {
  createSlo: operation({
    method: 'POST',
    path: '/api/v1/slos',
    summary: 'Promise a share of good events of a service within a window',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      service: idOf('service'),
      /** That of the service, where left out. */
      ownerUnit: idOf('unit').optional(),
      objective,
      window: sloWindow.default({ kind: 'rolling', days: 28 }),
      indicator: indicator.default({ kind: 'counts' }),
    }),
    output: created('slo'),
    status: 201,
  }),
  changeSlo: operation({
    method: 'PATCH',
    path: '/api/v1/slos/{id}',
    summary: 'Change an SLO, retire it or take it up again',
    permission: 'contributor',
    params,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      objective: objective.optional(),
      window: sloWindow.optional(),
      indicator: indicator.optional(),
      retired: z.boolean().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  getSlo: operation({
    method: 'GET',
    path: '/api/v1/slos/{id}',
    summary: 'An SLO with its error budget, its burn and its burndown',
    permission: 'member',
    params,
    output: z.object({
      ...entityFields,
      ...sloRow.shape,
      indicator: z.object({
        kind: z.enum(sloIndicators),
        /** The metrics that it is measured by: share, or good and all. */
        metrics: z.array(entitySummary),
      }),
      budget,
      says: z.string(),
      charts: insightResult.shape.charts,
    }),
  }),
  listSlos: operation({
    method: 'GET',
    path: '/api/v1/slos',
    summary: 'SLOs by the state of their error budgets; of a service, a unit, in a state',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(sloStates).optional(),
      service: idOf('service').optional(),
      ownerUnit: idOf('unit').optional(),
    }),
    output: pageOf(sloRow),
  }),
  recordSloCounts: operation({
    method: 'POST',
    path: '/api/v1/slos/{id}/counts',
    summary: 'Report good and all events of spans of time',
    description:
      'Of an SLO that is measured by counts. A span that begins when one did before takes its place, so that a report may be sent again. Spans of five minutes let all burn alerts work. An API key with the scope `slo:write` may call this and nothing else.',
    permission: 'contributor',
    scope: 'slo',
    params,
    body: z.object({
      counts: z
        .array(
          z
            .object({
              from: instant,
              seconds: z.number().int().min(1).max(86_400).default(300),
              good: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
              total: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
            })
            .refine(({ good, total }) => good <= total, 'good: no more than all of them'),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ recorded: z.number().int() }),
    status: 202,
    errors: ['wrong_state'],
  }),
};
