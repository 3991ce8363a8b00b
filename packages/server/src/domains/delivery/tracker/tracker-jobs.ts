import type { Id } from '@throughline/contract';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { advanceBacklog, type FollowDeps } from './advance-backlog.ts';
import { followJob } from './follow-backlog.ts';
import { dueBacklogs } from './followed-store.ts';

/** What follows Jira and Linear by itself: one job a backlog, and a look each minute at what is due. */
export function trackerJobs(deps: FollowDeps): JobDefinition[] {
  return [
    {
      name: followJob,
      run: (run, { backlog }) =>
        advanceBacklog(run, deps, (backlog ?? '') as Id<'followed_backlog'>),
    },
    {
      name: 'delivery.follow-due-backlogs',
      every: '* * * * *',
      outside: true,
      async run({ database, clock, write }) {
        const due = await dueBacklogs(database.db, clock.now());
        if (due.length === 0) return;
        await write(async ({ tx }) => {
          for (const backlog of due) {
            await deps.jobs.enqueue(tx, followJob, { backlog }, { once: backlog });
          }
        });
      },
    },
  ];
}
