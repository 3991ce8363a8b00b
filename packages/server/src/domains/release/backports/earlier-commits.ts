import { missingCommits, readCommit, verifiedChain, type RepositoryCache } from '@throughline/git';
import type { EarlierCommit } from './tables.ts';

/** What a line lacks that a pick seems to need, and whether it suffices. */
export interface EarlierCommits {
  /** The oldest first. */
  readonly missing: readonly EarlierCommit[];
  /** Tried: with these before it, the pick is clean. */
  readonly missingSuffice: boolean;
}

const namedAtMost = 12;

/**
 * Looks for the earlier commits without which a commit's pick conflicts: the smallest set with which
 * it is clean, tried by picking; else those that touched the very lines in conflict.
 */
export async function earlierCommits(
  cache: RepositoryCache,
  pick: { commit: string; onto: string; paths: readonly string[]; own: readonly string[] },
  maximum = namedAtMost,
): Promise<EarlierCommits> {
  const { commit, onto, own } = pick;
  const others = (sha: string) => !own.includes(sha);
  const chain = await verifiedChain(cache, { commit, onto, maximum });
  if (chain) {
    const missing: EarlierCommit[] = [];
    for (const sha of chain.commits.slice(0, -1).filter(others)) {
      const { subject } = await readCommit(cache, sha);
      missing.push({ sha, subject: subject.slice(0, 500) });
    }
    return { missing, missingSuffice: missing.length > 0 };
  }
  const lacking = await missingCommits(cache, { commit, onto, paths: pick.paths });
  const near = lacking.filter(({ sha, sameLines }) => sameLines && others(sha));
  return {
    missing: near
      .slice(-namedAtMost)
      .map(({ sha, subject }) => ({ sha, subject: subject.slice(0, 500) })),
    missingSuffice: false,
  };
}
