import type { Id } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';

/** The queue's own row, made on demand and locked: every write that changes the queue holds it. */
export async function lockQueue(tx: Tx, repository: Id<'repository'>) {
  const tables = tx.$extendTables<ReleaseTables>();
  await tables
    .insertInto('merge_queue')
    .values({ repository_id: repository })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tables
    .selectFrom('merge_queue')
    .selectAll()
    .where('repository_id', '=', repository)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Whether somebody stopped the queue, and why. */
export async function queuePause(db: Db, repository: Id<'repository'>) {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('merge_queue')
    .selectAll()
    .where('repository_id', '=', repository)
    .executeTakeFirst();
  if (!row?.paused_at) return null;
  return { at: row.paused_at, by: row.paused_by ?? '', reason: row.pause_reason ?? '' };
}

/** The title of an open change on which another stands and that waits in no queue. */
function standsOn(change: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`
    select below_entity.title from change above
    join change_commit held on held.change_id = above.id and held.sha <> above.head
    join change below on below.repository_id = above.repository_id and below.head = held.sha
      and below.id <> above.id
    join entity below_entity on below_entity.id = below.id and below_entity.state = 'open'
    where above.id = ${change} and not exists (select 1 from queue_entry waits
      where waits.change_id = below.id and waits.state in ('queued', 'landing'))
    order by held.ordinal limit 1`;
}

/** An open change on which another stands and that isn't queued, by its title. */
export async function unqueuedBelow(db: Db, change: Id<'change'>): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    select title from (${standsOn(sql`${change}::uuid`)}) below
  `.execute(db);
  return rows[0]?.title;
}

/** A queued change with what its change says now. */
export type LiveEntry = Awaited<ReturnType<typeof liveEntries>>[number];

/** The changes that wait in a queue, in the order in which they land. */
export async function liveEntries(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_entry')
    .innerJoin('change', 'change.id', 'queue_entry.change_id')
    .innerJoin('entity', 'entity.id', 'queue_entry.change_id')
    .selectAll('queue_entry')
    .select([
      'change.head as present_head',
      'change.labels',
      'entity.state as change_state',
      'entity.owner_unit_id',
      sql<string | null>`(${standsOn(sql.ref('queue_entry.change_id'))})`.as('stands_on'),
    ])
    .where('queue_entry.repository_id', '=', repository)
    .where('queue_entry.state', 'in', ['queued', 'landing'])
    .orderBy('queue_entry.incident', 'desc')
    .orderBy('queue_entry.high', 'desc')
    .orderBy('queue_entry.id')
    .execute();
}

/** The entry of a change that waits or lands, locked. */
export async function liveEntryOf(tx: Tx, change: Id<'change'>) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_entry')
    .selectAll()
    .where('change_id', '=', change)
    .where('state', 'in', ['queued', 'landing'])
    .forUpdate()
    .executeTakeFirst();
}

/** A change's own row. */
export async function changeRowOf(db: Db, change: Id<'change'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('change')
    .selectAll()
    .where('id', '=', change)
    .executeTakeFirstOrThrow();
}

/** Open changes of a repository by their label that have no entry of their present head. */
export async function unqueuedWithLabel(db: Db, repository: Id<'repository'>, label: string) {
  const { rows } = await sql<{ id: Id<'change'> }>`
    select change.id from change join entity on entity.id = change.id
    where change.repository_id = ${repository} and entity.state = 'open'
      and ${label} = any(change.labels) and change.branch is not null
      and not exists (select 1 from queue_entry entry where entry.change_id = change.id
        and (entry.head = change.head or entry.state in ('queued', 'landing')))
    -- What others stand on goes first.
    order by (select count(*) from change_commit where change_id = change.id),
      change.changed_at, change.id limit 200
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The builds of a queue that run, or that the remote still has as branches. */
export async function openBuilds(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_build')
    .selectAll()
    .where('repository_id', '=', repository)
    .where((eb) => eb.or([eb('state', '=', 'running'), eb('pushed', '=', true)]))
    .orderBy('id')
    .execute();
}

/** A build that runs or has been made. */
export type BuildRow = Awaited<ReturnType<typeof openBuilds>>[number];

/** The last build of a commit. */
export async function buildOfCommit(db: Db, repository: Id<'repository'>, sha: string) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_build')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('sha', '=', sha)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** How the builds of some commits stand; those that were stopped don't count. */
export async function buildsOf(db: Db, repository: Id<'repository'>, shas: readonly string[]) {
  const { rows } = await sql<{
    id: Id<'queue_build'>;
    sha: string;
    state: 'running' | 'green' | 'red';
    says: string;
    attempt_id: Id<'attempt'> | null;
  }>`
    select id, sha, state, says, attempt_id from queue_build
    where repository_id = ${repository} and sha = any(${[...shas]}::text[]) and state <> 'stopped'
  `.execute(db);
  return new Map(rows.map((row) => [row.sha, row]));
}

/** The attempts of a build's commands, the oldest first. */
export async function attemptsOf(db: Db, build: Id<'queue_build'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('check_attempt')
    .selectAll()
    .where('build_id', '=', build)
    .orderBy('attempt')
    .execute();
}

/** What programs outside said of a commit, by the name of their check. */
export async function commitChecks(db: Db, repository: Id<'repository'>, sha: string) {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('commit_check')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('sha', '=', sha)
    .execute();
  return new Map(rows.map((row) => [row.name, row]));
}

/** The push of a queue that was intended, and of which nobody knows yet what became. */
export async function pendingLanding(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_landing')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('state', '=', 'pushing')
    .executeTakeFirst();
}

/** The entries of a landing, in the order in which they land. */
export async function entriesById(db: Db, ids: readonly Id<'queue_entry'>[]) {
  if (ids.length === 0) return [];
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('queue_entry')
    .innerJoin('entity', 'entity.id', 'queue_entry.change_id')
    .selectAll('queue_entry')
    .select('entity.state as change_state')
    .where('queue_entry.id', 'in', [...ids])
    .orderBy('queue_entry.id')
    .execute();
}

/** Of changes that a queue landed: the heads whose branches are of the past. */
export async function landedHeads(
  db: Db,
  repository: Id<'repository'>,
  heads: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ head: string }>`
    select distinct head from queue_entry
    where repository_id = ${repository} and state = 'landed' and head = any(${[...heads]}::text[])
  `.execute(db);
  return new Set(rows.map(({ head }) => head));
}

