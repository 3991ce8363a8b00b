import { toReference, type Id } from '@throughline/contract';
import {
  cherryPick,
  commitTree,
  pushRef,
  readCommits,
  readRemote,
  type RepositoryCache,
} from '@throughline/git';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { ReleaseTables } from '../tables.ts';
import { changesToRetarget, type ToRetarget } from './branch-store.ts';

interface Retargeted {
  readonly state: 'moved' | 'conflict' | 'refused';
  readonly newHead: string | null;
  readonly says: string;
  readonly conflicts: readonly string[];
}

/**
 * Moves the branches of changes that stand on one that landed squashed or rebased: what is their own
 * is put on top of what landed, so that they neither bring the same again nor conflict with it. Their
 * authors and dates stay. What doesn't go on top is left as it is, and said.
 */
export async function retargetChanges(
  deps: {
    db: Db;
    jobs: () => Jobs;
    write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
  },
  repository: Id<'repository'>,
  cache: RepositoryCache,
): Promise<void> {
  for (const change of await changesToRetarget(deps.db, repository)) {
    const moved = await move(cache, change);
    await deps.write(async (context) => {
      await context.tx
        .$extendTables<ReleaseTables>()
        .insertInto('branch_retarget')
        .values({
          change_id: change.id,
          head: change.head,
          parent_id: change.parent_id,
          new_head: moved.newHead,
          state: moved.state,
          says: moved.says.slice(0, 2000),
          conflicts: [...moved.conflicts],
          at: toDate(context.now),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await record(context, {
        action: moved.state === 'moved' ? 'change.retargeted' : 'change.retarget_failed',
        entity: { kind: 'change', id: change.id },
        after: {
          onto: toReference('change', change.parent_id),
          head: moved.newHead,
          says: moved.says,
        },
      });
      await deps.jobs().enqueue(context.tx, fetchJob, { repository });
    });
  }
}

async function move(cache: RepositoryCache, change: ToRetarget): Promise<Retargeted> {
  let onto = change.landed;
  const range = { from: [change.head], since: [change.parent_head], limit: 500 };
  const commits = await Array.fromAsync(readCommits(cache, range));
  for (const commit of commits.toReversed()) {
    if (commit.parents.length > 1) continue;
    const picked = await cherryPick(cache, { commit: commit.sha, onto });
    if (!picked.clean) {
      return {
        state: 'conflict',
        newHead: null,
        says: `“${change.parent_title}”, on which it stands, landed under another commit, and ${commit.sha.slice(0, 8)} “${commit.subject}” doesn't go on top of that. Rebase the branch by hand.`,
        conflicts: picked.conflicts.map(({ path, kind }) => `${path} (${kind})`).slice(0, 20),
      };
    }
    if (picked.empty) continue;
    onto = await commitTree(cache, {
      tree: picked.tree,
      parents: [onto],
      message: `${[commit.subject, commit.body.trim()].filter((text) => text !== '').join('\n\n')}\n`,
      author: commit.author,
      committer: commit.committer,
    });
  }
  const ref = `refs/heads/${change.branch}`;
  const pushed = await pushRef(cache, { ref, to: onto, expected: change.head });
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  const there = pushed.outcome === 'landed' || (await readRemote(cache)).refs.get(ref) === onto;
  if (!there) {
    const says = `The branch could not be moved onto what landed: ${pushed.reason}`;
    return { state: 'refused', newHead: null, says, conflicts: [] };
  }
  const says = `“${change.parent_title}” landed, and the branch was moved on top of it.`;
  return { state: 'moved', newHead: onto, says, conflicts: [] };
}
