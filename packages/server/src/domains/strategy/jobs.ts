import type { Id } from '@throughline/contract';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { figuresToTake } from './key-result/fed-store.ts';
import { takeFigureJob, type FeedDeps } from './key-result/feed-key-result.ts';
import { takeFigure } from './key-result/take-figure.ts';

/**
 * Figures that feed key results are looked at every hour: each is taken once a day of the
 * organisation, and one that failed is tried again with the next hour.
 */
export function strategyJobs(deps: FeedDeps): JobDefinition[] {
  return [
    {
      name: takeFigureJob,
      run: (run, { keyResult }) => takeFigure(run, deps, (keyResult ?? '') as Id<'key_result'>),
    },
    {
      name: 'strategy.take-figures',
      every: '23 * * * *',
      async run({ database, clock, write }) {
        const ids = await figuresToTake(database.db, deps.today({ now: clock.now() }));
        await write(async ({ tx }) => {
          for (const keyResult of ids) {
            await deps.jobs.enqueue(tx, takeFigureJob, { keyResult });
          }
        });
      },
    },
  ];
}
