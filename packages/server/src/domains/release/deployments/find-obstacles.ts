import type { Id, Obstacle } from '@throughline/contract';
import { branchRef, isAncestor, readCommits, type RepositoryCache } from '@throughline/git';
import type { ReadContext } from '../../../platform/context.ts';
import { currentLocks, type LockRow } from '../locks/store.ts';
import { loadRepository } from '../repositories/store.ts';
import { ranIn } from './place-store.ts';

/** Something in the way of a deployment; `obstacle` where an act with a reason passes it. */
export interface FoundObstacle {
  readonly obstacle: Obstacle | null;
  readonly says: string;
}

interface Wanted {
  readonly release: { id: Id<'release'>; sha: string; repository_id: Id<'repository'> };
  readonly environment: Id<'environment'>;
  /** The key of the environment that it must have passed. */
  readonly after: string | null;
}

/** Beyond so many commits after a release, reverts are looked for no further. */
const maximumCommits = 2000;

/** All that stands in the way of a release in a place, but a freeze. */
export async function findObstacles(
  context: ReadContext,
  cache: RepositoryCache,
  wanted: Wanted,
): Promise<FoundObstacle[]> {
  const { release, environment, after } = wanted;
  const place = { environment_id: environment, repository_id: release.repository_id };
  const found: FoundObstacle[] = [];
  for (const lock of await currentLocks(context.db, place, context.now)) {
    if (lock.bad_sha === null) found.push(lockSays(lock));
    else if (await isTakenBack(cache, release.sha, lock.bad_sha, lock.good_sha)) {
      found.push({ obstacle: 'held-back', says: lock.reason });
    }
  }
  const reverted = await revertedIn(context, cache, release);
  if (reverted) found.push({ obstacle: 'reverted', says: reverted });
  if (after !== null && !(await ranIn(context.db, release.id, after))) {
    const says = `It has not run in “${after}”, which comes before.`;
    found.push({ obstacle: 'not-promoted', says });
  }
  return found;
}

/** A lock in words. */
export function lockSays(lock: LockRow): FoundObstacle {
  return lock.hard
    ? { obstacle: null, says: `${lock.by_name} locked it: ${lock.reason}` }
    : { obstacle: 'warning', says: `${lock.by_name} warns: ${lock.reason}` };
}

/** Whether a commit came after what was good, up to what was rolled back. */
async function isTakenBack(
  cache: RepositoryCache,
  sha: string,
  bad: string,
  good: string | null,
): Promise<boolean> {
  if (!(await isAncestor(cache, sha, bad).catch(() => false))) return false;
  return good === null || !(await isAncestor(cache, sha, good).catch(() => false));
}

/** Names a commit of a release that was reverted later, without the release having the revert. */
async function revertedIn(
  context: ReadContext,
  cache: RepositoryCache,
  release: Wanted['release'],
): Promise<string | undefined> {
  const { default_branch: branch } = await loadRepository(context.db, release.repository_id);
  if (branch === null) return undefined;
  const range = { from: [branchRef(branch)], since: [release.sha], limit: maximumCommits };
  const reverts: { by: string; of: string; subject: string }[] = [];
  for await (const { sha, body, subject } of readCommits(cache, range)) {
    for (const [, of = ''] of body.matchAll(/^This reverts commit ([0-9a-f]{40})\b/gm)) {
      reverts.push({ by: sha, of, subject });
    }
  }
  const undone = new Set(reverts.map(({ of }) => of));
  for (const { by, of, subject } of reverts) {
    if (undone.has(by)) continue;
    if (!(await isAncestor(cache, of, release.sha).catch(() => false))) continue;
    return `It contains ${of.slice(0, 8)}, which ${by.slice(0, 8)} took back later: ${subject}`;
  }
  return undefined;
}
