import { adoptionDays, usageKeptDays, type Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import type { JobDefinition, Jobs } from '../../platform/jobs/jobs.ts';
import { metricsToTake } from './metric/metric-store.ts';
import type { SourceDeps } from './metric/read-source.ts';
import { takeMetric } from './metric/take-metric.ts';
import { settleAdoption } from './usage/settle-adoption.ts';
import { pruneUsage } from './usage/usage-store.ts';

/** The job that takes one metric's values; its input names the metric. */
export const takeMetricJob = 'catalog.take-metric';

/**
 * Metrics are looked at every hour: each is taken once a day of the organisation, and one whose source
 * failed is tried again with the next hour. Adoption is counted every five minutes where usage came in.
 */
export function catalogJobs(
  deps: SourceDeps & {
    readonly jobs: Pick<Jobs, 'enqueue'>;
    readonly today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;
  },
): JobDefinition[] {
  const { jobs, today } = deps;
  return [
    {
      name: takeMetricJob,
      run: (run, { metric }) => takeMetric(run, deps, (metric ?? '') as Id<'metric'>),
    },
    {
      name: 'catalog.take-metrics',
      every: '7 * * * *',
      async run({ database, clock, write }) {
        const ids = await metricsToTake(database.db, today({ now: clock.now() }));
        await write(async ({ tx }) => {
          for (const metric of ids) await jobs.enqueue(tx, takeMetricJob, { metric });
        });
      },
    },
    {
      name: 'catalog.settle-adoption',
      every: '*/5 * * * *',
      run: (run) => settleAdoption(run, today({ now: run.clock.now() })),
    },
    {
      name: 'catalog.prune-usage',
      every: '41 3 * * *',
      run: ({ write }) =>
        write((context) => {
          const { tx, now } = context;
          // A late event counts its day anew, for which the 28 days before it are needed.
          const day = today(context).subtract({ days: usageKeptDays + adoptionDays });
          return pruneUsage(tx, now.subtract({ hours: usageKeptDays * 24 }), day.toString());
        }),
    },
  ];
}
