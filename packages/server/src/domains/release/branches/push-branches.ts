import type { Id } from '@throughline/contract';
import { pushRef, readRemote, type RepositoryCache } from '@throughline/git';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import type { ReleaseTables } from '../tables.ts';
import { unpushedBranches } from './branch-store.ts';
import { retargetChanges } from './retarget-changes.ts';

/** What making and moving branches needs. */
export interface BranchDeps {
  readonly db: Db;
  readonly caches: RepositoryCaches;
  readonly jobs: () => Jobs;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

/**
 * Brings a repository's intended branches to its remote, and moves those that stand on what landed
 * under another name. What the remote has tells, after a crash, what had arrived.
 */
export async function pushBranches(deps: BranchDeps, repository: Id<'repository'>): Promise<void> {
  await deps.caches.exclusively(repository, async (cache) => {
    for (const branch of await unpushedBranches(deps.db, repository)) {
      const settled = await push(cache, branch);
      await deps.write(async (context) => {
        await context.tx
          .$extendTables<ReleaseTables>()
          .updateTable('feature_branch')
          .set(settled)
          .where('id', '=', branch.id)
          .execute();
        await record(context, {
          action: settled.state === 'made' ? 'repository.branch_made' : 'repository.branch_refused',
          entity: { kind: 'repository', id: repository },
          after: { branch: branch.name, says: settled.says },
        });
        await deps.jobs().enqueue(context.tx, fetchJob, { repository });
      });
    }
    await retargetChanges(deps, repository, cache);
  });
}

async function push(
  cache: RepositoryCache,
  branch: { name: string; sha: string },
): Promise<{ state: 'made' | 'refused'; says: string }> {
  const ref = `refs/heads/${branch.name}`;
  const pushed = await pushRef(cache, { ref, to: branch.sha, expected: undefined });
  if (pushed.outcome === 'landed') return { state: 'made', says: '' };
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  const present = (await readRemote(cache)).refs.get(ref);
  if (present === branch.sha) return { state: 'made', says: '' };
  return { state: 'refused', says: `The remote refuses it: ${pushed.reason}`.slice(0, 2000) };
}
