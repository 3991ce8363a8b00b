import { parseReference, type Id } from '@throughline/contract';
import { z } from 'zod';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { unitsOf } from '../day-store.ts';
import { columns, counted, figures, mostRows, ofUnit } from '../figures.ts';
import { standingOfSlo } from './settle-slo.ts';
import { loadSlo, type MetricFeed } from './slo-store.ts';
import { listSlos } from './slo-views.ts';
import { burndownChart } from './burndown-chart.ts';

/** Only so many are drawn: those whose budgets stand worst. */
const mostCharts = 6;

/** `operations.error-budgets` */
export function errorBudgetsInsight(metricFeed: MetricFeed): Insight {
  return insight({
    key: 'operations.error-budgets',
    title: 'Error budgets',
    describes:
      'SLOs of a unit and of those below it: what was promised and kept, what is left of each error budget, what burns; the worst first, with burndowns',
    parameters: z.strictObject(ofUnit),
    async run(context, { unit }) {
      const units = await unitsOf(context, unit);
      const found = await listSlos(context, { limit: mostRows, units });
      const items = found.items.filter(({ state }) => state !== 'retired');
      const of = (state: string) => items.filter((slo) => slo.state === state);
      const figure = figures(context, 'slo');
      const charts = [];
      for (const { ref, title } of items.slice(0, mostCharts)) {
        const slo = await loadSlo(context.db, parseReference(ref)?.id as Id<'slo'>);
        charts.push(
          burndownChart({ ...slo, title }, await standingOfSlo(context, slo, metricFeed)),
        );
      }
      const unitOf = (rows: readonly unknown[]) => ({ of: rows.length, unit: 'SLOs' });
      const [spent, burning, unknown] = [of('spent'), of('burning'), of('unknown')];
      return {
        says:
          items.length === 0
            ? 'Nothing is promised yet: no service has an SLO.'
            : `${counted(items.length, 'SLO')}: ${spent.length} with a spent error budget, ${burning.length} burning too fast, ${unknown.length} of which nobody can tell.`,
        figures: [
          figure('spent', 'Error budget spent', spent, unitOf(spent)),
          figure('burning', 'Burning too fast', burning, unitOf(burning)),
          figure('unknown', 'Not measured lately', unknown, unitOf(unknown)),
        ],
        columns: columns({
          slo: 'SLO',
          service: 'Service',
          state: 'State',
          objective: 'Promised, %',
          attained: 'Kept, %',
          remaining: 'Budget left, %',
          burning: 'Burns over',
        }),
        rows: items.map((row) => ({
          ref: row.ref,
          slo: row.title,
          service: row.service?.title ?? null,
          state: row.state,
          objective: row.objective,
          attained: row.attained,
          remaining: row.remaining,
          burning: row.burning.join(', ') || null,
        })),
        charts,
      };
    },
  });
}
