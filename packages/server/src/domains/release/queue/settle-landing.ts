import type { Id } from '@throughline/contract';
import {
  branchRef,
  fetchRemote,
  GitError,
  isAncestor,
  pushRef,
  readRemote,
  resolveCommit,
  type RepositoryCache,
} from '@throughline/git';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { ReleaseTables } from '../tables.ts';
import type { ChainLink } from './compose-chain.ts';
import { entriesById, lockQueue, pendingLanding } from './queue-store.ts';

/** What landing needs. */
export interface LandDeps {
  readonly db: Db;
  readonly jobs: () => Jobs;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

/**
 * Intends to land: the ref, where it is and where it will be, are in the database before the remote
 * hears of it. `settleLanding` then pushes, and does so again after a crash.
 */
export async function intendLanding(
  deps: LandDeps,
  landing: { repository: Id<'repository'>; branch: string; old: string },
  links: readonly ChainLink[],
): Promise<boolean> {
  const tip = links.at(-1);
  if (!tip) return false;
  return deps.write(async (context) => {
    const { tx, now } = context;
    const queue = await lockQueue(tx, landing.repository);
    if (queue.paused_at) return false;
    const tables = tx.$extendTables<ReleaseTables>();
    const ids = links.map(({ entry }) => entry.id);
    const taken = await tables
      .updateTable('queue_entry')
      .set({ state: 'landing' })
      .where('id', 'in', ids)
      .where('state', '=', 'queued')
      .returning('id')
      .execute();
    // Somebody took one out in between: what was built is no longer what would land.
    if (taken.length !== ids.length) {
      await requeue(context, ids);
      return false;
    }
    await tables
      .insertInto('queue_landing')
      .values({
        id: newId('queue_landing'),
        repository_id: landing.repository,
        ref: `refs/heads/${landing.branch}`,
        old: landing.old,
        new: tip.sha,
        entries: ids,
        state: 'pushing',
        at: toDate(now),
      })
      .execute();
    return true;
  });
}

type Settled =
  | { readonly state: 'landed' }
  | { readonly state: 'void'; readonly says: string; readonly pause: boolean };

/**
 * Brings an intended landing to its end, before and after a crash alike: where the remote has the
 * new commit, it has landed; where it is still at the old one, it is pushed, under a lease; else the
 * changes go back to the queue. Throws where nobody can tell: it is looked at again.
 */
export async function settleLanding(
  deps: LandDeps,
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<boolean> {
  const landing = await pendingLanding(deps.db, repository);
  if (!landing) return false;
  const settled = await reach(cache, landing);
  await deps.write(async (context) => {
    const { tx } = context;
    await lockQueue(tx, repository);
    const written = await tx
      .$extendTables<ReleaseTables>()
      .updateTable('queue_landing')
      .set({ state: settled.state, says: settled.state === 'void' ? settled.says : '' })
      .where('id', '=', landing.id)
      .where('state', '=', 'pushing')
      .returning('id')
      .executeTakeFirst();
    if (!written) return;
    if (settled.state === 'landed') {
      await markLanded(context, landing.entries);
      await deps.jobs().enqueue(tx, fetchJob, { repository });
    } else {
      await requeue(context, landing.entries);
      if (settled.pause) await pause(context, repository, settled.says);
    }
    await record(context, {
      action: settled.state === 'landed' ? 'repository.landed' : 'repository.landing_void',
      entity: { kind: 'repository', id: repository },
      after: {
        old: landing.old,
        new: landing.new,
        ...(settled.state === 'void' ? { says: settled.says } : {}),
      },
    });
  });
  return true;
}

async function reach(
  cache: RepositoryCache,
  landing: { ref: string; old: string; new: string },
): Promise<Settled> {
  const present = (await readRemote(cache)).refs.get(landing.ref);
  if (present === landing.new) return { state: 'landed' };
  if (present !== landing.old) {
    await fetchRemote(cache);
    if (present !== undefined && (await contains(cache, landing))) return { state: 'landed' };
    return { state: 'void', says: 'Somebody else moved the branch.', pause: false };
  }
  if (!(await has(cache, landing.new))) {
    return { state: 'void', says: 'The commit was lost with its cache.', pause: false };
  }
  const pushed = await pushRef(cache, { ref: landing.ref, to: landing.new, expected: landing.old });
  switch (pushed.outcome) {
    case 'landed':
      return { state: 'landed' };
    case 'rejected-stale':
      await fetchRemote(cache);
      // The push of a server that is gone may have come in just now.
      if (await contains(cache, landing)) return { state: 'landed' };
      return { state: 'void', says: 'Somebody else moved the branch.', pause: false };
    case 'unreachable':
      throw new Error(pushed.reason);
    default:
      return { state: 'void', says: `The remote refuses it: ${pushed.reason}`, pause: true };
  }
}

async function contains(cache: RepositoryCache, landing: { ref: string; new: string }) {
  if (!(await has(cache, landing.new))) return false;
  return isAncestor(cache, landing.new, branchRef(landing.ref.slice('refs/heads/'.length)));
}

async function has(cache: RepositoryCache, sha: string): Promise<boolean> {
  try {
    await resolveCommit(cache, sha);
    return true;
  } catch (error) {
    if (error instanceof GitError && error.code === 'unknown_revision') return false;
    throw error;
  }
}

async function markLanded(context: WriteContext, ids: readonly Id<'queue_entry'>[]): Promise<void> {
  const { tx, now } = context;
  const tables = tx.$extendTables<ReleaseTables>();
  for (const entry of await entriesById(tx, ids)) {
    await tables
      .updateTable('queue_entry')
      .set({ state: 'landed', settled_at: toDate(now), says: '' })
      .where('id', '=', entry.id)
      .execute();
    // After a crash a fetch may have seen it before us.
    if (entry.change_state === 'merged') continue;
    await tables
      .updateTable('change')
      .set({ key: `merged ${entry.change_id}`, merged_at: toDate(now) })
      .where('id', '=', entry.change_id)
      .execute();
    await changeEntity(
      context,
      { kind: 'change', id: entry.change_id },
      {
        action: 'change.merged',
        state: 'merged',
        after: { head: entry.head, landed: entry.candidate },
      },
    );
  }
}

async function requeue(context: WriteContext, ids: readonly Id<'queue_entry'>[]): Promise<void> {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('queue_entry')
    .set({ state: 'queued', onto: null, candidate: null, made: [] })
    .where('id', 'in', [...ids])
    .where('state', '=', 'landing')
    .execute();
}

/** A remote that refuses what was tried refuses it again: a person looks. */
async function pause(context: WriteContext, repository: Id<'repository'>, says: string) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('merge_queue')
    .set({
      paused_at: toDate(context.now),
      paused_by: context.actor.name,
      pause_reason: says.slice(0, 2000),
    })
    .where('repository_id', '=', repository)
    .execute();
}
