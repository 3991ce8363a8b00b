import type { Repository } from './cache.ts';
import { signatureLine, type Signature } from './commit-tree.ts';
import type { Conflict } from './conflict.ts';
import { GitError } from './git-error.ts';
import { takesMergeBase } from './git-version.ts';
import { mergeBatch, type BatchedMerge } from './merge-batch.ts';
import type { MergeOutcome } from './merge-trees.ts';
import { parentOf } from './parent-of.ts';
import { withProvenance } from './provenance.ts';
import { readRawCommits, writeRawCommit, type RawCommit } from './raw-commit.ts';
import type { Revision } from './revision.ts';
import { writeStandIn } from './stand-in.ts';

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

/** One request on its way. */
interface Stack {
  readonly request: PickRequest;
  readonly committer: string;
  readonly originals: readonly RawCommit[];
  readonly picks: PickedCommit[];
  head: { sha: string; tree: string };
  /** Set where it ended before its last commit. */
  end: PickConflict | GitError | undefined;
}

interface Step {
  readonly stack: Stack;
  readonly original: RawCommit;
  readonly parent: string | undefined;
}

/** `durable`: whether commits have to outlive a loss of power; true unless told. */
interface PickOptions {
  readonly signal?: AbortSignal;
  readonly durable?: boolean;
}

/**
 * Picks many stacks, each onto its own target, as `pickCommits` does: all their first commits go
 * through one process, then all their second ones, and so on.
 *
 * @returns in the order of the requests; a GitError (`needs_mainline`, or as `git`) for one that
 *   can't be tried, which doesn't touch the others
 * @throws GitError `unknown_revision`, `invalid_name`, `aborted`
 */
export async function pickEach(
  repository: Repository,
  requests: readonly PickRequest[],
  options: PickOptions = {},
): Promise<(PickedStack | GitError)[]> {
  const stacks = await open(repository, requests);
  const depth = Math.max(0, ...stacks.map(({ originals }) => originals.length));
  for (let index = 0; index < depth; index += 1) {
    const steps = stacks.flatMap((stack) => stepOf(stack, index));
    const merges = await mergesOf(repository, steps, options);
    const outcomes = await mergeBatch(repository, merges, options);
    for (const [position, step] of steps.entries()) {
      await advance(repository, step, outcomes[position], options);
    }
  }
  return stacks.map(({ head: { sha: head }, picks, end }) => {
    if (end instanceof GitError) return end;
    return end === undefined
      ? { clean: true, head, picks }
      : { clean: false, head, picks, conflict: end };
  });
}

async function open(repository: Repository, requests: readonly PickRequest[]): Promise<Stack[]> {
  const names = requests.flatMap(({ onto, commits }) => [onto, ...commits]);
  const distinct = [...new Set(names)];
  const read = await readRawCommits(repository, distinct);
  const byName = new Map(distinct.map((name, index) => [name, read[index]]));
  const commitOf = (name: Revision) => {
    const commit = byName.get(name);
    if (commit === undefined) throw new GitError('unknown_revision', `no commit at ${name}`);
    return commit;
  };
  return requests.map((request) => ({
    request,
    committer: signatureLine(request.committer),
    originals: request.commits.map(commitOf),
    picks: [],
    head: commitOf(request.onto),
    end: undefined,
  }));
}

function stepOf(stack: Stack, index: number): Step[] {
  const original = stack.originals[index];
  if (original === undefined || stack.end !== undefined) return [];
  try {
    return [{ stack, original, parent: parentOf(original, stack.request.mainline) }];
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    stack.end = error;
    return [];
  }
}

/**
 * Where Git takes a base, the target itself is merged; else a stand-in for it that has nothing but
 * the picked commit's parent in common with that commit.
 */
async function mergesOf(
  repository: Repository,
  steps: readonly Step[],
  options: PickOptions,
): Promise<BatchedMerge[]> {
  const based = await takesMergeBase();
  // Most changes begin at few commits, so that few stand-ins do for many.
  const standIns = new Map<string, string>();
  const standInFor = async (tree: string, parents: readonly string[]) => {
    const key = [tree, ...parents].join(' ');
    const written =
      standIns.get(key) ?? (await writeStandIn(repository, { tree, parents }, options));
    standIns.set(key, written);
    return written;
  };
  const merges: BatchedMerge[] = [];
  for (const { stack, original, parent } of steps) {
    const { sha, tree } = stack.head;
    if (based && parent !== undefined) {
      merges.push({ base: parent, ours: sha, theirs: original.sha });
    } else {
      const ours = await standInFor(tree, parent === undefined ? [] : [parent]);
      merges.push({ ours, theirs: original.sha });
    }
  }
  return merges;
}

async function advance(
  repository: Repository,
  { stack, original }: Step,
  outcome: MergeOutcome | GitError | undefined,
  options: PickOptions,
): Promise<void> {
  const { request, committer, picks, head } = stack;
  if (outcome === undefined || outcome instanceof GitError) {
    stack.end = outcome ?? new GitError('failed', 'git answered too little');
    return;
  }
  let { tree } = outcome;
  if (!outcome.clean) {
    const { conflicts } = outcome;
    const conflict = { original: original.sha, onto: head.sha, tree, conflicts };
    const settled = await request.settle?.(conflict);
    if (settled === undefined) {
      stack.end = conflict;
      return;
    }
    tree = settled;
  }
  const settled = !outcome.clean;
  if (tree === head.tree) {
    picks.push({ original: original.sha, commit: undefined, settled });
    return;
  }
  const { author, encoding, message } = original;
  const made = {
    tree,
    parents: [head.sha],
    author,
    committer,
    encoding,
    message: request.provenance === false ? message : withProvenance(message, original.sha),
  };
  const commit = await writeRawCommit(repository, made, options);
  picks.push({ original: original.sha, commit, settled });
  stack.head = { sha: commit, tree };
}