/** The repositories whose queues have something to do. */
export async function busyQueues(db: Db): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select repository_id as id from queue_entry where state in ('queued', 'landing')
    union select repository_id from queue_build where state = 'running' or pushed
    union select repository_id from queue_landing where state = 'pushing'
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The attempts of checks whose runner was not heard of until its lease ended. */
export async function lostChecks(db: Db, now: Temporal.Instant) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('check_attempt')
    .innerJoin('queue_build', 'queue_build.id', 'check_attempt.build_id')
    .select(['check_attempt.id', 'check_attempt.fence', 'queue_build.repository_id'])
    .where('check_attempt.state', '=', 'running')
    .where('check_attempt.lease_until', '<', toDate(now))
    .execute();
}

/** How many releases of a repository wait to run in an environment. */
export async function undeployedReleases(
  db: Db,
  repository: Id<'repository'>,
  environment: string,
): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from release
    join entity on entity.id = release.id and entity.state = 'cut'
    where release.repository_id = ${repository} and release.tagged_at > coalesce((
      select max(running.tagged_at) from deployment
      join release running on running.id = deployment.release_id
      join environment on environment.id = deployment.environment_id
      where deployment.repository_id = ${repository} and environment.key = ${environment}
        and deployment.current), '-infinity')
  `.execute(db);
  return rows[0]?.waiting ?? 0;
}

/** The last lines that a check's attempt wrote. */
export async function checkLogTail(db: Db, attempt: Id<'attempt'>): Promise<string[]> {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('check_log')
    .select('text')
    .where('attempt_id', '=', attempt)
    .orderBy('sequence', 'desc')
    .limit(20)
    .execute();
  const text = rows
    .toReversed()
    .map((row) => row.text)
    .join('');
  return text === '' ? [] : text.trimEnd().split('\n').slice(-30);
}
