import { z } from 'zod';
import { operation } from './operation.ts';
import { entitySummary, instant, plainDate } from './schemas.ts';

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

/** What an insight answers: a sentence, figures with the records behind them, a table, series. */
export const insightResult = z.object({
  key: z.string(),
  title: z.string(),
  says: z.string(),
  figures: z.array(figure),
  columns: z.array(z.object({ key: z.string(), label: z.string() })),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  series: z.array(
    z.object({
      label: z.string(),
      points: z.array(z.object({ at: plainDate, value: z.number().nullable() })),
    }),
  ),
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
