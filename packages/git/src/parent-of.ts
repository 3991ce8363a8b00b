import { GitError } from './git-error.ts';

/**
 * The parent against which a commit's change is meant; undefined for a first commit.
 *
 * @throws GitError `needs_mainline`
 */
export function parentOf(
  commit: { readonly sha: string; readonly parents: readonly string[] },
  mainline: number | undefined,
): string | undefined {
  if (commit.parents.length < 2) return commit.parents[0];
  if (mainline === undefined) {
    throw new GitError('needs_mainline', `${commit.sha} is a merge: say against which parent`);
  }
  const parent = commit.parents[mainline - 1];
  if (parent !== undefined) return parent;
  throw new GitError('needs_mainline', `${commit.sha} has no parent number ${mainline}`);
}
