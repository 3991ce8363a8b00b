/** As much of a commit as a release is made from. */
export interface ReleaseCommit {
  readonly sha: string;
  readonly subject: string;
  readonly body: string;
  readonly parents?: readonly string[];
}

const reverts = /\bThis reverts commit ([0-9a-f]{7,64})\b/g;

/** The commits that a message says it takes back, as `git revert` words it. */
export function revertedIn(message: string): string[] {
  return [...message.matchAll(reverts)].map((match) => match[1] ?? '');
}

/**
 * The commits that still count: without pairs of a commit and the one that took it back, as
 * `git revert` words it. A revert of something outside of these commits stays. A revert that was
 * itself taken back brings its commit back.
 *
 * @param commits the newest first
 */
export function withoutReverted<T extends ReleaseCommit>(commits: readonly T[]): T[] {
  // A message names a commit by seven digits or more.
  const byStart = Map.groupBy(commits, ({ sha }) => sha.slice(0, 7));
  const gone = new Set<string>();
  for (const commit of commits) {
    // What was itself taken back takes nothing back.
    if (gone.has(commit.sha)) continue;
    const named = revertedIn(commit.body);
    const undone = named.flatMap((name) =>
      (byStart.get(name.slice(0, 7)) ?? []).filter(({ sha }) => sha.startsWith(name)),
    );
    if (undone.length === 0) continue;
    for (const { sha } of undone) gone.add(sha);
    if (undone.length === named.length) gone.add(commit.sha);
  }
  return commits.filter(({ sha }) => !gone.has(sha));
}
