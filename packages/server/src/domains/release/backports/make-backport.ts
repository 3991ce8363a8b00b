import type { Id } from '@throughline/contract';
import {
  branchRef,
  GitError,
  pushRef,
  resolveCommit,
  type PickedStack,
  type RepositoryCache,
} from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { gitProblem } from '../git-problem.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { earlierCommits } from './earlier-commits.ts';
import { moveBackport, type Move } from './move-backport.ts';
import { commitsAfter, pathsOf, pickBackport } from './pick-backport.ts';
import { bringing, loadBackport, settlementsOf, type BackportRow } from './store.ts';

/** What making and landing need; `write` runs a write of the server's own in one transaction. */
export interface BackportDeps {
  readonly db: Db;
  readonly caches: RepositoryCaches;
  readonly jobs: Jobs;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

/**
 * Makes a backport: picks its commits onto what its target is now, and brings the result to the
 * remote on a branch of its own. What shall be pushed is kept before it is pushed, and the commits
 * follow from what was asked, so that doing it again after a crash makes the same.
 */
export async function makeBackport(deps: BackportDeps, id: Id<'backport'>): Promise<void> {
  const asked = await loadBackport(deps.db, id);
  if (asked.state !== 'making') return;
  await deps.caches.exclusively(asked.repository_id, async (cache) => {
    const backport = await loadBackport(deps.db, id);
    if (backport.state !== 'making') return;
    try {
      await make(deps, cache, backport);
    } catch (error) {
      const says = gitProblem(error);
      if (says === undefined || (error instanceof GitError && error.code === 'unreachable')) {
        throw error;
      }
      await settle(deps, id, { state: 'failed', says });
    }
  });
}

async function make(deps: BackportDeps, cache: RepositoryCache, backport: BackportRow) {
  const onto = await resolveCommit(cache, branchRef(backport.target));
  const settlements = await settlementsOf(deps.db, backport.id);
  const picked = await pickBackport(cache, backport, onto, settlements);
  const commits = commitsAfter(backport.commits, picked);
  if (!picked.clean) {
    await settle(deps, backport.id, {
      ...(await conflictOf(deps, cache, backport, picked)),
      commits,
      base: onto,
    });
    return;
  }
  if (picked.head === onto) {
    await settle(deps, backport.id, {
      state: 'empty',
      says: `${backport.target} has all of it already.`,
      commits,
      base: onto,
      result: null,
      conflict: null,
    });
    return;
  }
  // Kept before it is pushed: a crash leaves the intent, not a branch that nobody knows.
  const kept = await settle(deps, backport.id, {
    state: 'making',
    says: 'Its branch is being pushed.',
    commits,
    base: onto,
    result: picked.head,
    conflict: null,
  });
  if (kept)
    await pushBranch(deps, cache, { ...backport, base: onto, result: picked.head, commits });
}

async function conflictOf(
  deps: BackportDeps,
  cache: RepositoryCache,
  backport: BackportRow,
  picked: PickedStack & { clean: false },
): Promise<Move> {
  const { conflict } = picked;
  const earlier =
    backport.direction === 'back'
      ? await earlierCommits(cache, {
          commit: conflict.original,
          onto: conflict.onto,
          paths: pathsOf(conflict.conflicts),
          own: backport.commits.map(({ sha }) => sha),
        })
      : { missing: [], missingSuffice: false };
  const subject = backport.commits.find(({ sha }) => sha === conflict.original)?.subject ?? '';
  const [first] = earlier.missing;
  const files = conflict.conflicts.length;
  const kept = {
    result: null,
    conflict: {
      sha: conflict.original,
      subject,
      onto: conflict.onto,
      files: conflict.conflicts,
      ...earlier,
    },
  };
  const needed = earlier.missing.map(({ sha }) => sha);
  const below = await bringing(deps.db, backport, needed);
  if (below) {
    return { state: 'waiting', says: `It waits for “${below.title}”, which it needs.`, ...kept };
  }
  const says =
    first && earlier.missingSuffice
      ? `It needs ${earlier.missing.length === 1 ? `an earlier commit that ${backport.target} hasn’t: “${first.subject}”` : `${earlier.missing.length} earlier commits that ${backport.target} hasn’t`}.`
      : `${files} conflict${files === 1 ? '' : 's'} with ${backport.target}: somebody has to settle ${files === 1 ? 'it' : 'them'}.`;
  return { state: 'conflict', says: says.slice(0, 1000), ...kept };
}

/** Brings the branch to the remote; a branch that somebody else moved is left alone. */
async function pushBranch(
  deps: BackportDeps,
  cache: RepositoryCache,
  backport: BackportRow & { base: string; result: string },
) {
  const ref = `refs/heads/${backport.branch}`;
  const push = { ref, to: backport.result };
  let pushed = await pushRef(cache, { ...push, expected: backport.pushed ?? undefined });
  if (pushed.outcome === 'rejected-stale' && backport.pushed !== null) {
    // Taken away in the meantime: then it may be made again, but never over somebody's work.
    pushed = await pushRef(cache, { ...push, expected: undefined });
  }
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  if (pushed.outcome !== 'landed') {
    const why =
      pushed.outcome === 'rejected-stale'
        ? `${backport.branch} is there with commits that aren’t ours. Take the branch away, then try again.`
        : `The remote refused the branch: ${pushed.reason}`;
    await settle(deps, backport.id, { state: 'failed', says: why.slice(0, 1000) });
    return;
  }
  const forward = backport.direction === 'forward';
  await settle(
    deps,
    backport.id,
    {
      state: 'ready',
      says: forward
        ? 'Its branch is a change of its own now, and lands as every change does.'
        : `Picked cleanly onto ${backport.target}. It lands when somebody says so.`,
      pushed: backport.result,
    },
    forward ? backport.repository_id : undefined,
  );
}

/** Moves a backport on unless somebody was quicker; says whether. */
async function settle(
  deps: BackportDeps,
  id: Id<'backport'>,
  move: Move,
  fetched?: Id<'repository'>,
): Promise<boolean> {
  return deps.write(async (context) => {
    const { state } = await loadBackport(context.tx, id);
    if (state !== 'making') return false;
    await moveBackport(context, id, move);
    if (fetched) await deps.jobs.enqueue(context.tx, fetchJob, { repository: fetched });
    return true;
  });
}
