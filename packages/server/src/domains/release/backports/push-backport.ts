import type { Id } from '@throughline/contract';
import {
  fetchRemote,
  isAncestor,
  pushRef,
  readRemote,
  type RepositoryCache,
} from '@throughline/git';
import { toDate } from '../../../platform/clock.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import { backportJob } from './ask-backports.ts';
import { moveBackport, type Move } from './move-backport.ts';
import { commitsAfter, pickBackport } from './pick-backport.ts';
import type { BackportDeps } from './make-backport.ts';
import { loadBackport, settlementsOf, type BackportRow } from './store.ts';

/** How often a line may move under a landing before it is left to the next minute. */
const tries = 5;

/**
 * Pushes a backport to its line under a lease. What the remote has decides what happened: the line
 * at the new commit, or beyond it, is landed, after a crash as well. A line that moved meanwhile is
 * picked onto anew; only what is clean, or was settled by a person in the very same way, lands.
 */
export async function pushBackport(deps: BackportDeps, id: Id<'backport'>): Promise<void> {
  const asked = await loadBackport(deps.db, id);
  if (asked.state !== 'landing') return;
  await deps.caches.exclusively(asked.repository_id, async (cache) => {
    for (let count = 0; count < tries; count += 1) {
      const backport = await loadBackport(deps.db, id);
      if (backport.state !== 'landing' || !backport.landing_to || !backport.landing_from) return;
      if (await landOnce(deps, cache, backport, backport.landing_from, backport.landing_to)) return;
    }
  });
}

/** True where there is nothing more to do. */
async function landOnce(
  deps: BackportDeps,
  cache: RepositoryCache,
  backport: BackportRow,
  from: string,
  to: string,
): Promise<boolean> {
  const ref = `refs/heads/${backport.target}`;
  const head = (await readRemote(cache)).refs.get(ref);
  if (head === undefined) {
    await move(deps, backport, {
      state: 'failed',
      says: `The remote has no branch ${backport.target} any more.`,
    });
    return true;
  }
  if (head === to) return landed(deps, cache, backport);
  if (head !== from) {
    await fetchRemote(cache, { timeoutMs: 60_000 });
    // Landed before a crash, and the line went on since.
    if (await isAncestor(cache, to, head)) return landed(deps, cache, backport);
    return again(deps, cache, backport, head);
  }
  const pushed = await pushRef(cache, { ref, to, expected: from });
  if (pushed.outcome === 'landed') return landed(deps, cache, backport);
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  if (pushed.outcome === 'rejected-stale') return false;
  await move(deps, backport, {
    state: 'ready',
    says: `The remote refused it: ${pushed.reason}`.slice(0, 1000),
    landing: null,
  });
  return true;
}

/** Picks onto what the line is by now; true where that needs a person. */
async function again(
  deps: BackportDeps,
  cache: RepositoryCache,
  backport: BackportRow,
  head: string,
): Promise<boolean> {
  const settlements = await settlementsOf(deps.db, backport.id);
  const picked = await pickBackport(cache, backport, head, settlements);
  const commits = commitsAfter(backport.commits, picked);
  if (picked.clean && picked.head !== head) {
    await move(deps, backport, {
      state: 'landing',
      says: `${backport.target} has moved; it was picked cleanly onto what it is now.`,
      commits,
      base: head,
      result: picked.head,
      landing: { from: head, to: picked.head },
    });
    return false;
  }
  // It is made anew, which tells the conflict, or that there is nothing left to bring.
  await move(deps, backport, {
    state: 'making',
    says: `${backport.target} has moved, and it doesn’t go onto it as it is.`,
    landing: null,
  });
  return true;
}

async function landed(
  deps: BackportDeps,
  cache: RepositoryCache,
  backport: BackportRow,
): Promise<true> {
  if (backport.pushed) {
    // The branch has served. That it stays where somebody moved it, or can't be reached, does no harm.
    await pushRef(cache, {
      ref: `refs/heads/${backport.branch}`,
      to: undefined,
      expected: backport.pushed,
    }).catch(() => undefined);
  }
  await move(deps, backport, {
    state: 'landed',
    says: `It is on ${backport.target}.`,
    pushed: null,
  });
  return true;
}

async function move(deps: BackportDeps, backport: BackportRow, to: Move): Promise<void> {
  await deps.write(async (context) => {
    const { state, landed_by: by } = await loadBackport(context.tx, backport.id);
    if (state !== 'landing') return;
    await moveBackport(context, backport.id, {
      ...to,
      ...(to.state === 'landed' ? { landed: { at: toDate(context.now), by: by ?? '' } } : {}),
    });
    if (to.state === 'making') {
      await deps.jobs.enqueue(context.tx, backportJob, { backport: backport.id });
    } else if (to.state !== 'landing') {
      await deps.jobs.enqueue(context.tx, fetchJob, { repository: backport.repository_id });
    }
  });
}
