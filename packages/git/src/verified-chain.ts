import type { Repository } from './cache.ts';
import { gitText } from './git.ts';
import { missingCommits } from './missing-commits.ts';
import { previewPicks, type PickPreview } from './preview-picks.ts';
import { resolveCommit, type Revision } from './revision.ts';

/** Commits that can be picked one on another without a conflict. */
export interface VerifiedChain {
  /** In the order in which they are picked; the wanted commit comes last. */
  readonly commits: readonly string[];
  /**
   * Whether no smaller set of the commits in question does it. Otherwise there were too many to try
   * them all, and it is only certain that none of the chain can be left out.
   */
  readonly smallest: boolean;
}

/** How many sets of commits are tried at most, for each line. */
const maximumTrials = 400;

/**
 * Finds the earlier commits that a line lacks and with which a pick that conflicts is clean: the
 * smallest set of them, checked by picking it. Only commits that touched the files in conflict are
 * looked at, those that touched the same lines first. Clean is not correct: a person reviews what
 * it offers.
 *
 * @param pick `maximum`: how many commits may be drawn in; 20 unless told
 * @returns undefined where there is no such set
 * @throws GitError `unknown_revision`, `invalid_name`, `needs_mainline`
 */
export async function verifiedChain(
  repository: Repository,
  pick: { commit: Revision; onto: Revision; mainline?: number; maximum?: number },
): Promise<VerifiedChain | undefined> {
  const wanted = await resolveCommit(repository, pick.commit);
  const onto = await resolveCommit(repository, pick.onto);
  const mainline = pick.mainline === undefined ? {} : { mainline: pick.mainline };
  const tryAll = async (stacks: readonly (readonly string[])[]) => {
    const changes = stacks.map((commits) => ({ commits, ...mainline }));
    const previews = await previewPicks(repository, changes, [onto]);
    return previews.map(([preview]) => preview);
  };
  const drawn = await drawIn(repository, { wanted, onto, mainline }, pick.maximum ?? 20, tryAll);
  if (drawn === undefined) return undefined;
  const clean = (preview: PickPreview | undefined) =>
    preview?.outcome === 'clean' || preview?.outcome === 'already';

  if (drawn.length === 0) return { commits: [wanted], smallest: true };
  let trials = 0;
  for (let size = 0; size < drawn.length; size += 1) {
    const sets = subsets(drawn, size, maximumTrials - trials);
    if (sets === undefined) break;
    const previews = await tryAll(sets.map((set) => [...set, wanted]));
    const found = sets[previews.findIndex(clean)];
    if (found !== undefined) return { commits: [...found, wanted], smallest: true };
    trials += sets.length;
    if (size === drawn.length - 1) return { commits: [...drawn, wanted], smallest: true };
  }
  let chain = drawn;
  // The latest first: what rests on others goes before them.
  for (const commit of drawn.toReversed()) {
    const without = chain.filter((one) => one !== commit);
    const [preview] = await tryAll([[...without, wanted]]);
    if (clean(preview)) chain = without;
  }
  return { commits: [...chain, wanted], smallest: false };
}

/** Draws commits in until the pick is clean on top of them; they come in their history's order. */
async function drawIn(
  repository: Repository,
  pick: { wanted: string; onto: string; mainline: { mainline?: number } },
  maximum: number,
  tryAll: (stacks: readonly (readonly string[])[]) => Promise<(PickPreview | undefined)[]>,
): Promise<readonly string[] | undefined> {
  const { wanted, onto } = pick;
  const order = await historyOrder(repository, wanted, onto);
  const refused = new Set<string>();
  let drawn: readonly string[] = [];
  while (drawn.length <= maximum) {
    const [preview] = await tryAll([[...drawn, wanted]]);
    if (preview?.outcome === 'clean' || preview?.outcome === 'already') return drawn;
    if (preview?.outcome !== 'conflict') return undefined;
    const { at, conflicts } = preview;
    const paths = [...new Set(conflicts.flatMap(({ path, paths: all }) => [path, ...all]))];
    const range = { commit: at, onto, paths, ...(at === wanted ? pick.mainline : {}) };
    const missing = (await missingCommits(repository, range)).filter(
      ({ sha }) => !drawn.includes(sha) && !refused.has(sha),
    );
    const close = missing.filter(({ sameLines }) => sameLines);
    const next = (close.length > 0 ? close : missing).map(({ sha }) => sha);
    if (next.length > 0) {
      drawn = [...drawn, ...next].toSorted(
        (one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0),
      );
    } else if (at === wanted) {
      return undefined;
    } else {
      // It can't be had: perhaps it goes without.
      refused.add(at);
      drawn = drawn.filter((sha) => sha !== at);
    }
  }
  return undefined;
}

async function historyOrder(
  repository: Repository,
  wanted: string,
  onto: string,
): Promise<Map<string, number>> {
  const text = await gitText(['rev-list', '--topo-order', '--reverse', wanted, `^${onto}`], {
    repository: repository.directory,
  });
  return new Map(text.split('\n').map((sha, index) => [sha, index]));
}

/** All sets of a size, in order; undefined where they are more than `limit`. */
function subsets<T>(items: readonly T[], size: number, limit: number): T[][] | undefined {
  let sets: { set: T[]; next: number }[] = [{ set: [], next: 0 }];
  for (let length = 0; length < size; length += 1) {
    sets = sets.flatMap(({ set, next }) =>
      items
        .slice(next, items.length - (size - length - 1))
        .map((item, offset) => ({ set: [...set, item], next: next + offset + 1 })),
    );
    if (sets.length > limit) return undefined;
  }
  return sets.length > limit ? undefined : sets.map(({ set }) => set);
}
