import type { Repository } from './cache.ts';
import { parseConflicts, type Conflict } from './conflict.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import { takesMergeBase } from './git-version.ts';
import { parentOf } from './parent-of.ts';
import { readRawCommits, type RawCommit } from './raw-commit.ts';
import { isObjectName, requireRevision, type Revision } from './revision.ts';
import { writeStandIn } from './stand-in.ts';

/** A merge's outcome. Of a conflict, `tree` holds the files with conflict marks in them. */
export type MergeOutcome =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly tree: string; readonly conflicts: readonly Conflict[] };

/** A pick's outcome; `empty`: the target has the change already. */
export type PickOutcome =
  | { readonly clean: true; readonly tree: string; readonly empty: boolean }
  | { readonly clean: false; readonly tree: string; readonly conflicts: readonly Conflict[] };

/** A commit as far as a merge looks at it. */
export type Side = Pick<RawCommit, 'sha' | 'tree'>;

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
  if (sides.base === undefined) return await merge(repository, [], sides.ours, sides.theirs);
  const [base, ours, theirs] = await readRawCommits(repository, [
    sides.base,
    sides.ours,
    sides.theirs,
  ]);
  if (!base || !ours || !theirs) throw new GitError('unknown_revision', 'a side is not here');
  return await mergeFrom(repository, base.sha, ours, theirs);
}

/**
 * Applies what one commit changed to another, as `git cherry-pick` would, and makes no commit of
 * it: `pickCommits` does. A merge commit needs `mainline`, the number from 1 of the parent against
 * which its change is meant.
 *
 * @throws GitError `needs_mainline`, `unknown_revision`, `invalid_name`
 */
export async function cherryPick(
  repository: Repository,
  pick: { commit: Revision; onto: Revision; mainline?: number },
): Promise<PickOutcome> {
  const [onto, commit] = await readRawCommits(repository, [pick.onto, pick.commit]);
  if (!onto || !commit) throw new GitError('unknown_revision', 'a side is not here');
  const base = parentOf(commit, pick.mainline);
  return picked(await applyChange(repository, { base, onto, change: commit }), onto.tree);
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
  const [onto, commit] = await readRawCommits(repository, [revert.onto, revert.commit]);
  if (!onto || !commit) throw new GitError('unknown_revision', 'a side is not here');
  const name = parentOf(commit, revert.mainline);
  if (name === undefined) {
    throw new GitError('invalid_name', 'the first commit of a repository is not reverted');
  }
  const [parent] = await readRawCommits(repository, [name]);
  if (!parent) throw new GitError('unknown_revision', `no commit at ${name}`);
  return picked(await mergeFrom(repository, commit.sha, onto, parent), onto.tree);
}

/**
 * The three-way merge behind a pick: what lies between `base` and `change`, applied to `onto`.
 * Without a base the change is all that its commit holds.
 */
async function applyChange(
  repository: Repository,
  pick: { base: string | undefined; onto: Side; change: Side },
): Promise<MergeOutcome> {
  const { base, onto, change } = pick;
  if (base !== undefined && (await takesMergeBase())) {
    return await merge(repository, [`--merge-base=${base}`], onto.sha, change.sha);
  }
  // Two commits that have nothing but the base in common. The change has it for its parent, if it
  // is no merge.
  const parents = base === undefined ? [] : [base];
  const ours = await writeStandIn(repository, { tree: onto.tree, parents });
  return await merge(repository, [], ours, change.sha);
}

/** As `applyChange`, for a change that needn't descend from its base. */
async function mergeFrom(
  repository: Repository,
  base: string,
  ours: Side,
  theirs: Side,
): Promise<MergeOutcome> {
  if (await takesMergeBase()) {
    return await merge(repository, [`--merge-base=${base}`], ours.sha, theirs.sha);
  }
  const [one, other] = await Promise.all(
    [ours, theirs].map(({ tree }) => writeStandIn(repository, { tree, parents: [base] })),
  );
  return await merge(repository, [], one ?? base, other ?? base);
}

function picked(outcome: MergeOutcome, target: string): PickOutcome {
  return outcome.clean ? { ...outcome, empty: outcome.tree === target } : outcome;
}

async function merge(
  repository: Repository,
  base: readonly string[],
  ours: Revision,
  theirs: Revision,
): Promise<MergeOutcome> {
  const sides = [requireRevision(ours), requireRevision(theirs)];
  const { stdout, stderr, exitCode } = await git(
    ['merge-tree', '--write-tree', '-z', '--allow-unrelated-histories', ...base, ...sides],
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
