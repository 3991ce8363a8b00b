import type { Id } from '@throughline/contract';
import type { JobDefinition, JobRun, Jobs } from '../../platform/jobs/jobs.ts';
import { endHolds } from './failures/end-holds.ts';
import { forgetChecks } from './queue/forget-checks.ts';
import { tagJob } from './releases/cut-release.ts';
import { pushTag } from './releases/push-tag.ts';
import { unsettledReleases } from './releases/store.ts';
import { fetchJob } from './repositories/connect-repository.ts';
import { fetchRepository } from './repositories/fetch-repository.ts';
import type { RepositoryCaches } from './repositories/repository-caches.ts';
import { takeDueRepositories } from './repositories/store.ts';

/** The jobs of this domain: fetching, and bringing tags to their remotes. */
export function releaseJobs(deps: {
  caches: RepositoryCaches;
  jobs: () => Jobs;
}): readonly JobDefinition[] {
  const given = (run: JobRun) => ({ db: run.database.db, caches: deps.caches, write: run.write });
  return [
    {
      name: fetchJob,
      run: (run, { repository }) => fetchRepository(given(run), repository as Id<'repository'>),
    },
    {
      name: 'release.fetch-due-repositories',
      every: '* * * * *',
      outside: true,
      async run(run) {
        await run.write(async ({ tx, now }) => {
          for (const repository of await takeDueRepositories(tx, now)) {
            await deps.jobs().enqueue(tx, fetchJob, { repository }, { once: repository });
          }
        });
      },
    },
    { name: 'release.end-holds', every: '* * * * *', run: (run) => run.write(endHolds) },
    {
      name: 'release.forget-checks',
      every: '41 3 * * *',
      run: (run) => run.write(forgetChecks),
    },
    { name: tagJob, run: (run, { release }) => pushTag(given(run), release as Id<'release'>) },
    {
      name: 'release.settle-tags',
      every: '* * * * *',
      async run(run) {
        for (const id of await unsettledReleases(run.database.db)) await pushTag(given(run), id);
      },
    },
  ];
}
