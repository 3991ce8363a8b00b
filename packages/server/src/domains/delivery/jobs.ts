import { resultsKeptDays, runsKeptDays } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { pruneRuns } from './test-run/test-run-store.ts';

/** What delivery does by itself: it forgets, each night, results of tests that are too old. */
export const deliveryJobs: readonly JobDefinition[] = [
  {
    name: 'delivery.prune-test-runs',
    every: '23 3 * * *',
    run: ({ write }) =>
      write(({ tx, now }) =>
        pruneRuns(tx, {
          results: toDate(now.subtract({ hours: 24 * resultsKeptDays })),
          runs: toDate(now.subtract({ hours: 24 * runsKeptDays })),
        }),
      ),
  },
];
