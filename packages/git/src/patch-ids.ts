import type { Repository } from './cache.ts';
import { git, gitStream } from './git.ts';

/** What `git log` is told besides: which commits, and how many of them. */
export interface PatchRange {
  /** Revisions, and `^` before those whose history is left out; full names. */
  readonly revisions: readonly string[];
  /** Only these commits themselves, not their history. */
  readonly noWalk?: boolean;
  /** Only commits that touch one of these paths; their whole change counts. */
  readonly paths?: readonly string[];
  readonly limit?: number;
}

/**
 * The commits of a range by what they change (git-patch-id(1)): the same change has the same name
 * wherever it was applied. Merges and empty commits have none.
 */
export async function patchIds(
  repository: Repository,
  range: PatchRange,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  if (range.revisions.length === 0) return ids;
  const patches = gitStream(
    [
      'log',
      '--patch',
      '--format=%H',
      '--no-merges',
      '--full-diff',
      '--full-index',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--no-color',
      '--no-show-signature',
      ...(range.noWalk ? ['--no-walk'] : []),
      ...(range.limit === undefined ? [] : [`--max-count=${range.limit}`]),
      '--stdin',
      '--',
      ...(range.paths ?? []),
    ],
    {
      repository: repository.directory,
      stdin: range.revisions.map((name) => `${name}\n`).join(''),
      timeoutMs: 5 * 60_000,
    },
  );
  const { stdout } = await git(['patch-id', '--stable'], {
    repository: repository.directory,
    stdin: patches,
    timeoutMs: 5 * 60_000,
  });
  for (const line of stdout.toString('latin1').split('\n')) {
    const [id, commit] = line.split(' ');
    if (id && commit) ids.set(commit, id);
  }
  return ids;
}
