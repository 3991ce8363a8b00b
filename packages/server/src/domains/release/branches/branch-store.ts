import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';

/** Whether a repository has a branch, or is about to. */
export async function branchTaken(
  db: Db,
  repository: Id<'repository'>,
  name: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from git_branch where repository_id = ${repository} and name = ${name}
    union all select 1 from feature_branch
    where repository_id = ${repository} and name = ${name} and state <> 'refused' limit 1
  `.execute(db);
  return rows.length > 0;
}

/** The commit of a repository's branch as the last fetch found it. */
export async function branchHead(
  db: Db,
  repository: Id<'repository'>,
  name: string,
): Promise<string | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('git_branch')
    .select('sha')
    .where('repository_id', '=', repository)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.sha;
}

/** The branches of a repository that are to be pushed, or of which nobody knows whether they were. */
export async function unpushedBranches(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('feature_branch')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('state', '=', 'pushing')
    .execute();
}

/**
 * An open change whose branch holds the head of one that a queue landed under another name (squashed
 * or rebased, and fetched since), that waits in no queue itself, and whose present head wasn't tried.
 */
const standsOnLanded = sql`exists (
    select 1 from change_commit held
    join queue_entry landed on landed.repository_id = held.repository_id
      and landed.head = held.sha and landed.state = 'landed' and landed.change_id <> child.id
    join git_commit made on made.repository_id = held.repository_id
      and made.sha = landed.candidate and made.on_default and made.parents < 2
    where held.change_id = child.id and held.sha <> child.head)
  and not exists (select 1 from queue_entry waits
    where waits.change_id = child.id and waits.state in ('queued', 'landing'))
  and not exists (select 1 from branch_retarget tried
    where tried.change_id = child.id and tried.head = child.head)`;

/** The repositories with branches to push or to move. */
export async function repositoriesWithBranchWork(db: Db): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select repository_id as id from feature_branch where state = 'pushing'
    union
    select child.repository_id from change child join entity on entity.id = child.id
    where entity.kind = 'change' and entity.state = 'open' and ${standsOnLanded}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** A change that stands on what landed under another name. */
export interface ToRetarget {
  id: Id<'change'>;
  branch: string;
  head: string;
  parent_id: Id<'change'>;
  parent_title: string;
  parent_head: string;
  landed: string;
}

/** The changes of a repository that stand on what landed under another name. */
export async function changesToRetarget(
  db: Db,
  repository: Id<'repository'>,
): Promise<ToRetarget[]> {
  const { rows } = await sql<ToRetarget>`
    select distinct on (child.id) child.id, child.branch, child.head,
      landed.change_id as parent_id, landed.title as parent_title, landed.head as parent_head,
      landed.candidate as landed
    from change child join entity on entity.id = child.id
    join change_commit held on held.change_id = child.id
    join queue_entry landed on landed.repository_id = held.repository_id
      and landed.head = held.sha and landed.state = 'landed' and landed.change_id <> child.id
    where child.repository_id = ${repository} and entity.state = 'open'
      and child.branch is not null and ${standsOnLanded}
    -- The nearest of several: what is above it is the change's own.
    order by child.id, held.ordinal
  `.execute(db);
  return rows;
}
