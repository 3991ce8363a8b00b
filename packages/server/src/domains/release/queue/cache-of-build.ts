import type { Id } from '@throughline/contract';
import { fetchRemote, GitError, resolveCommit, type RepositoryCache } from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { composeCandidate, type Tip } from './compose-candidate.ts';
import { buildOfCommit } from './queue-store.ts';

/**
 * The cache once it has a build's commit. Another node may have made it, or the cache was lost: the
 * same changes on the same base make it again.
 */
export async function cacheOfBuild(
  deps: { db: Db; caches: RepositoryCaches },
  repository: Id<'repository'>,
  sha: string,
): Promise<RepositoryCache> {
  const cache = await deps.caches.open(repository);
  try {
    await resolveCommit(cache, sha);
    return cache;
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
  }
  await fetchRemote(cache, { timeoutMs: 20_000 });
  const build = await buildOfCommit(deps.db, repository, sha);
  let tip: Tip = { sha: build.base, tree: undefined };
  for (const part of build.parts) {
    const composed = await composeCandidate(cache, build.style, tip, part);
    if (composed.ok) tip = composed.tip;
  }
  await resolveCommit(cache, sha);
  return cache;
}
