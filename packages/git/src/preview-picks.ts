import type { Repository } from './cache.ts';
import type { Conflict } from './conflict.ts';
import { GitError } from './git-error.ts';
import { takesMergeBase } from './git-version.ts';
import { mergeBatch, type BatchedMerge } from './merge-batch.ts';
import type { MergeOutcome, Side } from './merge-trees.ts';
import { parentOf } from './parent-of.ts';
import { readRawCommits, type RawCommit } from './raw-commit.ts';
import type { Revision } from './revision.ts';
import { withScratch } from './scratch-repository.ts';
import { writeStandIn, type StandIn } from './stand-in.ts';

/** A change as far as a preview looks at it. */
export interface PreviewedChange {
  /** Its commits in the order in which they are picked. */
  readonly commits: readonly Revision[];
  /** For merges among them: the parent, from 1, against which the change is meant. */
  readonly mainline?: number;
}

/**
 * What a pick of a change onto a line would come to: `already` where the line has all of it;
 * `conflict` at one of its commits; `impossible` where it can't be tried, such as a merge without
 * `mainline`.
 */
export type PickPreview =
  | { readonly outcome: 'clean' | 'already' }
  | {
      readonly outcome: 'conflict';
      readonly at: string;
      readonly conflicts: readonly Conflict[];
    }
  | { readonly outcome: 'impossible'; readonly reason: string };

/** One change on its way onto one line. */
interface Trial {
  readonly change: number;
  readonly line: number;
  /** The line with what was picked so far. */
  onto: { tree: string; sha: string | undefined };
  moved: boolean;
  preview: PickPreview | undefined;
}

/**
 * Tries every change on every line, as `pickCommits` would, and keeps nothing. All picks of the
 * first commits go through one process, then all of the second ones, and so on.
 *
 * @returns for each change a row with one preview for each line
 * @throws GitError `unknown_revision`, `invalid_name`, `aborted`
 */
export async function previewPicks(
  repository: Repository,
  changes: readonly PreviewedChange[],
  lines: readonly Revision[],
  options: { signal?: AbortSignal } = {},
): Promise<PickPreview[][]> {
  const read = await readRawCommits(repository, [
    ...lines,
    ...changes.flatMap(({ commits }) => commits),
  ]);
  const tips = read.slice(0, lines.length);
  let position = lines.length;
  const stacks = changes.map(({ commits }) => read.slice(position, (position += commits.length)));
  const trials = changes.flatMap((_, change) =>
    tips.map((tip, line): Trial => ({
      change,
      line,
      onto: { tree: tip.tree, sha: tip.sha },
      moved: false,
      preview: undefined,
    })),
  );
  await withScratch(repository, async (scratch) => {
    const depth = Math.max(0, ...stacks.map((stack) => stack.length));
    for (let step = 0; step < depth; step += 1) {
      const open = trials.flatMap((trial) => {
        const commit = stacks[trial.change]?.[step];
        return commit && trial.preview === undefined ? [{ trial, commit }] : [];
      });
      await tryStep(scratch, open, changes, options);
    }
  });
  const previewOf = ({ preview, moved }: Trial): PickPreview =>
    preview ?? { outcome: moved ? 'clean' : 'already' };
  return changes.map((_, change) =>
    trials.filter((trial) => trial.change === change).map(previewOf),
  );
}

async function tryStep(
  scratch: Repository,
  steps: readonly { trial: Trial; commit: RawCommit }[],
  changes: readonly PreviewedChange[],
  options: { signal?: AbortSignal },
): Promise<void> {
  const ready: { trial: Trial; commit: RawCommit; base: string | undefined }[] = [];
  for (const { trial, commit } of steps) {
    try {
      ready.push({ trial, commit, base: parentOf(commit, changes[trial.change]?.mainline) });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      trial.preview = { outcome: 'impossible', reason: error.message };
    }
  }
  const merges = await mergesOf(scratch, ready);
  const outcomes = await mergeBatch(scratch, merges, options);
  for (const [index, { trial, commit }] of ready.entries()) {
    settle(trial, commit, outcomes[index]);
  }
}

function settle(trial: Trial, commit: Side, outcome: MergeOutcome | GitError | undefined): void {
  if (outcome === undefined || outcome instanceof GitError) {
    trial.preview = { outcome: 'impossible', reason: outcome?.message ?? 'git said nothing' };
  } else if (!outcome.clean) {
    trial.preview = { outcome: 'conflict', at: commit.sha, conflicts: outcome.conflicts };
  } else if (outcome.tree !== trial.onto.tree) {
    trial.onto = { tree: outcome.tree, sha: undefined };
    trial.moved = true;
  }
}

async function mergesOf(
  scratch: Repository,
  steps: readonly { trial: Trial; commit: Side; base: string | undefined }[],
): Promise<BatchedMerge[]> {
  const based = await takesMergeBase();
  // Where Git takes a base, a line's own commit can be merged; else a stand-in with that base.
  const asked = steps.map(({ trial, base }) => {
    if (based && base !== undefined && trial.onto.sha !== undefined) return undefined;
    return { tree: trial.onto.tree, parents: base === undefined || based ? [] : [base] };
  });
  const keyOf = ({ tree, parents }: StandIn) => [tree, ...parents].join(' ');
  const written = new Map<string, string>();
  for (const standIn of asked) {
    // Most changes begin at few commits, so that few stand-ins do for many.
    if (standIn === undefined || written.has(keyOf(standIn))) continue;
    written.set(keyOf(standIn), await writeStandIn(scratch, standIn, { durable: false }));
  }
  return steps.map(({ trial, commit, base }, index) => {
    const standIn = asked[index];
    const ours = standIn === undefined ? trial.onto.sha : written.get(keyOf(standIn));
    return {
      ...(based && base !== undefined ? { base } : {}),
      ours: ours ?? '',
      theirs: commit.sha,
    };
  });
}
