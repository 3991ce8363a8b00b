import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { OperationsTables } from './tables.ts';
import { toDate } from '../../platform/clock.ts';
import { pruneDeliveries } from './alert/alert-store.ts';
import { organisationDay } from './day-store.ts';
import { expireException } from './finding/decide-security-exception.ts';
import { findingsWithEndedException } from './finding/finding-store.ts';
import { settleSlo } from './slo/settle-slo.ts';
import { slosToSettle, type MetricFeed } from './slo/slo-store.ts';

/** The longest window is a quarter of 92 days. */
const countsKeptDays = 100;
const deliveriesKeptDays = 30;

/**
 * Error budgets are looked at every five minutes, as windows move on without anybody's doing;
 * exceptions run out with the organisation's day.
 */
export function operationsJobs(metricFeed: MetricFeed): JobDefinition[] {
  return [
    {
      name: 'operations.settle-slos',
      every: '*/5 * * * *',
      async run({ database, write, log }) {
        for (const id of await slosToSettle(database.db)) {
          try {
            await write((context) => settleSlo(context, id, metricFeed));
          } catch (error) {
            log.error({ err: error, slo: id }, 'an SLO could not be looked at');
          }
        }
      },
    },
    {
      name: 'operations.expire-exceptions',
      every: '13 * * * *',
      async run({ database, clock, write }) {
        const today = (await organisationDay(database.db, clock.now())).today.toString();
        for (const id of await findingsWithEndedException(database.db, today)) {
          await write((context) => expireException(context, id, today));
        }
      },
    },
    {
      name: 'operations.prune',
      every: '27 3 * * *',
      run: ({ write }) =>
        write(async ({ tx, now }) => {
          const days = (count: number) => now.subtract({ hours: count * 24 });
          await tx
            .$extendTables<OperationsTables>()
            .deleteFrom('slo_count')
            .where('at', '<', toDate(days(countsKeptDays)))
            .execute();
          await pruneDeliveries(tx, days(deliveriesKeptDays));
        }),
    },
  ];
}
