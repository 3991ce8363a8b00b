import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { settleAll } from './events.ts';
import type { HealthOf } from './rules.ts';
import { pruneReported } from './store.ts';

/** What pages reported is kept for so long. */
const keptDays = 90;

/** Windows that open and close, evidence that grows too old: looked at every minute. */
export function notifyJobs(health: HealthOf): JobDefinition[] {
  return [
    {
      name: 'notify.settle',
      every: '* * * * *',
      run: ({ write }) => write((context) => settleAll(context, health)),
    },
    {
      name: 'notify.prune',
      every: '17 3 * * *',
      run: ({ write }) =>
        write(({ tx, now }) => pruneReported(tx, now.subtract({ hours: keptDays * 24 }))),
    },
  ];
}
