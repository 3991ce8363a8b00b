import { resultsKeptDays, runsKeptDays } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { FollowDeps } from './tracker/advance-backlog.ts';
import { trackerJobs } from './tracker/tracker-jobs.ts';
import { forgetResultsBefore, forgetRunsBefore } from './test-run/test-run-store.ts';

/** A run has up to 20,000 results: so many of them take seconds, and nobody waits for more. */
const runsAtOnce = 50;

/**
 * What delivery does by itself: it forgets, each night, results of tests that are too old, and follows
 * the tools that rule stories.
 */
export const deliveryJobs = (deps: FollowDeps): readonly JobDefinition[] => [
  ...trackerJobs(deps),
  {
    name: 'delivery.prune-test-runs',
    every: '23 3 * * *',
    async run({ write }) {
      let forgotten: number;
      do {
        forgotten = await write(({ tx, now }) =>
          forgetResultsBefore(
            tx,
            toDate(now.subtract({ hours: 24 * resultsKeptDays })),
            runsAtOnce,
          ),
        );
      } while (forgotten === runsAtOnce);
      await write(({ tx, now }) =>
        forgetRunsBefore(tx, toDate(now.subtract({ hours: 24 * runsKeptDays }))),
      );
    },
  },
];
