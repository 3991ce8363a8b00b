import {
  cherryPick,
  pickCommits,
  readCommits,
  type PickConflict,
  type RepositoryCache,
} from '@throughline/git';
import type { EarlierCommit } from './tables.ts';

/** A change that needs more commits than this is better made anew on the line. */
const maximum = 12;

/** What a line lacks that a pick seems to need, and whether it suffices. */
export interface EarlierCommits {
  /** The oldest first. */
  readonly missing: readonly EarlierCommit[];
  /** Tried: with these before it, the pick is clean. */
  readonly missingSuffice: boolean;
}

/**
 * Looks for the earlier commits without which a pick conflicts: those before the commit that the
 * target hasn't and that touch the files in conflict. Where all of them make it clean, those that
 * aren't needed for that are left out again, one by one.
 */
export async function earlierCommits(
  cache: RepositoryCache,
  conflict: PickConflict,
  alreadyPicked: ReadonlySet<string>,
): Promise<EarlierCommits> {
  const paths = [...new Set(conflict.conflicts.flatMap((one) => [one.path, ...one.paths]))];
  if (paths.length === 0 || paths.length > 50) return { missing: [], missingSuffice: false };
  const found: EarlierCommit[] = [];
  const range = {
    from: [conflict.original],
    since: [conflict.onto],
    paths,
    limit: maximum * 3,
  };
  for await (const commit of readCommits(cache, range)) {
    const own = commit.sha === conflict.original;
    if (own || commit.parents.length !== 1 || alreadyPicked.has(commit.sha)) continue;
    found.unshift({ sha: commit.sha, subject: commit.subject.slice(0, 500) });
  }
  if (found.length === 0 || found.length > maximum) {
    return { missing: found.slice(-maximum), missingSuffice: false };
  }
  if (!(await suffices(cache, conflict, found))) return { missing: found, missingSuffice: false };
  let needed = found;
  for (const one of found) {
    const without = needed.filter((other) => other !== one);
    if (await suffices(cache, conflict, without)) needed = without;
  }
  return { missing: needed, missingSuffice: needed.length > 0 };
}

async function suffices(
  cache: RepositoryCache,
  { original, onto }: PickConflict,
  earlier: readonly EarlierCommit[],
): Promise<boolean> {
  const chain = await pickCommits(cache, {
    commits: earlier.map(({ sha }) => sha),
    onto,
    committer: {
      name: 'Throughline',
      email: 'trial@throughline.invalid',
      at: '2000-01-01T00:00:00Z',
    },
  });
  if (!chain.clean) return false;
  return (await cherryPick(cache, { commit: original, onto: chain.head })).clean;
}
