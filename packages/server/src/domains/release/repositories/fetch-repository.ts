import type { Id } from '@throughline/contract';
import {
  fetchRemote,
  GitError,
  isAncestor,
  listBranches,
  listTags,
  readCommits,
  type Commit,
  type RepositoryCache,
} from '@throughline/git';
import { system } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { gitProblem } from '../git-problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { findWorkflowFile, keepWorkflowFile } from '../workflow/keep-workflow-file.ts';
import { seriesOf } from '../lines/line-rules.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { landedHeads } from '../queue/queue-store.ts';
import { followLabels } from '../queue/follow-labels.ts';
import { isOurs, landedUnits, workTrailers } from './change-rules.ts';
import { sharedBranches } from '../integration/integration-store.ts';
import { branchesPartlyLanded, openChanges } from './change-store.ts';
import { indexChanges, type OpenBranch } from './index-changes.ts';
import type { RepositoryCaches } from './repository-caches.ts';
import {
  commitsOnDefault,
  forgetDefault,
  keepCommits,
  loadRepository,
  replaceBranches,
  replaceTags,
  type IndexedCommit,
} from './store.ts';

/** What a fetch needs; `write` runs a write of the server's own in one transaction. */
export interface FetchDeps {
  readonly db: Db;
  readonly caches: RepositoryCaches;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

const batch = 1000;
/** A branch with more of its own than this is a fork, and its first commits say little. */
const maximumCommits = 500;
/** More open branches than this are the past: only the last changed ones are changes. */
const maximumChanges = 1000;

function indexed(commit: Commit): IndexedCommit {
  return {
    sha: commit.sha,
    subject: commit.subject.slice(0, 1000),
    author: commit.author.name.slice(0, 200),
    at: commit.committer.at,
    trailers: workTrailers(commit.trailers),
    parents: commit.parents,
  };
}

/**
 * Brings a repository's cache and its index up to the remote. A remote that cannot be read is kept
 * as the repository's state, not thrown. Does nothing where another node is at it.
 */
export async function fetchRepository(deps: FetchDeps, id: Id<'repository'>): Promise<void> {
  try {
    await deps.caches.exclusively(id, async (cache) => {
      const { defaultBranch } = await fetchRemote(cache);
      await indexRepository(deps, id, cache, defaultBranch);
    });
  } catch (error) {
    const says = gitProblem(error);
    if (says === undefined) throw error;
    await deps.write((context) => stateOf(context, id, { fetchProblem: says }));
  }
}

async function indexRepository(
  deps: FetchDeps,
  id: Id<'repository'>,
  cache: RepositoryCache,
  defaultBranch: string | undefined,
) {
  const { db } = deps;
  const known = await loadRepository(db, id);
  const branches = await listBranches(cache);
  const head = branches.find(({ name }) => name === defaultBranch)?.sha;
  const landed = head ? await indexDefault(db, id, cache, head, known.indexed_head) : new Map();
  const ahead = await openBranches(db, id, cache, branches, head, defaultBranch);
  const tags = (await listTags(cache))
    .filter(({ target }) => target.type === 'commit')
    .map((tag) => ({
      name: tag.name,
      sha: tag.target.sha,
      at: tag.at ?? null,
      subject: tag.subject ?? null,
    }));
  const workflow = head ? await findWorkflowFile(cache, head) : undefined;
  await deps.write(async (context) => {
    const { tx } = context;
    const entity = await loadEntity(tx, context.actor, { kind: 'repository', id }, { lock: true });
    const moved = await replaceBranches(tx, id, branches);
    const tagged = await replaceTags(tx, id, tags);
    const rules = await keepWorkflowFile(context, id, workflow);
    const changes = await indexChanges(context, {
      repository: id,
      ownerUnit: entity.ownerUnit,
      branches: ahead,
      landed: head ? landedUnits(head, landed) : [],
    });
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('repository')
      .set({ default_branch: defaultBranch ?? null, indexed_head: head ?? null })
      .where('id', '=', id)
      .execute();
    await followLabels(context, id);
    await stateOf(context, id, {
      fetchProblem: null,
      moved: moved || tagged || rules || changes > 0,
    });
  });
}

/** Reads what is new on the default branch; all of it where the branch was rewritten. */
async function indexDefault(
  db: Db,
  id: Id<'repository'>,
  cache: RepositoryCache,
  head: string,
  indexedHead: string | null,
): Promise<Map<string, IndexedCommit>> {
  const found = new Map<string, IndexedCommit>();
  if (head === indexedHead) return found;
  let since = indexedHead ? [indexedHead] : [];
  if (indexedHead && !(await grew(cache, indexedHead, head))) {
    await forgetDefault(db, id);
    since = [];
  }
  let waiting: IndexedCommit[] = [];
  for await (const commit of readCommits(cache, { from: [head], since })) {
    const row = indexed(commit);
    found.set(row.sha, row);
    waiting.push(row);
    if (waiting.length < batch) continue;
    await keepCommits(db, id, waiting, true);
    waiting = [];
  }
  await keepCommits(db, id, waiting, true);
  return found;
}

/** Whether the branch only grew; a head that a cache made anew doesn't have says no. */
async function grew(cache: RepositoryCache, before: string, head: string): Promise<boolean> {
  try {
    return await isAncestor(cache, before, head);
  } catch (error) {
    if (error instanceof GitError && error.code === 'unknown_revision') return false;
    throw error;
  }
}

async function openBranches(
  db: Db,
  id: Id<'repository'>,
  cache: RepositoryCache,
  branches: readonly { name: string; sha: string; at: string }[],
  head: string | undefined,
  defaultBranch: string | undefined,
): Promise<OpenBranch[]> {
  if (head === undefined) return [];
  const heads = branches.map(({ sha }) => sha);
  const merged = await commitsOnDefault(db, id, heads);
  const landed = await landedHeads(db, id, heads);
  const shared = await sharedBranches(db, id);
  const shrunk = await branchesPartlyLanded(db, id);
  const open = await db.transaction().execute((tx) => openChanges(tx, id));
  // Lines, and branches on which patches of lines are made, are no changes.
  const { lines } = await workflowOf(db, id);
  const isChange = (name: string) =>
    name !== defaultBranch &&
    seriesOf(name, lines.names) === undefined &&
    !isOurs(name) &&
    !shared.has(name);
  const ahead = branches
    .filter(({ name, sha }) => isChange(name) && !merged.has(sha) && !landed.has(sha))
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .slice(0, maximumChanges);
  const found: OpenBranch[] = [];
  for (const branch of ahead) {
    if (open.get(branch.name)?.head === branch.sha && !shrunk.has(branch.name)) {
      found.push({ ...branch, commits: undefined });
      continue;
    }
    const commits: IndexedCommit[] = [];
    const range = { from: [branch.sha], since: [head], limit: maximumCommits };
    for await (const commit of readCommits(cache, range)) commits.push(indexed(commit));
    await keepCommits(db, id, commits, false);
    found.push({ ...branch, commits });
  }
  return found;
}

/** Keeps how the fetch went; the ledger hears of it only where something changed. */
async function stateOf(
  context: WriteContext,
  id: Id<'repository'>,
  outcome: { fetchProblem: string | null; moved?: boolean },
) {
  const { tx, now } = context;
  const ref = { kind: 'repository', id } as const;
  const entity = await loadEntity(tx, system('fetch'), ref, { lock: true });
  const before = await loadRepository(tx, id);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('repository')
    .set({
      fetch_problem: outcome.fetchProblem,
      fetch_due_at: toDate(now.add({ seconds: 60 })),
      ...(outcome.fetchProblem === null ? { fetched_at: toDate(now) } : {}),
    })
    .where('id', '=', id)
    .execute();
  const state = outcome.fetchProblem === null ? 'connected' : 'unreachable';
  if (state === entity.state && !outcome.moved && before.fetch_problem === outcome.fetchProblem) {
    return;
  }
  await changeEntity(context, ref, {
    action: state === 'connected' ? 'repository.fetched' : 'repository.unreachable',
    state,
  });
}
