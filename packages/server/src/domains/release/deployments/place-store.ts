import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';
import { activeStates } from './deployment-rules.ts';

/** Where a repository is deployed to. */
export interface Place {
  readonly environment_id: Id<'environment'>;
  readonly repository_id: Id<'repository'>;
}

/** One deployment at a time decides about a place: an environment of a repository. */
export async function lockPlace(tx: Tx, place: Place): Promise<void> {
  const key = `${place.environment_id} ${place.repository_id}`;
  await sql`select pg_advisory_xact_lock(hashtext('deployment'), hashtext(${key}))`.execute(tx);
}

/** Whether another deployment holds the place. */
export async function isPlaceTaken(
  db: Db,
  deployment: Place & { id: Id<'deployment'> },
): Promise<boolean> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select('id')
    .where('environment_id', '=', deployment.environment_id)
    .where('repository_id', '=', deployment.repository_id)
    .where('state', 'in', activeStates)
    .where('id', '<>', deployment.id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a deployment that was asked for later has begun in the same place. */
export async function isOvertaken(
  db: Db,
  deployment: Place & { id: Id<'deployment'> },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deployment where environment_id = ${deployment.environment_id}
      and repository_id = ${deployment.repository_id} and id > ${deployment.id}
      and started_at is not null limit 1
  `.execute(db);
  return rows.length > 0;
}

/** The first in the queue of a place: a hotfix goes before the others. */
export async function firstInQueue(db: Db, place: Place): Promise<Id<'deployment'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select('id')
    .where('environment_id', '=', place.environment_id)
    .where('repository_id', '=', place.repository_id)
    .where('state', '=', 'queued')
    .orderBy(sql`hotfix_reason is null`)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** What runs in a place now. */
export async function currentDeployment(db: Db, place: Place) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .innerJoin('release', 'release.id', 'deployment.release_id')
    .select(['deployment.id', 'deployment.sha', 'release.version', 'release.tag'])
    .where('environment_id', '=', place.environment_id)
    .where('deployment.repository_id', '=', place.repository_id)
    .where('current', '=', true)
    .executeTakeFirst();
}

/** How many deployments came through in a place so far. */
export async function successesIn(db: Db, place: Place): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from deployment where environment_id = ${place.environment_id}
      and repository_id = ${place.repository_id} and state = 'succeeded'
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Whether a release came through in the environment of a key, and was not rolled back. */
export async function ranIn(db: Db, release: Id<'release'>, key: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deployment join environment on environment.id = deployment.environment_id
    where deployment.release_id = ${release} and environment.key = ${key}
      and deployment.state = 'succeeded' limit 1
  `.execute(db);
  return rows.length > 0;
}

/** Those that wait in a place, hotfixes aside, kept as they are until the transaction ends. */
export async function lockWaiting(tx: Tx, place: Place) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select(['id', 'started_at'])
    .where('environment_id', '=', place.environment_id)
    .where('repository_id', '=', place.repository_id)
    .where('state', '=', 'queued')
    .where('hotfix_reason', 'is', null)
    .forUpdate()
    .execute();
}

/** The commit of a deployment, and the version that it brought. */
export async function broughtBy(
  db: Db,
  id: Id<'deployment'>,
): Promise<{ sha: string; version: string }> {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .innerJoin('release', 'release.id', 'deployment.release_id')
    .select(['deployment.sha', 'release.version'])
    .where('deployment.id', '=', id)
    .executeTakeFirstOrThrow();
}
