import {
  featureStates,
  idOf,
  parseReference,
  toReference,
  type EntityKind,
  type EntitySummary,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { adoption } from './adoption-insights.ts';
import { listMetrics, metricSeries } from './metric/metric-views.ts';
import { metricTrends } from './metric-trends-insights.ts';

const mostMetrics = 200;
const seriesDays = 366;

async function featuresByState(context: ReadContext, ownerUnit: string | undefined) {
  const { rows } = await sql<{
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    updated_at: Date;
  }>`
    select id, kind, title, state, updated_at from entity
    where kind = 'feature' and ${visible(context.actor)}
      ${ownerUnit ? sql`and owner_unit_id = ${ownerUnit}` : sql``}
    order by title, id
  `.execute(context.db);
  return Map.groupBy(rows, ({ state }) => state);
}

/** What the catalog offers to review packs. `today` is the organisation's date at a moment. */
export function catalogInsights(
  today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate,
): Insight[] {
  return [
    metricTrends(today),
    adoption(today),
    insight({
      key: 'catalog.snapshot',
      title: 'Whole-product snapshot',
      describes:
        'Key metrics with last value, trend, target and age; features by state, each figure with its records',
      parameters: z.strictObject({ ownerUnit: idOf('unit').optional() }),
      async run(context, { ownerUnit }) {
        const day = today(context);
        const { items } = await listMetrics(context, day, { limit: mostMetrics, ownerUnit });
        const metrics = items.toSorted((one, other) => one.title.localeCompare(other.title, 'en'));
        const ids = metrics.map(({ ref }) => parseReference(ref)?.id ?? '');
        const values = await metricSeries(context, ids, day.subtract({ days: seriesDays }));
        const features = await featuresByState(context, ownerUnit);
        const record = (metric: (typeof metrics)[number]): EntitySummary => ({
          ref: metric.ref,
          kind: 'metric',
          title: metric.title,
          state: 'active',
        });
        const stale = metrics.filter((metric) => metric.stale);
        const missed = metrics.filter((metric) => metric.onTarget === false);
        return {
          says: saysOf(metrics.length, missed.length, stale.length, features),
          figures: [
            ...metrics.map((metric) => ({
              key: metric.ref,
              label: metric.title,
              value: metric.last?.value ?? null,
              unit: metric.unit,
              asOf: metric.last ? `${metric.last.on}T00:00:00.000Z` : null,
              stale: metric.stale,
              records: [record(metric)],
            })),
            ...featureStates.map((state) => {
              const rows = features.get(state) ?? [];
              return {
                key: `features.${state}`,
                label: `Features: ${state}`,
                value: rows.length,
                unit: 'features',
                asOf: context.now.toString({ smallestUnit: 'millisecond' }),
                stale: false,
                records: rows.slice(0, 200).map(summaryOf),
              };
            }),
          ],
          columns: [
            { key: 'metric', label: 'Metric' },
            { key: 'value', label: 'Last value' },
            { key: 'change', label: 'Change' },
            { key: 'target', label: 'Target' },
            { key: 'onTarget', label: 'On target' },
            { key: 'unit', label: 'Unit' },
            { key: 'on', label: 'As of' },
            { key: 'ageDays', label: 'Age in days' },
            { key: 'stale', label: 'Stale' },
          ],
          rows: metrics.map((metric) => ({
            ref: metric.ref,
            metric: metric.title,
            value: metric.last?.value ?? null,
            change: metric.change,
            target: metric.target,
            onTarget: metric.onTarget,
            unit: metric.unit,
            on: metric.last?.on ?? null,
            ageDays: metric.ageDays,
            stale: metric.stale,
          })),
          charts: [...values].flatMap(([id, points]) => {
            const metric = metrics.find(({ ref }) => ref === toReference('metric', id));
            if (!metric) return [];
            const { ref, title, unit, target } = metric;
            const values = points.map(({ on, value }) => ({ at: on, value }));
            const series = [{ key: 'value', label: title, points: values }];
            return [{ key: ref, title, form: 'line' as const, unit, target, series }];
          }),
        };
      },
    }),
  ];
}

function saysOf(
  metrics: number,
  missed: number,
  stale: number,
  features: ReadonlyMap<string, readonly unknown[]>,
): string {
  const available = features.get('available')?.length ?? 0;
  const building = features.get('building')?.length ?? 0;
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${counted(metrics, 'metric')}: ${missed} off target, ${stale} stale. ${counted(available, 'feature')} available, ${building} in building.`;
}
