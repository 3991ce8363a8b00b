import type { Id } from '@throughline/contract';
import type { JobDefinition, JobRun, Jobs } from '../../../platform/jobs/jobs.ts';
import type { OrganisationDay } from '../../../platform/organisation-day.ts';
import { backportJob } from '../backports/ask-backports.ts';
import { landJob } from '../backports/land-backport.ts';
import { makeBackport } from '../backports/make-backport.ts';
import { pushBackport } from '../backports/push-backport.ts';
import { unsettledBackports } from '../backports/store.ts';
import { dropBranch, dropBranchJob } from '../backports/withdraw-backport.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { lookAtLines, lookJob } from './look-at-lines.ts';
import { openLineJob } from './open-line.ts';
import { pushHotfix } from './push-hotfix.ts';
import { pushLine } from './push-line.ts';
import { hotfixJob } from './start-hotfix.ts';
import { openingLines, repositoriesWithLines, startingHotfixes } from './store.ts';

/**
 * The jobs of lines and backports: looking at what a fetch found, making, pushing. Each looks at
 * what its table says and at what the remote has; the one that comes every minute takes up what a
 * crash left.
 */
export function lineJobs(deps: {
  caches: RepositoryCaches;
  jobs: () => Jobs;
  today: OrganisationDay['today'];
}): readonly JobDefinition[] {
  const given = (run: JobRun) => ({
    db: run.database.db,
    caches: deps.caches,
    jobs: deps.jobs(),
    today: deps.today,
    write: run.write,
  });
  return [
    {
      name: lookJob,
      run: (run, { repository }) => lookAtLines(given(run), repository as Id<'repository'>),
    },
    {
      name: backportJob,
      run: (run, { backport }) => makeBackport(given(run), backport as Id<'backport'>),
    },
    {
      name: landJob,
      run: (run, { backport }) => pushBackport(given(run), backport as Id<'backport'>),
    },
    {
      name: dropBranchJob,
      run: (run, { backport }) => dropBranch(given(run), backport as Id<'backport'>),
    },
    { name: openLineJob, run: (run, { line }) => pushLine(given(run), line as Id<'release_line'>) },
    { name: hotfixJob, run: (run, { hotfix }) => pushHotfix(given(run), hotfix as Id<'hotfix'>) },
    {
      name: 'release.settle-backports',
      every: '* * * * *',
      async run(run) {
        const { db } = run.database;
        for (const { id, state } of await unsettledBackports(db)) {
          await (state === 'making' ? makeBackport : pushBackport)(given(run), id);
        }
        for (const id of await openingLines(db)) await pushLine(given(run), id);
        for (const id of await startingHotfixes(db)) await pushHotfix(given(run), id);
      },
    },
    {
      // The day that ends a line's support comes without anybody's doing.
      name: 'release.end-lines',
      every: '7 * * * *',
      async run(run) {
        for (const repository of await repositoriesWithLines(run.database.db)) {
          await lookAtLines(given(run), repository);
        }
      },
    },
  ];
}
