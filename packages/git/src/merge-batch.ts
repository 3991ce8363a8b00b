import type { Repository } from './cache.ts';
import { parseConflicts } from './conflict.ts';
import { gitStream } from './git.ts';
import { GitError } from './git-error.ts';
import type { MergeOutcome } from './merge-trees.ts';
import { nulFields } from './nul-fields.ts';

/** Two commits to merge; with a base only where Git takes one (`takesMergeBase`). */
export interface BatchedMerge {
  readonly base?: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges many pairs of commits (full object names) in one process. A pair that Git gives up on ends
 * that process: it comes as an error, and another process goes on behind it.
 */
export async function mergeBatch(
  repository: Repository,
  merges: readonly BatchedMerge[],
  options: { signal?: AbortSignal } = {},
): Promise<(MergeOutcome | GitError)[]> {
  const outcomes: (MergeOutcome | GitError)[] = [];
  while (outcomes.length < merges.length) {
    const rest = merges.slice(outcomes.length);
    try {
      for await (const outcome of run(repository, rest, options)) outcomes.push(outcome);
      if (outcomes.length < merges.length) throw new GitError('failed', 'git answered too little');
    } catch (error) {
      if (!(error instanceof GitError) || error.code !== 'failed') throw error;
      outcomes.push(error);
    }
  }
  return outcomes;
}

async function* run(
  repository: Repository,
  merges: readonly BatchedMerge[],
  options: { signal?: AbortSignal },
): AsyncGenerator<MergeOutcome, void, undefined> {
  const lines = merges.map(({ base, ours, theirs }) =>
    base === undefined ? `${ours} ${theirs}\n` : `${base} -- ${ours} ${theirs}\n`,
  );
  const stream = gitStream(
    ['merge-tree', '--write-tree', '--stdin', '--allow-unrelated-histories'],
    {
      repository: repository.directory,
      stdin: lines.join(''),
      timeoutMs: 10 * 60_000,
      ...options,
    },
  );
  const take = answerParser();
  for await (const fields of nulFields(stream)) {
    for (const field of fields) {
      const outcome = take(field);
      if (outcome !== undefined) yield outcome;
    }
  }
}

/**
 * Puts answers together: whether it is clean, the tree, the files in conflict up to an empty field,
 * messages (how many paths, the paths, the short name, the text) up to another one.
 */
function answerParser() {
  let fields: string[] = [];
  let clean: boolean | undefined;
  let part: 'flag' | 'tree' | 'files' | 'count' | 'message' | 'end' = 'flag';
  let left = 0;
  const done = (): MergeOutcome => {
    const outcome: MergeOutcome = clean
      ? { clean: true, tree: fields[0] ?? '' }
      : { clean: false, ...parseConflicts(fields.join('\0')) };
    fields = [];
    part = 'flag';
    return outcome;
  };
  return (field: string): MergeOutcome | undefined => {
    if (part === 'flag') {
      clean = field === '1';
      part = 'tree';
      return undefined;
    }
    if (part === 'end' || (part === 'count' && field === '')) return done();
    fields.push(field);
    if (part === 'tree') part = clean ? 'end' : 'files';
    else if (part === 'files') part = field === '' ? 'count' : 'files';
    else if (part === 'count') {
      left = Number(field) + 2;
      part = 'message';
    } else {
      left -= 1;
      part = left === 0 ? 'count' : 'message';
    }
    return undefined;
  };
}
