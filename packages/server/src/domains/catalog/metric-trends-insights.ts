import { idOf, parseReference } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../platform/context.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { unitsWithin } from '../org/index.ts';
import { metricsOwnedBy, metricSeries } from './metric/metric-views.ts';
import { sixTwelve, trendFrom } from './metric/trend-rules.ts';

const mostMetrics = 100;

/** `catalog.metric-trends`. `today` is the organisation's date at a moment. */
export function metricTrends(
  today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate,
): Insight {
  return insight({
    key: 'catalog.metric-trends',
    title: 'Metrics over weeks and months',
    describes:
      'Every metric of a unit and of those below it: its last six weeks and twelve months over those of the year before, with its target',
    parameters: z.strictObject({
      unit: idOf('unit').optional(),
      weeks: z.number().int().min(1).max(53).default(6),
      months: z.number().int().min(1).max(36).default(12),
    }),
    async run(context, { unit, weeks, months }) {
      const day = today(context);
      const units = unit && (await unitsWithin(context.db, unit, day.toString()));
      const found = await metricsOwnedBy(context, day, units, mostMetrics + 1);
      const metrics = found.slice(0, mostMetrics);
      const ids = metrics.map(({ ref }) => parseReference(ref)?.id ?? '');
      const values = await metricSeries(context, ids, trendFrom(day, { weeks, months }));
      const charts = metrics.map(({ ref, title, unit: measured, target }, index) =>
        sixTwelve(
          { key: ref, title, unit: measured, target },
          values.get(ids[index] ?? '') ?? [],
          day,
          { weeks, months },
        ),
      );
      const missed = metrics.filter(({ onTarget }) => onTarget === false).length;
      const stale = metrics.filter((metric) => metric.stale).length;
      const counted = `${metrics.length} metric${metrics.length === 1 ? '' : 's'}`;
      const more = found.length > mostMetrics ? ` The first ${mostMetrics} are shown.` : '';
      return {
        says:
          metrics.length === 0
            ? 'No metric is owned here yet.'
            : `${counted}: ${missed} off target, ${stale} stale.${more}`,
        figures: metrics.map((metric) => ({
          key: metric.ref,
          label: metric.title,
          value: metric.last?.value ?? null,
          unit: metric.unit,
          asOf: metric.last && `${metric.last.on}T00:00:00.000Z`,
          stale: metric.stale,
          records: [
            { ref: metric.ref, kind: 'metric' as const, title: metric.title, state: 'active' },
          ],
        })),
        columns: [
          { key: 'metric', label: 'Metric' },
          { key: 'owner', label: 'Owner' },
          { key: 'value', label: 'Last value' },
          { key: 'change', label: 'Change' },
          { key: 'target', label: 'Target' },
          { key: 'onTarget', label: 'On target' },
          { key: 'unit', label: 'Unit' },
          { key: 'on', label: 'As of' },
          { key: 'stale', label: 'Stale' },
        ],
        rows: metrics.map((metric) => ({
          ref: metric.ref,
          metric: metric.title,
          owner: metric.ownerUnit?.title ?? null,
          value: metric.last?.value ?? null,
          change: metric.change,
          target: metric.target,
          onTarget: metric.onTarget,
          unit: metric.unit,
          on: metric.last?.on ?? null,
          stale: metric.stale,
        })),
        charts,
      };
    },
  });
}
