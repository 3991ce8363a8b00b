import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { GitError, listRefs, pickCommits, readCommits, type Repository } from '@throughline/git';
import type { SoakOptions } from './soak.ts';

/** A backport that somebody once made by hand. */
interface Backport {
  /** What they made, and its parent on the line. */
  readonly made: string;
  readonly onto: string;
  readonly tree: string;
  readonly original: string;
}

/** How a pick ended: the tree, or the paths in conflict. */
type Ending = { readonly tree: string } | { readonly conflict: readonly string[] };

const committer = { name: 'Soak', email: 'soak@localhost', at: '2026-01-01T00:00:00Z' };

/**
 * `npm run soak -- backports <clone> [--cases n] [--lines release-]`: makes every backport again that
 * the history of a clone names with `(cherry picked from commit …)`. Each has to end as `git
 * cherry-pick` ends in a work tree: in the same tree, or with the same files in conflict. Says how
 * often that is the tree that a person made of it.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '1000000' },
      lines: { type: 'string', default: 'release-' },
    },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (path === undefined) throw new Error('npm run soak -- backports <path of a clone>');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-backports-'));
  try {
    const cache = join(folder, 'objects.git');
    // Nothing is copied, and nothing is written into the clone.
    execFileSync('git', ['clone', '--quiet', '--mirror', '--shared', resolve(path), cache]);
    const repository = { directory: cache };
    const refs = await listRefs(repository, 'refs/heads/', 'refs/remotes/');
    const lines = [...refs].flatMap(([ref, to]) =>
      ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '').startsWith(values.lines) ? [to] : [],
    );
    const main = defaultBranch(path);
    const backports = (await backportsOn(repository, lines, main)).slice(0, Number(values.cases));
    console.log(`${backports.length} backports on ${lines.length} lines`);
    const tree = workTree(join(folder, 'tree'), cache);
    await compare(repository, backports, tree, signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  cache: Repository,
  backports: readonly Backport[],
  pickInTree: (backport: Backport) => Ending,
  signal: AbortSignal,
): Promise<void> {
  const counts = { asThePerson: 0, otherwise: 0, conflict: 0 };
  const differences: string[] = [];
  for (const [index, backport] of backports.entries()) {
    if (signal.aborted) break;
    const ours = await pickHere(cache, backport);
    const theirs = pickInTree(backport);
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      differences.push(
        `${backport.original} onto ${backport.onto}: ${JSON.stringify({ ours, theirs })}`,
      );
    }
    if ('conflict' in ours) counts.conflict += 1;
    else counts[ours.tree === backport.tree ? 'asThePerson' : 'otherwise'] += 1;
    if ((index + 1) % 100 === 0) console.log(`${index + 1}: ${JSON.stringify(counts)}`);
  }
  console.log(
    `clean and as the person made it: ${counts.asThePerson}, clean and otherwise: ${counts.otherwise}, in conflict: ${counts.conflict}`,
  );
  if (differences.length > 0) {
    throw new Error(`backports: ${differences.length} differ\n${differences.join('\n')}`);
  }
}

/** What a clone's HEAD names: what came into a line from there by a merge is no backport. */
function defaultBranch(path: string): string {
  return execFileSync('git', ['-C', path, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** The backports that lines have: commits that name an original, which is here and is no merge. */
async function backportsOn(
  cache: Repository,
  lines: readonly string[],
  main: string,
): Promise<Backport[]> {
  const commits = new Map<string, { parents: readonly string[] }>();
  const named = [];
  for await (const commit of readCommits(cache, { from: lines, since: [main] })) {
    commits.set(commit.sha, commit);
    const originals = [...commit.body.matchAll(/\(cherry picked from commit ([0-9a-f]{40})\)/g)];
    const [onto] = commit.parents;
    if (!onto || commit.parents.length !== 1 || originals.length === 0) continue;
    named.push({ made: commit.sha, onto, tree: commit.tree, originals });
  }
  const found: Backport[] = [];
  for (const { originals, ...made } of named) {
    // Of a pick of a pick, the last line names what was picked, if it is still to be had.
    for (const original of originals.map((line) => line[1] ?? '').toReversed()) {
      const parents = commits.get(original)?.parents ?? (await parentsOf(cache, original));
      if (parents === undefined) continue;
      if (parents.length === 1) found.push({ ...made, original });
      break;
    }
  }
  return found;
}

async function parentsOf(
  cache: Repository,
  original: string,
): Promise<readonly string[] | undefined> {
  const range = { from: [original], limit: 1 };
  try {
    for await (const commit of readCommits(cache, range)) return commit.parents;
  } catch (error) {
    // Not in this clone.
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
  }
  return undefined;
}

async function pickHere(cache: Repository, { original, onto }: Backport): Promise<Ending> {
  const picked = await pickCommits(cache, { commits: [original], onto, committer });
  if (!picked.clean) {
    const files = picked.conflict.conflicts.flatMap((conflict) => conflict.files);
    return { conflict: plain(files.map((file) => file.path)) };
  }
  const range = { from: [picked.head], limit: 1 };
  for await (const commit of readCommits(cache, range)) return { tree: commit.tree };
  throw new Error(`${picked.head} is not there`);
}

/** Where two files meet under one name Git sets one aside under the name of its side. */
function plain(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/~[^/]*$/, '~')))].toSorted();
}

/** Picks with somebody's own `git` in a work tree over the objects of the cache. */
function workTree(path: string, cache: string): (backport: Backport) => Ending {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: dirname(path),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: committer.name,
    GIT_AUTHOR_EMAIL: committer.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_EDITOR: 'true',
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: path, env, stdio: 'pipe', maxBuffer: 2 ** 28 })
      .toString('utf8')
      .trim();
  execFileSync('git', ['clone', '--quiet', '--shared', '--no-checkout', cache, path], { env });
  return ({ original, onto }) => {
    git('checkout', '--quiet', '--force', '--detach', onto);
    git('clean', '-ffdxq');
    try {
      git('cherry-pick', '--allow-empty', '--keep-redundant-commits', original);
      return { tree: git('rev-parse', 'HEAD^{tree}') };
    } catch (error) {
      const unmerged = git('ls-files', '-u', '-z')
        .split('\0')
        .filter((line) => line !== '');
      if (unmerged.length === 0) throw error;
      const paths = unmerged.map((line) => line.slice(line.indexOf('\t') + 1));
      git('cherry-pick', '--quit');
      git('reset', '--quiet', '--hard');
      return { conflict: plain(paths) };
    }
  };
}
