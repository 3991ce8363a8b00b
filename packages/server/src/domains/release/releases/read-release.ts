import type { Id } from '@throughline/contract';
import {
  branchRef,
  fetchRemote,
  GitError,
  isAncestor,
  listTags,
  readCommits,
  resolveCommit,
  type Commit,
  type RepositoryCache,
} from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { gitProblem } from '../git-problem.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { loadRepository } from '../repositories/store.ts';
import { finalVersions, planRelease, versionOf, type ReleasePlan } from './release-rules.ts';

/** What a release of a commit would be, read from this node's cache. */
export interface ReadRelease extends ReleasePlan {
  readonly sha: string;
  readonly tag: string;
  readonly previous: { readonly tag: string; readonly sha: string } | undefined;
  readonly commits: readonly Commit[];
}

/** A release of more commits than this names the newest of them. */
const maximumCommits = 20_000;

/**
 * Reads what a release would be: the commits since the highest final version that the commit
 * descends from. Throws `release.not_fetched` or `release.unknown_revision`.
 */
export async function readRelease(
  deps: { db: Db; caches: RepositoryCaches },
  repository: Id<'repository'>,
  wanted: { sha?: string | undefined; version?: string | undefined; date: string },
): Promise<ReadRelease> {
  const { tag_prefix: prefix, default_branch: branch } = await loadRepository(deps.db, repository);
  if (branch === null) {
    throw problem(
      'release.not_fetched',
      'The repository has not been fetched yet, or has no default branch.',
    );
  }
  return asProblem(async () => {
    const cache = await deps.caches.open(repository);
    const sha = await resolveCommit(cache, wanted.sha ?? branchRef(branch));
    const previous = await previousRelease(cache, sha, prefix);
    const commits: Commit[] = [];
    const since = previous ? [previous.sha] : [];
    for await (const commit of readCommits(cache, { from: [sha], since, limit: maximumCommits })) {
      commits.push(commit);
    }
    const plan = planRelease({
      previous: previous && versionOf(previous.tag, prefix),
      wanted: wanted.version,
      date: wanted.date,
      commits,
    });
    return { ...plan, sha, tag: `${prefix}${plan.version ?? ''}`, previous, commits };
  });
}

/** A failure of git as a problem of ours; anything else goes on. */
export async function asProblem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof GitError && error.code === 'unknown_revision') {
      throw problem(
        'release.unknown_revision',
        'The repository has no such commit, or it was not fetched yet.',
      );
    }
    const says = gitProblem(error);
    if (says !== undefined) throw problem('release.not_fetched', says);
    throw error;
  }
}

/** The cache once it has a commit: it is fetched anew where it was lost or is behind. */
export async function cacheWith(
  caches: RepositoryCaches,
  repository: Id<'repository'>,
  sha: string,
): Promise<RepositoryCache> {
  const cache = await caches.open(repository);
  try {
    await resolveCommit(cache, sha);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
    await fetchRemote(cache, { timeoutMs: 20_000 });
    await resolveCommit(cache, sha);
  }
  return cache;
}

async function previousRelease(cache: RepositoryCache, sha: string, prefix: string) {
  const tags = (await listTags(cache)).flatMap(({ name, target }) =>
    target.type === 'commit' ? [{ name, sha: target.sha }] : [],
  );
  for (const tag of finalVersions(tags, prefix).slice(0, 200)) {
    if (await isAncestor(cache, tag.sha, sha)) return { tag: tag.name, sha: tag.sha };
  }
  return undefined;
}
