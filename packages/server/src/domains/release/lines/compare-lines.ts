import type { Id } from '@throughline/contract';
import {
  branchRef,
  gitText,
  pickedFrom,
  readCommits,
  resolveCommit,
  type RepositoryCache,
} from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadRepository } from '../repositories/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { hotfixHeads, linesOf, replaceLineCommits, type LineCommit } from './store.ts';
import type { OnDefault } from './tables.ts';

/** A line with more commits of its own than this is a fork: the newest of them are compared. */
const maximumCommits = 2000;
/** How far back the default branch is read for what was brought forward. */
const maximumForward = 20_000;

/**
 * Says of every commit that a line has and the default branch hasn't whether the default branch has
 * it otherwise: as what it was picked from, brought forward, or as the same patch. Only lines that
 * moved, or whose default branch did, are compared; it says how many.
 */
export async function compareLines(
  deps: { db: Db; write<T>(write: (context: WriteContext) => Promise<T>): Promise<T> },
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<number> {
  const { default_branch: branch } = await loadRepository(deps.db, repository);
  if (branch === null) return 0;
  let compared = 0;
  const main = await resolveCommit(cache, branchRef(branch));
  for (const line of await linesOf(deps.db, repository)) {
    const { head } = line;
    if (head === null) continue;
    const hotfixes = await hotfixHeads(deps.db, line.id);
    const heads = [head, ...hotfixes].join(' ');
    if (line.compared_head === heads && line.compared_default === main) continue;
    const commits = await compare(cache, head, hotfixes, main);
    await deps.write(async ({ tx }) => {
      await replaceLineCommits(tx, line.id, commits);
      await tx
        .$extendTables<ReleaseTables>()
        .updateTable('release_line')
        .set({ compared_head: heads, compared_default: main })
        .where('id', '=', line.id)
        .execute();
    });
    compared += 1;
  }
  return compared;
}

async function compare(
  cache: RepositoryCache,
  head: string,
  hotfixes: readonly string[],
  main: string,
): Promise<LineCommit[]> {
  const own = [
    ...(await ownCommits(cache, hotfixes, [main, head], true)),
    ...(await ownCommits(cache, [head], [main], false)),
  ];
  if (own.length === 0) return [];
  const forward = new Set<string>();
  const onMain = new Set<string>();
  const since = { from: [main], since: [head], limit: maximumForward };
  for await (const commit of readCommits(cache, since)) {
    onMain.add(commit.sha);
    for (const origin of pickedFrom(commit.body)) forward.add(origin);
  }
  const twins = new Set<string>();
  for (const tip of [head, ...hotfixes]) {
    for (const sha of await samePatches(cache, tip, main)) twins.add(sha);
  }
  return own.map((commit) => ({ ...commit, onDefault: how(commit, { onMain, forward, twins }) }));
}

/** What some heads have and others haven't, the newest first, without merges. */
async function ownCommits(
  cache: RepositoryCache,
  from: readonly string[],
  since: readonly string[],
  onHotfix: boolean,
): Promise<Omit<LineCommit, 'onDefault'>[]> {
  const own: Omit<LineCommit, 'onDefault'>[] = [];
  for await (const commit of readCommits(cache, { from, since, limit: maximumCommits })) {
    if (commit.parents.length > 1) continue;
    own.push({
      sha: commit.sha,
      subject: commit.subject.slice(0, 1000),
      author: commit.author.name.slice(0, 200),
      at: commit.committer.at,
      pickedFrom: pickedFrom(commit.body),
      onHotfix,
    });
  }
  return own;
}

function how(
  commit: Pick<LineCommit, 'sha' | 'pickedFrom'>,
  known: {
    onMain: ReadonlySet<string>;
    forward: ReadonlySet<string>;
    twins: ReadonlySet<string>;
  },
): OnDefault | null {
  const picked = commit.pickedFrom.some((origin) =>
    origin.length >= 40
      ? known.onMain.has(origin)
      : known.onMain.values().some((sha) => sha.startsWith(origin)),
  );
  if (picked) return 'picked';
  if (known.forward.has(commit.sha)) return 'forward';
  return known.twins.has(commit.sha) ? 'same-patch' : null;
}

/** The line's commits whose patch the default branch has, too (git-patch-id(1)). */
async function samePatches(
  cache: RepositoryCache,
  head: string,
  main: string,
): Promise<Set<string>> {
  const text = await gitText(
    ['rev-list', '--right-only', '--cherry-mark', '--no-merges', `${main}...${head}`, '--'],
    { repository: cache.directory, timeoutMs: 5 * 60_000 },
  );
  return new Set(text.split('\n').flatMap((row) => (row.startsWith('=') ? [row.slice(1)] : [])));
}
