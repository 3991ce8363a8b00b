import type { Id } from '@throughline/contract';
import { GitError, previewPicks, type PickPreview, type RepositoryCache } from '@throughline/git';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { linesOf } from '../lines/store.ts';
import { earlierCommits, type EarlierCommits } from './earlier-commits.ts';
import { pathsOf } from './pick-backport.ts';
import { broughtChanges, previewKeys, type BroughtChange } from './store.ts';
import type { PreviewOutcome } from './tables.ts';

/** Of more open changes than this the last changed ones are previewed. */
const maximumChanges = 200;
/** For so many conflicts on a line it is looked for what they lack, among so many commits. */
const maximumChains = 40;
const maximumDrawnIn = 6;

interface Preview extends EarlierCommits {
  readonly outcome: PreviewOutcome;
  readonly paths: readonly string[];
}

/**
 * Says of every open change of a repository what would happen to it on every supported line.
 * Computed where the change or the line moved since, and kept; nothing is pushed. It says how many.
 */
export async function previewBackports(
  deps: { db: Db; write<T>(write: (context: WriteContext) => Promise<T>): Promise<T> },
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<number> {
  const { db } = deps;
  let computed = 0;
  const lines = (await linesOf(db, repository)).filter(
    ({ state, strategy }) => state === 'supported' && strategy !== 'roll-forward',
  );
  if (lines.length === 0) return 0;
  const changes = await broughtChanges(db, { openIn: repository, limit: maximumChanges });
  const known = await previewKeys(db, repository);
  for (const line of lines) {
    const { head } = line;
    if (head === null) continue;
    const moved = changes.filter((change) => {
      const before = known.get(`${change.id} ${line.id}`);
      return before?.change !== change.head || before.line !== head;
    });
    if (moved.length === 0) continue;
    const previews = await previewsOn(cache, moved, head);
    let chains = 0;
    for (const [index, change] of moved.entries()) {
      const preview = previews[index];
      const conflict = preview?.outcome === 'conflict' ? preview : undefined;
      // Looking for what is missing costs more than the rest: the last changed ones have it.
      const looked = conflict !== undefined && (chains += 1) <= maximumChains;
      await keep(
        deps,
        change,
        { id: line.id, head },
        {
          outcome: preview ? outcomes[preview.outcome] : 'unreadable',
          paths: conflict
            ? [...new Set(conflict.conflicts.map(({ path }) => path))].slice(0, 200)
            : [],
          ...(looked ? await missingFor(cache, change, head, conflict) : nothing),
        },
      );
      computed += 1;
    }
  }
  return computed;
}

const nothing: EarlierCommits = { missing: [], missingSuffice: false };
const outcomes = {
  clean: 'clean',
  already: 'empty',
  conflict: 'conflict',
  impossible: 'unreadable',
} as const;

/** All in one go; where a commit isn't here, one by one, so that it fails for itself only. */
async function previewsOn(
  cache: RepositoryCache,
  changes: readonly BroughtChange[],
  head: string,
): Promise<(PickPreview | undefined)[]> {
  const wanted = changes.map(({ commits }) => ({ commits: commits.map(({ sha }) => sha) }));
  try {
    return (await previewPicks(cache, wanted, [head])).map(([preview]) => preview);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
  }
  const each: (PickPreview | undefined)[] = [];
  for (const one of wanted) {
    try {
      each.push((await previewPicks(cache, [one], [head]))[0]?.[0]);
    } catch (error) {
      if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
      each.push(undefined);
    }
  }
  return each;
}

async function missingFor(
  cache: RepositoryCache,
  change: BroughtChange,
  head: string,
  conflict: Extract<PickPreview, { outcome: 'conflict' }>,
): Promise<EarlierCommits> {
  const pick = {
    commit: conflict.at,
    onto: head,
    paths: pathsOf(conflict.conflicts),
    own: change.commits.map(({ sha }) => sha),
  };
  return earlierCommits(cache, pick, maximumDrawnIn);
}

async function keep(
  deps: { write<T>(write: (context: WriteContext) => Promise<T>): Promise<T> },
  change: BroughtChange,
  line: { id: Id<'release_line'>; head: string },
  preview: Preview,
): Promise<void> {
  await deps.write(async ({ tx, now }) => {
    await sql`
      insert into backport_preview (change_id, line_id, change_head, line_head, outcome, paths,
        missing, missing_suffice, at)
      values (${change.id}, ${line.id}, ${change.head}, ${line.head}, ${preview.outcome},
        ${JSON.stringify(preview.paths)}, ${JSON.stringify(preview.missing)},
        ${preview.missingSuffice}, ${toDate(now)})
      on conflict (change_id, line_id) do update set change_head = excluded.change_head,
        line_head = excluded.line_head, outcome = excluded.outcome, paths = excluded.paths,
        missing = excluded.missing, missing_suffice = excluded.missing_suffice, at = excluded.at
    `.execute(tx);
  });
}
