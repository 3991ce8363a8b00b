import type { Repository } from './cache.ts';
import { readCommit, readCommits } from './commits.ts';
import { findOnLine } from './find-on-line.ts';
import { git, gitText } from './git.ts';
import { parentOf } from './parent-of.ts';
import type { Revision } from './revision.ts';
import { withoutReverted } from './without-reverted.ts';

/** An earlier commit that a line lacks and that a pick may rest on. */
export interface MissingCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Those of the files in question that it touches. */
  readonly paths: readonly string[];
  /** Whether it touched the very lines that the picked commit changes, or those beside them. */
  readonly sameLines: boolean;
}

/** More than this are no prerequisites; the latest ones are named. */
const namedAtMost = 200;

/**
 * The earlier commits in a commit's own history that touched the files it changes and whose change
 * a line lacks, the oldest first. Commits that were taken back before it are left out.
 *
 * @param pick `paths`: the files in question, such as those in conflict; all that it changes unless
 *   told
 * @throws GitError `unknown_revision`, `invalid_name`, `needs_mainline`
 */
export async function missingCommits(
  repository: Repository,
  pick: {
    commit: Revision;
    onto: Revision;
    mainline?: number;
    paths?: readonly string[];
  },
): Promise<MissingCommit[]> {
  const commit = await readCommit(repository, pick.commit, { files: true });
  const parent = parentOf(commit, pick.mainline);
  if (parent === undefined) return [];
  const touched = (commit.files ?? []).flatMap(({ path, from }) => (from ? [path, from] : [path]));
  const paths = [...new Set(pick.paths ?? touched)];
  if (paths.length === 0) return [];
  const earlier = [];
  const range = { from: [parent], since: [pick.onto], paths, noMerges: true, files: true };
  for await (const one of readCommits(repository, { ...range, limit: namedAtMost })) {
    earlier.push(one);
  }
  const standing = withoutReverted(earlier);
  const onLine = await findOnLine(
    repository,
    standing.map(({ sha }) => sha),
    pick.onto,
  );
  const lacking = standing.filter(({ sha }) => {
    const there = onLine.get(sha);
    return there === undefined || there.revertedBy !== undefined;
  });
  const close = await touchedLines(repository, {
    parent,
    commit: commit.sha,
    onto: pick.onto,
    paths: paths.filter((path) => touched.includes(path)),
  });
  return lacking.toReversed().map(({ sha, subject, author, files }) => ({
    sha,
    subject,
    author: author.name,
    at: author.at,
    paths: (files ?? [])
      .filter(({ path, from }) => paths.includes(path) || (from && paths.includes(from)))
      .map(({ path }) => path),
    sameLines: close.has(sha),
  }));
}

/** The commits that a line lacks and that touched the lines which a commit changes. */
async function touchedLines(
  repository: Repository,
  of: { parent: string; commit: string; onto: Revision; paths: readonly string[] },
): Promise<Set<string>> {
  const ranges: string[] = [];
  for (const path of of.paths) {
    const lines = await linesOf(repository, of.parent, path);
    if (lines === 0) continue;
    for (const [start, end] of await changedRanges(repository, of, path)) {
      const [first, last] = [Math.max(1, start), Math.min(lines, end)];
      if (first <= last) ranges.push(`-L${first},${last}:${path}`);
    }
  }
  if (ranges.length === 0) return new Set();
  // So many hunks are a rewrite: then all that touched the files counts alike.
  const text = await gitText(
    ['log', '--no-patch', '--format=%H', ...ranges.slice(0, 100), of.parent, `^${of.onto}`],
    { repository: repository.directory, timeoutMs: 2 * 60_000 },
  );
  return new Set(text.split('\n').filter((name) => name !== ''));
}

async function linesOf(repository: Repository, commit: string, path: string): Promise<number> {
  const { stdout, exitCode } = await git(['cat-file', 'blob', `${commit}:${path}`], {
    repository: repository.directory,
    okExitCodes: [0, 128],
  });
  if (exitCode !== 0 || stdout.length === 0) return 0;
  let lines = stdout.at(-1) === 10 ? 0 : 1;
  for (let at = stdout.indexOf(10); at >= 0; at = stdout.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** The lines of the older file that differ, each hunk with the line before and after it. */
async function changedRanges(
  repository: Repository,
  { parent, commit }: { parent: string; commit: string },
  path: string,
): Promise<[number, number][]> {
  const { stdout } = await git(
    ['diff', '-U0', '--no-color', '--no-ext-diff', '--no-textconv', parent, commit, '--', path],
    { repository: repository.directory },
  );
  const hunks = stdout.toString('latin1').matchAll(/^@@ -(\d+)(?:,(\d+))? \+/gm);
  return [...hunks].map(([, start, count]) => {
    const first = Number(start);
    // Of an insertion git names the line before it.
    return Number(count ?? 1) === 0 ? [first, first + 1] : [first - 1, first + Number(count ?? 1)];
  });
}
