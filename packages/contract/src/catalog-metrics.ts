import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import {
  metricRun,
  metricSource,
  metricSourceOperations,
  metricSources,
  metricSourceView,
} from './catalog-sources.ts';
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

/** Whether more or less of a metric is better. */
export const metricDirections = ['up', 'down'] as const;

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();
const ownerUnit = idOf('unit');

/** A metric's standing: its last value, how old that is, and whether it is too old to trust. */
const standing = {
  unit: z.string(),
  direction: z.enum(metricDirections),
  target: z.number().nullable(),
  freshnessDays: z.number().int(),
  last: z.object({ on: plainDate, value: z.number() }).nullable(),
  /** The change from the value before the last one, in the metric's unit. */
  change: z.number().nullable(),
  /** Whole days since the last value's date. */
  ageDays: z.number().int().nullable(),
  stale: z.boolean(),
  /** Whether the last value reaches the target; null without either. */
  onTarget: z.boolean().nullable(),
} as const;

const metricRow = z.object({
  ref: referenceOf('metric'),
  title: z.string(),
  ownerUnit: unitSummary,
  source: z.enum(metricSources),
  /** Whether the server's last attempt to take its value failed. */
  failing: z.boolean(),
  ...standing,
});

const metricValue = z.object({
  on: plainDate,
  value: z.number(),
  note: z.string(),
  /** How it came: typed in, pushed by a program, from a file, taken by the server. */
  via: z.enum(metricSources),
  recordedAt: instant,
  recordedBy: z.string(),
  /** How many earlier entries of the same date this one corrects. */
  corrections: z.number().int(),
  /** Whether this is the value that counts for its date. */
  current: z.boolean(),
});

const recorded = {
  /** The day that the value is true of, not the day that it was typed in. */
  on: plainDate,
  value: z.number(),
  note: z.string().trim().max(1000).default(''),
} as const;

/** The catalog's metrics: definitions, sources and dated values. */
export const metrics = {
  createMetric: operation({
    method: 'POST',
    path: '/api/v1/metrics',
    summary: 'Define a metric: what it counts, which way is better, how fresh it must be',
    permission: 'contributor',
    body: z.object({
      title,
      definition: text.min(1),
      ownerUnit,
      unit: z.string().trim().min(1).max(40),
      direction: z.enum(metricDirections),
      target: z.number().optional(),
      source: metricSource.default({ kind: 'entry' }),
      /** Without it, what is usual for the source. */
      freshnessDays: z.number().int().min(1).max(400).optional(),
      /** What it measures: shown on their pages. */
      measures: z
        .array(entityRefOf('product', 'feature', 'service'))
        .max(20)
        .default([]),
    }),
    output: created('metric'),
    status: 201,
    errors: ['insight.unknown'],
  }),
  getMetric: operation({
    method: 'GET',
    path: '/api/v1/metrics/{id}',
    summary: 'A metric with its definition and its standing today',
    permission: 'member',
    params: z.object({ id: idOf('metric') }),
    output: z.object({
      ref: referenceOf('metric'),
      ...entityFields,
      definition: z.string(),
      source: metricSourceView,
      /** Null where the server takes nothing, or has not tried yet. */
      run: metricRun.nullable(),
      ...standing,
      measures: z.array(entitySummary),
    }),
  }),
  listMetrics: operation({
    method: 'GET',
    path: '/api/v1/metrics',
    summary: 'Metrics with their standing today, newest first',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: ownerUnit.optional(),
      measures: entityRefOf('product', 'feature', 'service').optional(),
      source: z.enum(metricSources).optional(),
      /** Only those that are stale, on target, or off it. */
      standing: z.enum(['stale', 'on-target', 'off-target']).optional(),
    }),
    output: pageOf(metricRow),
  }),
  changeMetric: operation({
    method: 'PATCH',
    path: '/api/v1/metrics/{id}',
    summary: 'Change a metric’s definition, target or freshness; its values stay',
    permission: 'contributor',
    params: z.object({ id: idOf('metric') }),
    body: z.object({
      title: title.optional(),
      definition: text.min(1).optional(),
      ownerUnit: ownerUnit.optional(),
      unit: z.string().trim().min(1).max(40).optional(),
      direction: z.enum(metricDirections).optional(),
      source: metricSource.optional(),
      target: z.number().nullable().optional(),
      freshnessDays: z.number().int().min(1).max(400).optional(),
      measures: z
        .array(entityRefOf('product', 'feature', 'service'))
        .max(20)
        .optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['insight.unknown'],
  }),
  recordMetricValue: operation({
    method: 'POST',
    path: '/api/v1/metrics/{id}/values',
    summary: 'Record a metric’s value of a day; a second entry for the day corrects the first',
    permission: 'contributor',
    params: z.object({ id: idOf('metric') }),
    scope: 'metrics',
    body: z.object(recorded),
    output: z.object({ recorded: z.number().int() }),
    status: 201,
    errors: ['wrong_state'],
  }),
  recordMetricValues: operation({
    method: 'POST',
    path: '/api/v1/metric-values',
    summary: 'Record up to 1,000 values of any metrics at once: all or none',
    permission: 'contributor',
    scope: 'metrics',
    body: z.object({
      values: z
        .array(z.object({ metric: idOf('metric'), ...recorded }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ recorded: z.number().int() }),
    status: 201,
    errors: ['wrong_state'],
  }),
  listMetricValues: operation({
    method: 'GET',
    path: '/api/v1/metrics/{id}/values',
    summary: 'A metric’s values, newest day first; with corrected entries where asked',
    permission: 'member',
    params: z.object({ id: idOf('metric') }),
    query: pageQuery.extend({
      from: plainDate.optional(),
      to: plainDate.optional(),
      corrected: z.stringbool().default(false),
    }),
    output: pageOf(metricValue),
  }),
  ...metricSourceOperations,
};
