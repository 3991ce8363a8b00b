import type { Id } from '@throughline/contract';
import {
  GitError,
  pickCommits,
  resolveCommit,
  type PickConflict,
  type RepositoryCache,
} from '@throughline/git';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { linesOf, pickedOnLine, type LineRow } from '../lines/store.ts';
import { earlierCommits, type EarlierCommits } from './earlier-commits.ts';
import { broughtChanges, previewKeys, type BroughtChange } from './store.ts';
import type { PreviewOutcome } from './tables.ts';

/** Of more open changes than this the last changed ones are previewed. */
const maximumChanges = 200;

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
    const picked = await pickedOnLine(db, line.id);
    for (const change of changes) {
      const before = known.get(`${change.id} ${line.id}`);
      if (before?.change === change.head && before.line === head) continue;
      const preview = await previewOf(cache, change, { ...line, head }, picked);
      await keep(deps, change, { id: line.id, head }, preview);
      computed += 1;
    }
  }
  return computed;
}

async function previewOf(
  cache: RepositoryCache,
  change: BroughtChange,
  line: LineRow & { head: string },
  picked: ReadonlySet<string>,
): Promise<Preview> {
  const nothing = { paths: [], missing: [], missingSuffice: false };
  try {
    await resolveCommit(cache, line.head);
    const outcome = await pickCommits(cache, {
      commits: change.commits.map(({ sha }) => sha),
      onto: line.head,
      committer: {
        name: 'Throughline',
        email: 'trial@throughline.invalid',
        at: '2000-01-01T00:00:00Z',
      },
    });
    if (outcome.clean) {
      return { outcome: outcome.head === line.head ? 'empty' : 'clean', ...nothing };
    }
    const { conflict } = outcome;
    const own = new Set([...picked, ...change.commits.map(({ sha }) => sha)]);
    return {
      outcome: 'conflict',
      paths: pathsOf(conflict),
      ...(await earlierCommits(cache, conflict, own)),
    };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { outcome: 'unreadable', ...nothing };
  }
}

function pathsOf(conflict: PickConflict): string[] {
  return [...new Set(conflict.conflicts.map(({ path }) => path))].slice(0, 200);
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
