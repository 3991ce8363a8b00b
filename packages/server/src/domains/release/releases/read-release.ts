import type { Id } from '@throughline/contract';
import {
  branchRef,
  fetchRemote,
  GitError,
  isAncestor,
  listTags,
  pickedFrom,
  readCommits,
  resolveCommit,
  type Commit,
  type RepositoryCache,
} from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { gitProblem } from '../git-problem.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { isOfSeries } from '../lines/line-rules.ts';
import { loadHotfix, loadLine } from '../lines/store.ts';
import { loadRepository } from '../repositories/store.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { finalVersions, planRelease, versionOf, type ReleasePlan } from './release-rules.ts';

/** What a release of a commit would be, read from this node's cache. */
export interface ReadRelease extends ReleasePlan {
  readonly sha: string;
  readonly tag: string;
  readonly previous: { readonly tag: string; readonly sha: string } | undefined;
  readonly commits: readonly Commit[];
  /** The line that it is of, and the series that it stays within. */
  readonly line: { readonly id: Id<'release_line'>; readonly series: string } | undefined;
}

/** What shall be released. */
export interface WantedRelease {
  readonly sha?: string | undefined;
  readonly version?: string | undefined;
  readonly line?: Id<'release_line'> | undefined;
  readonly hotfix?: Id<'hotfix'> | undefined;
  readonly date: string;
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
  wanted: WantedRelease,
): Promise<ReadRelease> {
  const { tag_prefix: prefix, default_branch: main } = await loadRepository(deps.db, repository);
  const from = await origin(deps.db, repository, wanted);
  const branch = from.branch ?? main;
  if (branch === null) {
    throw problem(
      'release.not_fetched',
      'The repository has not been fetched yet, or has no default branch.',
    );
  }
  const { release: policy } = await workflowOf(deps.db, repository);
  const named = wanted.version ?? from.version;
  if (from.line && named !== undefined && !isOfSeries(named, from.line.series)) {
    throw problem('invalid_input', `version: ${named} is not of the line ${from.line.series}`);
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
      wanted: named,
      date: wanted.date,
      commits,
      policy,
      series: from.line?.series,
    });
    const tag = `${prefix}${plan.version ?? ''}`;
    return { ...plan, sha, tag, previous, commits, line: from.line };
  });
}

/** The branch of a line or of a hotfix, with what its release must be. */
async function origin(
  db: Db,
  repository: Id<'repository'>,
  wanted: WantedRelease,
): Promise<{
  branch?: string;
  version?: string;
  line?: { id: Id<'release_line'>; series: string };
}> {
  if (wanted.hotfix) {
    const hotfix = await loadHotfix(db, wanted.hotfix);
    if (hotfix.repository_id !== repository) throw notFound('hotfix');
    const line = hotfix.line_id && (await loadLine(db, hotfix.line_id));
    return {
      branch: hotfix.branch,
      version: hotfix.version,
      ...(line ? { line: { id: line.id, series: line.series } } : {}),
    };
  }
  if (!wanted.line) return {};
  const line = await loadLine(db, wanted.line);
  if (line.repository_id !== repository) throw notFound('release_line');
  if (line.state !== 'supported') {
    throw problem('release.line_ended', `${line.branch} is not supported: reopen it first.`);
  }
  return { branch: line.branch, line: { id: line.id, series: line.series } };
}

/**
 * The commits that a release is made of, with those that they were picked from: a change is in it
 * by either.
 */
export function commitsOf(commits: readonly Commit[]): string[] {
  return [...new Set(commits.flatMap(({ sha, body }) => [sha, ...pickedFrom(body)]))];
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
