import type { Repository } from './cache.ts';
import { signatureLine, type Signature } from './commit-tree.ts';
import type { Conflict } from './conflict.ts';
import { GitError } from './git-error.ts';
import { applyChange } from './merge-trees.ts';
import { parentOf } from './parent-of.ts';
import { withProvenance } from './provenance.ts';
import { readRawCommits, writeRawCommit } from './raw-commit.ts';
import type { Revision } from './revision.ts';

/** What became of one commit of a stack. */
export interface PickedCommit {
  readonly original: string;
  /** The commit on the target; undefined where the target had the change already. */
  readonly commit: string | undefined;
  /** Its conflict was settled by the tree that `settle` gave. */
  readonly settled: boolean;
}

/** A pick that Git can't make by itself. */
export interface PickConflict {
  readonly original: string;
  /** Where the stack stood: the target with what was picked before. */
  readonly onto: string;
  /** The files with conflict marks in them; see `resolveConflicts`. */
  readonly tree: string;
  readonly conflicts: readonly Conflict[];
}

export type PickedStack =
  | {
      readonly clean: true;
      /** The last commit made; the target itself where it had everything already. */
      readonly head: string;
      readonly picks: readonly PickedCommit[];
    }
  | {
      readonly clean: false;
      /** Where the picks that went well end. */
      readonly head: string;
      readonly picks: readonly PickedCommit[];
      readonly conflict: PickConflict;
    };

export interface PickRequest {
  /** The commits in the order in which they are picked: a stack from its bottom to its top. */
  readonly commits: readonly Revision[];
  readonly onto: Revision;
  /** Who picks, and when. With the same input every node makes the same commits. */
  readonly committer: Signature;
  /** For merges among them: the number from 1 of the parent against which the change is meant. */
  readonly mainline?: number;
  /** Whether messages end with `(cherry picked from commit …)`; true unless told. */
  readonly provenance?: boolean;
  /** Asked for the tree that settles a conflict, such as one a person made; undefined stops. */
  readonly settle?: (conflict: PickConflict) => Promise<string | undefined>;
}

/**
 * Picks commits one on another onto a target, as `git cherry-pick -x` does, in the object store:
 * no work tree, and no ref points at the result. Authors and messages are kept byte for byte. What
 * the target has already is left out. It stops at the first conflict.
 *
 * @throws GitError `needs_mainline` for a merge without `mainline`, `unknown_revision`,
 *   `invalid_name`
 */
export async function pickCommits(
  repository: Repository,
  request: PickRequest,
): Promise<PickedStack> {
  const committer = signatureLine(request.committer);
  const [target, ...originals] = await readRawCommits(repository, [
    request.onto,
    ...request.commits,
  ]);
  if (target === undefined) throw new GitError('unknown_revision', `no commit at ${request.onto}`);
  const parents = originals.map((original) => parentOf(original, request.mainline));
  const picks: PickedCommit[] = [];
  let head = { sha: target.sha, tree: target.tree };
  for (const [index, original] of originals.entries()) {
    const outcome = await applyChange(repository, {
      base: parents[index],
      onto: head,
      change: original,
    });
    let tree = outcome.tree;
    if (!outcome.clean) {
      const { conflicts } = outcome;
      const conflict = { original: original.sha, onto: head.sha, tree, conflicts };
      const settled = await request.settle?.(conflict);
      if (settled === undefined) return { clean: false, head: head.sha, picks, conflict };
      tree = settled;
    }
    const settled = !outcome.clean;
    if (tree === head.tree) {
      picks.push({ original: original.sha, commit: undefined, settled });
      continue;
    }
    const { author, encoding, message } = original;
    const commit = await writeRawCommit(repository, {
      tree,
      parents: [head.sha],
      author,
      committer,
      encoding,
      message: request.provenance === false ? message : withProvenance(message, original.sha),
    });
    picks.push({ original: original.sha, commit, settled });
    head = { sha: commit, tree };
  }
  return { clean: true, head: head.sha, picks };
}
