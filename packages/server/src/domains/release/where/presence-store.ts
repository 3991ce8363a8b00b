import type { Id } from '@throughline/contract';
import { git, GitError, isAncestor, namespaces, type RepositoryCache } from '@throughline/git';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { keyPattern } from './where-rules.ts';

/** A repository's cache if this node can open it. */
export async function cacheIfThere(
  caches: RepositoryCaches,
  repository: Id<'repository'>,
): Promise<RepositoryCache | undefined> {
  try {
    return await caches.open(repository);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** The commits whose message names a key, the newest first. */
export async function commitsNaming(cache: RepositoryCache, key: string): Promise<string[]> {
  const found = await git(
    [
      'log',
      '--format=%H',
      '--max-count=50',
      '--extended-regexp',
      '--regexp-ignore-case',
      `--grep=${keyPattern(key)}`,
      `--glob=${namespaces.branches}*`,
      '--',
    ],
    { repository: cache.directory, timeoutMs: 10_000, okExitCodes: [0, 128] },
  );
  return found.stdout.toString('utf8').split('\n').filter(Boolean);
}

/** The tags of the remote in whose history one of some commits lies. */
export async function tagsHaving(
  cache: RepositoryCache,
  shas: readonly string[],
): Promise<Set<string>> {
  const tags = new Set<string>();
  for (const sha of shas) {
    const found = await git(
      ['for-each-ref', `--contains=${sha}`, '--format=%(refname)', namespaces.tags],
      { repository: cache.directory, okExitCodes: [0, 128, 129] },
    );
    for (const ref of found.stdout.toString('utf8').split('\n')) {
      if (ref !== '') tags.add(ref.slice(namespaces.tags.length));
    }
  }
  return tags;
}

/** Whether a commit lies in another's history; a commit that isn't here doesn't. */
export async function liesIn(cache: RepositoryCache, sha: string, head: string): Promise<boolean> {
  try {
    return await isAncestor(cache, sha, head);
  } catch (error) {
    if (error instanceof GitError && error.code === 'unknown_revision') return false;
    throw error;
  }
}
