import type { Id } from '@throughline/contract';
import {
  branchRef,
  fetchRemote,
  GitError,
  pushRef,
  readRemote,
  resolveCommit,
  type RepositoryCache,
} from '@throughline/git';
import type { WriteContext } from '../../../platform/context.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { loadRepository } from '../repositories/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { beginBuild } from './begin-build.ts';
import { composeChain, type ChainLink } from './compose-chain.ts';
import { endBuild, judgeBuild } from './judge-build.ts';
import { followLabels } from './follow-labels.ts';
import { planQueue, type Verdict } from './plan-rules.ts';
import {
  buildsOf,
  liveEntries,
  lockQueue,
  openBuilds,
  queuePause,
  undeployedReleases,
  type BuildRow,
  type LiveEntry,
} from './queue-store.ts';
import { settleEntry } from './settle-entry.ts';
import { intendLanding, settleLanding, type LandDeps } from './settle-landing.ts';

/** What a queue needs to go on. */
export interface QueueDeps extends LandDeps {
  readonly caches: RepositoryCaches;
}

/** Where the commits of builds lie in the remote, for those who check from outside. */
const buildBranches = 'throughline/queue/';

/**
 * Takes a repository's queue as far as it goes now: settles what was landing, judges what runs, merges
 * what waits, and begins, stops, puts out and lands what `planQueue` says. Every step is in the
 * database before its effect, so that it may end anywhere and be called again. Does nothing where
 * another node is at the repository.
 */
export async function advanceQueue(deps: QueueDeps, repository: Id<'repository'>): Promise<void> {
  await deps.caches.exclusively(repository, async (cache) => {
    await settleLanding(deps, repository, cache);
    for (const build of await openBuilds(deps.db, repository)) {
      if (build.state !== 'running') continue;
      await deps.write(async (context) => {
        await lockQueue(context.tx, repository);
        await judgeBuild(context, build);
      });
    }
    while (await step(deps, repository, cache));
    await tendBranches(deps, repository, cache);
  });
}

