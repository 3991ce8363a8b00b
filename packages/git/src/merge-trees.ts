import type { Repository } from './cache.ts';
import { readCommit } from './commits.ts';
import { commitTree } from './commit-tree.ts';
import { parseConflicts, type Conflict } from './conflict.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import { isObjectName, requireRevision, resolveCommit, type Revision } from './revision.ts';

/** A merge's outcome. Of a conflict, `tree` holds the files with conflict marks in them. */
export type MergeOutcome =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly tree: string; readonly conflicts: readonly Conflict[] };

/** A pick's outcome; `empty`: the target has the change already. */
export type PickOutcome =
  | { readonly clean: true; readonly tree: string; readonly empty: boolean }
  | { readonly clean: false; readonly tree: string; readonly conflicts: readonly Conflict[] };

/** Stands in for a commit where only its tree and its parent count. */
const standIn = { name: 'Throughline', email: 'throughline@localhost' };
/** Far ahead: Git looks for the merge base newest first, and an old date makes it walk longer. */
const farAhead = '2100-01-01T00:00:00Z';

/**
 * Merges two commits without a work tree, from their own merge base or from a given one. Nothing
 * points at the result; `commitTree` makes a commit of it.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function mergeTrees(
  repository: Repository,
  sides: { base?: Revision; ours: Revision; theirs: Revision },
): Promise<MergeOutcome> {
  if (sides.base === undefined) return await merge(repository, sides.ours, sides.theirs);
  const base = await resolveCommit(repository, sides.base);
  // Git 2.39 can't be told the base: two commits that have nothing but it in common are merged.
  const [ours, theirs] = await Promise.all(
    [sides.ours, sides.theirs].map(async (side) =>
      standInFor(repository, await treeOf(repository, side), [base]),
    ),
  );
  return await merge(repository, ours ?? base, theirs ?? base);
}

/**
 * Applies what one commit changed to another, as `git cherry-pick` would. A merge commit needs
 * `mainline`, the number from 1 of the parent against which its change is meant.
 *
 * @throws GitError `needs_mainline`, `unknown_revision`, `invalid_name`
 */
export async function cherryPick(
  repository: Repository,
  pick: { commit: Revision; onto: Revision; mainline?: number },
): Promise<PickOutcome> {
  const [commit, target] = await Promise.all([
    readCommit(repository, pick.commit),
    treeOf(repository, pick.onto),
  ]);
  const parent = parentOf(commit, pick.mainline);
  const ours = await standInFor(repository, target, parent === undefined ? [] : [parent]);
  return picked(await merge(repository, ours, commit.sha), target);
}

/**
 * Takes back on a target what one commit changed, as `git revert` would.
 *
 * @throws GitError `needs_mainline`, `unknown_revision`, `invalid_name`; also `invalid_name` for a
 *   commit without a parent
 */
export async function revertCommit(
  repository: Repository,
  revert: { commit: Revision; onto: Revision; mainline?: number },
): Promise<PickOutcome> {
  const [commit, target] = await Promise.all([
    readCommit(repository, revert.commit),
    treeOf(repository, revert.onto),
  ]);
  const parent = parentOf(commit, revert.mainline);
  if (parent === undefined) {
    throw new GitError('invalid_name', 'the first commit of a repository is not reverted');
  }
  const sides = { base: commit.sha, ours: revert.onto, theirs: parent };
  return picked(await mergeTrees(repository, sides), target);
}

function picked(outcome: MergeOutcome, target: string): PickOutcome {
  return outcome.clean ? { ...outcome, empty: outcome.tree === target } : outcome;
}

function parentOf(
  commit: { parents: readonly string[] },
  mainline: number | undefined,
): string | undefined {
  if (mainline === undefined) {
    if (commit.parents.length < 2) return commit.parents[0];
    throw new GitError('needs_mainline', 'a merge is picked against one of its parents: say which');
  }
  const parent = commit.parents[mainline - 1];
  if (parent !== undefined) return parent;
  throw new GitError('needs_mainline', `the commit has no parent number ${mainline}`);
}

async function merge(
  repository: Repository,
  ours: Revision,
  theirs: Revision,
): Promise<MergeOutcome> {
  const sides = [requireRevision(ours), requireRevision(theirs)];
  const { stdout, stderr, exitCode } = await git(
    ['merge-tree', '--write-tree', '-z', '--allow-unrelated-histories', ...sides],
    { repository: repository.directory, okExitCodes: [0, 1, 128] },
  );
  const output = stdout.toString('utf8');
  const [tree = ''] = output.split('\0');
  // Git ends with 1, too, when a side isn't there: only a tree tells that it has merged.
  if (exitCode === 128 || !isObjectName(tree)) {
    const missing = /not something we can merge|bad object|[Nn]ot a valid object|could not parse/;
    const code = missing.test(stderr) ? 'unknown_revision' : 'failed';
    throw new GitError(code, `git can't merge ${sides.join(' and ')}`, { stderr, exitCode });
  }
  return exitCode === 0 ? { clean: true, tree } : { clean: false, ...parseConflicts(output) };
}

async function treeOf(repository: Repository, revision: Revision): Promise<string> {
  const { stdout, exitCode } = await git(
    ['rev-parse', '--verify', '--quiet', `${requireRevision(revision)}^{tree}`],
    { repository: repository.directory, okExitCodes: [0, 1, 128] },
  );
  if (exitCode !== 0) throw new GitError('unknown_revision', `no commit at ${revision}`);
  return stdout.toString('utf8').trim();
}

async function standInFor(
  repository: Repository,
  tree: string,
  parents: readonly string[],
): Promise<string> {
  const author = { ...standIn, at: farAhead };
  return await commitTree(repository, { tree, parents, message: 'stand-in\n', author });
}
