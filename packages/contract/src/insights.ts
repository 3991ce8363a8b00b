import { z } from 'zod';
import { operation } from './operation.ts';
import { entitySummary, instant } from './schemas.ts';

const figure = z.object({
  key: z.string(),
  label: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  /** When what the figure rests on was last true; null where there is nothing yet. */
  asOf: instant.nullable(),
  stale: z.boolean(),
  /** The entities behind the figure: at most 200. */
  records: z.array(entitySummary),
});

/**
 * How a chart is drawn. `line`: series over days, or other labels in their order. `six-twelve`: the
 * series `weeks` and `months` beside each other, `weeks-last-year` and `months-last-year` under them.
 * `burndown`: what is left, `remaining` against `ideal`. `cumulative-flow`: areas on top of each other.
 * `waterfall`: one series of changes, each beginning where the last ended. `bars`: one bar a label.
 */
export const chartForms = [
  'line',
  'six-twelve',
  'burndown',
  'cumulative-flow',
  'waterfall',
  'bars',
] as const;

/** How a chart is drawn. */
export type ChartForm = (typeof chartForms)[number];

const chart = z.object({
  key: z.string(),
  title: z.string(),
  form: z.enum(chartForms),
  unit: z.string(),
  /** A level to be reached or kept, drawn across; null where there is none. */
  target: z.number().nullable(),
  series: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      /** Each at a day (`2026-11-23`) or at a label of another kind, in the order of drawing. */
      points: z.array(z.object({ at: z.string(), value: z.number().nullable() })),
    }),
  ),
});

/** A chart of an insight; whoever shows it shows its table too. */
export type InsightChart = z.output<typeof chart>;

/** What an insight answers: a sentence, figures with the records behind them, a table, charts. */
export const insightResult = z.object({
  key: z.string(),
  title: z.string(),
  says: z.string(),
  figures: z.array(figure),
  columns: z.array(z.object({ key: z.string(), label: z.string() })),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  charts: z.array(chart),
});

/** What an insight answers. */
export type InsightResult = z.output<typeof insightResult>;

/** Named queries that domains offer to review packs, to Home and to programs. */
export const insights = {
  listInsights: operation({
    method: 'GET',
    path: '/api/v1/insights',
    summary: 'Every insight that a review pack, Home or a key result can use',
    permission: 'member',
    output: z.object({
      items: z.array(z.object({ key: z.string(), title: z.string(), describes: z.string() })),
    }),
  }),
  runInsight: operation({
    method: 'GET',
    path: '/api/v1/insights/{key}',
    summary: 'Ask an insight; `parameters` is a JSON object',
    permission: 'member',
    params: z.object({ key: z.string().max(100) }),
    query: z.object({ parameters: z.string().max(4000).default('{}') }),
    output: insightResult,
    errors: ['insight.unknown'],
  }),
};