/** One decision; true where another may follow from it. */
async function step(
  deps: QueueDeps,
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<boolean> {
  const { db } = deps;
  const { queue } = await workflowOf(db, repository);
  const { default_branch: branch } = await loadRepository(db, repository);
  const entries = await liveEntries(db, repository);
  const stale = entries.filter((entry) => staleness(entry) !== undefined);
  if (stale.length > 0) {
    await deps.write(async (context) => {
      await lockQueue(context.tx, repository);
      for (const entry of stale) {
        const end = staleness(entry);
        if (end) await settleEntry(context, entry, end);
      }
      await followLabels(context, repository);
    });
    return true;
  }
  const running = (await openBuilds(db, repository)).filter(({ state }) => state === 'running');
  const held = (await queuePause(db, repository)) !== null;
  if (queue === undefined || branch === null || held) {
    return stopBuilds(deps, repository, running);
  }
  const backlog =
    queue.pause !== undefined &&
    (await undeployedReleases(db, repository, queue.pause.environment)) >= queue.pause.undeployed;
  const base = await baseOf(cache, branch);
  const chain = await composeChain(
    deps,
    cache,
    { base, branch, style: queue.merge },
    backlog ? entries.filter(({ incident }) => incident) : entries,
  );
  const builds = await buildsOf(
    db,
    repository,
    chain.map(({ sha }) => sha),
  );
  const verdicts = new Map<number, Verdict>();
  for (const [index, { sha }] of chain.entries()) {
    const verdict = queue.checks.length === 0 ? 'green' : builds.get(sha)?.state;
    if (verdict) verdicts.set(index + 1, verdict);
  }
  const plan = planQueue(chain.length, verdicts, queue);
  const needless = running.filter(({ sha }) => {
    const place = chain.findIndex((link) => link.sha === sha) + 1;
    return place === 0 || plan.stop.includes(place);
  });
  if (await stopBuilds(deps, repository, needless)) return true;
  if (plan.land > 0) {
    const links = chain.slice(0, plan.land);
    const intended = await intendLanding(deps, { repository, branch, old: base }, links);
    return intended && (await settleLanding(deps, repository, cache));
  }
  if (plan.putOut !== undefined) {
    const culprit = chain[plan.putOut - 1];
    const build = culprit && builds.get(culprit.sha);
    if (culprit && build) await putOut(deps, repository, culprit, build);
    return true;
  }
  if (plan.build.length > 0) {
    await deps.write(async (context) => {
      await lockQueue(context.tx, repository);
      for (const place of plan.build) {
        const given = { repository, base, style: queue.merge, checks: queue.checks };
        await beginBuild(context, given, chain.slice(0, place));
      }
    });
  }
  return false;
}

/** Why a queued change has nothing more to do here; undefined where it has. */
function staleness(entry: LiveEntry): { state: 'out' | 'left'; says: string } | undefined {
  if (entry.state !== 'queued') return undefined;
  if (entry.change_state !== 'open') {
    return { state: 'left', says: `It was ${entry.change_state} outside of the queue.` };
  }
  if (entry.present_head !== entry.head) {
    return { state: 'out', says: 'Commits were pushed to it since. Queue it again with them.' };
  }
  if (entry.stands_on !== null) {
    const says = `It stands on “${entry.stands_on}”, which is no longer queued.`;
    return { state: 'out', says };
  }
  return undefined;
}

/** The default branch as the last fetch or push left it; fetched where the cache is new. */
async function baseOf(cache: RepositoryCache, branch: string): Promise<string> {
  try {
    return await resolveCommit(cache, branchRef(branch));
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
    await fetchRemote(cache);
    return resolveCommit(cache, branchRef(branch));
  }
}

async function stopBuilds(
  deps: QueueDeps,
  repository: Id<'repository'>,
  builds: readonly BuildRow[],
): Promise<boolean> {
  if (builds.length === 0) return false;
  await deps.write(async (context) => {
    await lockQueue(context.tx, repository);
    const says = 'What it was for is no longer next.';
    for (const build of builds) {
      await endBuild(context, build, { state: 'stopped', says, attempt: null });
    }
  });
  return true;
}

async function putOut(
  deps: QueueDeps,
  repository: Id<'repository'>,
  culprit: ChainLink,
  build: { says: string; attempt_id: Id<'attempt'> | null },
): Promise<void> {
  const says = `${build.says} Without it what was before it is green, with it it isn't.`;
  await deps.write(async (context) => {
    await lockQueue(context.tx, repository);
    const attempt = build.attempt_id;
    await settleEntry(context, culprit.entry, { state: 'out', says, attempt });
  });
}

/** Shows the remote the builds that somebody checks from outside, and takes those back that ended. */
async function tendBranches(
  deps: QueueDeps,
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<void> {
  for (const build of await openBuilds(deps.db, repository)) {
    const ref = `refs/heads/${buildBranches}${build.sha.slice(0, 16)}`;
    const wanted = build.checks.some((check) => !('run' in check));
    if (build.state === 'running' && wanted && !build.pushed) {
      const pushed = await pushRef(cache, { ref, to: build.sha, expected: undefined });
      const there = async () => (await readRemote(cache)).refs.get(ref) === build.sha;
      if (pushed.outcome === 'landed' || (await there())) {
        await deps.write((context) => markPushed(context, build.id, true));
      } else if (pushed.outcome !== 'unreachable') {
        const says = `The remote takes no branch of it to check: ${pushed.reason}`;
        await deps.write((context) =>
          endBuild(context, build, { state: 'red', says, attempt: null }),
        );
      }
    } else if (build.state !== 'running' && build.pushed) {
      const pushed = await pushRef(cache, { ref, to: undefined, expected: build.sha });
      // Whatever else stands there now isn't ours.
      if (pushed.outcome !== 'unreachable') {
        await deps.write((context) => markPushed(context, build.id, false));
      }
    }
  }
}

async function markPushed(context: WriteContext, build: Id<'queue_build'>, pushed: boolean) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('queue_build')
    .set({ pushed })
    .where('id', '=', build)
    .execute();
}
