import type { Repository } from './cache.ts';
import type { Conflict } from './conflict.ts';
import { GitError } from './git-error.ts';
import { pickEach, type PickedStack } from './pick-each.ts';
import type { Revision } from './revision.ts';
import { withScratch } from './scratch-repository.ts';
import { resolveCommits } from './raw-commit.ts';

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

const nobody = { name: 'Throughline', email: 'throughline@localhost', at: '2000-01-01T00:00:00Z' };

/**
 * Tries every change on every line, as `pickCommits` would, and keeps nothing.
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
  const names = [...lines, ...changes.flatMap(({ commits }) => commits)];
  const named = await resolveCommits(repository, names);
  const objectOf = (revision: Revision) => named.get(revision) ?? revision;
  const requests = changes.flatMap(({ commits, ...change }) =>
    lines.map((line) => ({
      ...change,
      commits: commits.map(objectOf),
      onto: objectOf(line),
      committer: nobody,
    })),
  );
  const picked = await withScratch(repository, (scratch) =>
    pickEach(scratch, requests, { ...options, durable: false }),
  );
  return changes.map((_, row) =>
    picked.slice(row * lines.length, (row + 1) * lines.length).map(previewOf),
  );
}

function previewOf(picked: PickedStack | GitError): PickPreview {
  if (picked instanceof GitError) return { outcome: 'impossible', reason: picked.message };
  if (!picked.clean) {
    const { original: at, conflicts } = picked.conflict;
    return { outcome: 'conflict', at, conflicts };
  }
  const moved = picked.picks.some(({ commit }) => commit !== undefined);
  return { outcome: moved ? 'clean' : 'already' };
}
