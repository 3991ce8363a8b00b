import type { Repository } from './cache.ts';
import { commitTree, signatureLine, type Signature } from './commit-tree.ts';
import type { Conflict } from './conflict.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import { isAncestor } from './history.ts';
import { mergeTrees } from './merge-trees.ts';
import { pickCommits } from './pick-commits.ts';
import type { PickConflict, PickRequest } from './pick-each.ts';
import { readRawCommits, writeRawCommit } from './raw-commit.ts';
import type { Revision } from './revision.ts';

/**
 * How a branch comes into another.
 *
 * - `merge`: a merge commit, also where the branch could simply be moved.
 * - `squash`: one commit with all that the branch changed.
 * - `rebase`: the branch's own commits one by one, without its merges.
 */
export type LandingWay = 'merge' | 'squash' | 'rebase';

export interface Landing {
  readonly branch: Revision;
  readonly onto: Revision;
  readonly way: LandingWay;
  /** The message of the merge or of the squashed commit; a rebase keeps its own. */
  readonly message: string;
  /** Who lands it, and when. With the same input every node makes the same commits. */
  readonly committer: Signature;
  /** The author of a squashed commit; that of the branch's first commit unless told. */
  readonly author?: Signature;
  /** Asked for the tree that settles a conflict; undefined stops. See `pickCommits`. */
  readonly settle?: PickRequest['settle'];
}

/** `already`: the target has everything that the branch has, and `commit` is the target. */
export type LandingOutcome =
  | { readonly outcome: 'landed' | 'already'; readonly commit: string }
  | {
      readonly outcome: 'conflict';
      readonly tree: string;
      readonly conflicts: readonly Conflict[];
      /** Of a rebase, the commit that conflicts; else the branch's head. */
      readonly at: string;
    };

/**
 * Makes the commits with which a branch lands on a target. Nothing points at them yet: a push under
 * a lease lands them.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function landBranch(
  repository: Repository,
  landing: Landing,
): Promise<LandingOutcome> {
  const [onto, branch] = await readRawCommits(repository, [landing.onto, landing.branch]);
  if (!onto || !branch) throw new GitError('unknown_revision', 'a side is not here');
  if (await isAncestor(repository, branch.sha, onto.sha)) {
    return { outcome: 'already', commit: onto.sha };
  }
  if (landing.way === 'rebase') return await rebase(repository, landing, onto.sha, branch.sha);

  const merged = await mergeTrees(repository, { ours: onto.sha, theirs: branch.sha });
  let { tree } = merged;
  if (!merged.clean) {
    const conflict: PickConflict = { ...merged, original: branch.sha, onto: onto.sha };
    const settled = await landing.settle?.(conflict);
    if (settled === undefined) {
      const { conflicts } = merged;
      return { outcome: 'conflict', tree, conflicts, at: branch.sha };
    }
    tree = settled;
  }
  const { committer, message } = landing;
  if (landing.way === 'merge') {
    const parents = [onto.sha, branch.sha];
    const commit = { tree, parents, message, author: committer };
    return { outcome: 'landed', commit: await commitTree(repository, commit) };
  }
  if (tree === onto.tree) return { outcome: 'already', commit: onto.sha };
  const author = landing.author
    ? signatureLine(landing.author)
    : await firstAuthor(repository, onto.sha, branch.sha);
  const commit = await writeRawCommit(repository, {
    tree,
    parents: [onto.sha],
    author,
    committer: signatureLine(committer),
    encoding: undefined,
    message: Buffer.from(message).toString('latin1'),
  });
  return { outcome: 'landed', commit };
}

async function rebase(
  repository: Repository,
  landing: Landing,
  onto: string,
  branch: string,
): Promise<LandingOutcome> {
  const { committer, settle } = landing;
  const picked = await pickCommits(repository, {
    commits: await ownCommits(repository, onto, branch),
    onto,
    committer,
    provenance: false,
    ...(settle && { settle }),
  });
  if (!picked.clean) {
    const { tree, conflicts, original } = picked.conflict;
    return { outcome: 'conflict', tree, conflicts, at: original };
  }
  return { outcome: picked.head === onto ? 'already' : 'landed', commit: picked.head };
}

/** What a branch has and a target hasn't, the oldest first, without merges. */
async function ownCommits(repository: Repository, onto: string, branch: string): Promise<string[]> {
  const { stdout } = await git(
    ['rev-list', '--reverse', '--topo-order', '--no-merges', branch, `^${onto}`],
    { repository: repository.directory },
  );
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}

async function firstAuthor(repository: Repository, onto: string, branch: string): Promise<string> {
  const [first = branch] = await ownCommits(repository, onto, branch);
  const [commit] = await readRawCommits(repository, [first]);
  if (!commit) throw new GitError('unknown_revision', `no commit at ${first}`);
  return commit.author;
}
