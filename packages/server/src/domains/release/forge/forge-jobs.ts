import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { JobDefinition, Jobs } from '../../../platform/jobs/jobs.ts';
import { dueForges, forgetStatusesBefore } from './forge-store.ts';
import { reportJob, reportToForge, type ReportDeps } from './report-to-forge.ts';

const statusesKeptDays = 90;

/** What tells forges by itself: when something changed, and every ten minutes what was missed. */
export function forgeJobs(deps: ReportDeps & { readonly jobs: () => Jobs }): JobDefinition[] {
  return [
    {
      name: reportJob,
      run: (run, { repository }) =>
        reportToForge(run, deps, (repository ?? '') as Id<'repository'>),
    },
    {
      name: 'release.report-to-due-forges',
      every: '* * * * *',
      outside: true,
      async run({ database, clock, write }) {
        const due = await dueForges(database.db, clock.now());
        if (due.length === 0) return;
        await write(async ({ tx }) => {
          for (const repository of due) {
            await deps.jobs().enqueue(tx, reportJob, { repository }, { once: repository });
          }
        });
      },
    },
    {
      name: 'release.forget-statuses',
      every: '31 3 * * *',
      run: ({ write }) =>
        write(({ tx, now }) =>
          forgetStatusesBefore(tx, toDate(now.subtract({ hours: 24 * statusesKeptDays }))),
        ),
    },
  ];
}
