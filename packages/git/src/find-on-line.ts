import type { Repository } from './cache.ts';
import { readCommits, type Commit } from './commits.ts';
import { git, gitText } from './git.ts';
import { patchIds } from './patch-ids.ts';
import { pickedFrom } from './provenance.ts';
import { readRawCommits, type RawCommit } from './raw-commit.ts';
import { requireRevision, type Revision } from './revision.ts';
import { revertedIn } from './without-reverted.ts';

/** How a change is on a line. */
export interface PresentChange {
  /**
   * - `ancestry`: the commit itself is in the line's history.
   * - `provenance`: a pick of it is, or the commit that it is a pick of, or another pick of that;
   *   the messages say so.
   * - `patch`: a commit that changes the same is.
   */
  readonly by: 'ancestry' | 'provenance' | 'patch';
  /** The commit on the line. */
  readonly commit: string;
  /** The commit on the line that took it back, as far as its message says so. */
  readonly revertedBy?: string;
}

/** More commits of a line's own than this aren't compared by what they change. */
const comparedAtMost = 5000;

/**
 * Which of some commits' changes are on a line, and how. Of several forms of a change the one that
 * wasn't taken back counts.
 *
 * @returns by commit (full name); what is absent isn't in it
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function findOnLine(
  repository: Repository,
  commits: readonly Revision[],
  line: Revision,
): Promise<Map<string, PresentChange>> {
  const [tip, ...asked] = await readRawCommits(repository, [line, ...commits]);
  if (tip === undefined || asked.length === 0) return new Map();
  const names = asked.map(({ sha }) => sha);
  const origins = new Set(asked.flatMap(({ message }) => pickedFrom(message)));
  const known = await present(repository, [...names, ...origins]);
  const outside = await notReachable(repository, known, tip.sha);
  const own = await ownCommits(
    repository,
    tip.sha,
    names.filter((name) => outside.has(name)),
  );

  const forms = new Map<string, PresentChange[]>(
    asked.map((commit) => [commit.sha, formsOf(commit, known, outside, own)]),
  );
  const missing = names.filter((name) => forms.get(name)?.length === 0);
  for (const [name, commit] of await samePatches(repository, missing, own)) {
    forms.get(name)?.push({ by: 'patch', commit });
  }
  const reverted = await revertsOn(repository, tip.sha, [...forms.values()].flat());
  const found = new Map<string, PresentChange>();
  for (const [name, ways] of forms) {
    const standing = ways.find(({ commit }) => !reverted.has(commit));
    const [first] = ways;
    const revertedBy = first && reverted.get(first.commit);
    if (standing !== undefined) found.set(name, standing);
    else if (first && revertedBy) found.set(name, { ...first, revertedBy });
  }
  return found;
}

function formsOf(
  commit: RawCommit,
  known: readonly string[],
  outside: ReadonlySet<string>,
  own: readonly Commit[],
): PresentChange[] {
  const forms: PresentChange[] = [];
  const onLine = (name: string) => known.includes(name) && !outside.has(name);
  if (onLine(commit.sha)) forms.push({ by: 'ancestry', commit: commit.sha });
  const sources = [commit.sha, ...pickedFrom(commit.message)];
  for (const source of sources.slice(1)) {
    if (onLine(source)) forms.push({ by: 'provenance', commit: source });
  }
  for (const { sha, body } of own) {
    const named = pickedFrom(body);
    const same = named.some((name) => sources.some((source) => source.startsWith(name)));
    if (same && sha !== commit.sha) forms.push({ by: 'provenance', commit: sha });
  }
  return forms;
}

/** The commits among these (object names) that are here. */
async function present(repository: Repository, names: readonly string[]): Promise<string[]> {
  const { stdout } = await git(['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
    repository: repository.directory,
    stdin: names.map((name) => `${requireRevision(name)}\n`).join(''),
  });
  const lines = stdout.toString('latin1').split('\n');
  return names.filter((_, index) => lines[index]?.startsWith('commit '));
}

async function notReachable(
  repository: Repository,
  commits: readonly string[],
  tip: string,
): Promise<Set<string>> {
  const text = await gitText(['rev-list', '--stdin'], {
    repository: repository.directory,
    stdin: [...commits, `^${tip}`, ''].join('\n'),
  });
  return new Set(text.split('\n'));
}

/** What a line has since it parted from all of these commits, the newest first. */
async function ownCommits(
  repository: Repository,
  tip: string,
  others: readonly string[],
): Promise<Commit[]> {
  if (others.length === 0) return [];
  const since = await commonBase(repository, [tip, ...others]);
  const own: Commit[] = [];
  for await (const commit of readCommits(repository, { from: [tip], since })) own.push(commit);
  return own;
}

async function commonBase(repository: Repository, commits: readonly string[]): Promise<string[]> {
  const { stdout } = await git(['merge-base', '--octopus', ...new Set(commits)], {
    repository: repository.directory,
    okExitCodes: [0, 1],
  });
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((name) => name !== '');
}

async function samePatches(
  repository: Repository,
  commits: readonly string[],
  own: readonly Commit[],
): Promise<Map<string, string>> {
  const same = new Map<string, string>();
  if (commits.length === 0 || own.length === 0) return same;
  const wanted = await patchIds(repository, { revisions: commits, noWalk: true });
  if (wanted.size === 0) return same;
  const paths = new Set<string>();
  for (const commit of wanted.keys()) {
    const range = { from: [commit], limit: 1, files: true };
    for await (const { files } of readCommits(repository, range)) {
      for (const { path, from } of files ?? []) paths.add(path).add(from ?? path);
    }
  }
  const theirs = await patchIds(repository, {
    revisions: own.slice(0, comparedAtMost).map(({ sha }) => sha),
    noWalk: true,
    ...(paths.size < 1000 ? { paths: [...paths] } : {}),
  });
  const byId = new Map([...theirs].map(([commit, id]) => [id, commit]));
  for (const [commit, id] of wanted) {
    const twin = byId.get(id);
    if (twin !== undefined) same.set(commit, twin);
  }
  return same;
}

/** What was taken back on a line, and by which commit. A revert that was itself reverted is none. */
async function revertsOn(
  repository: Repository,
  tip: string,
  forms: readonly PresentChange[],
): Promise<Map<string, string>> {
  const reverted = new Map<string, string>();
  const commits = forms.map(({ commit }) => commit);
  if (commits.length === 0) return reverted;
  const since = await commonBase(repository, commits);
  const range = { from: [tip], since, saying: 'This reverts commit ' };
  const undone = new Set<string>();
  const names = (full: string) => [...undone].some((name) => full.startsWith(name));
  for await (const { sha, body } of readCommits(repository, range)) {
    // The newest come first: what was taken back takes nothing back.
    if (names(sha)) continue;
    for (const name of revertedIn(body)) {
      undone.add(name);
      for (const commit of commits) if (commit.startsWith(name)) reverted.set(commit, sha);
    }
  }
  return reverted;
}
