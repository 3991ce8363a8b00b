import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';

/** A lock's own row. */
export type LockRow = Awaited<ReturnType<typeof currentLocks>>[number];

/** The locks that hold a place now: of the environment for this repository, or for every one. */
export async function currentLocks(
  db: Db,
  place: { environment_id: Id<'environment'>; repository_id: Id<'repository'> },
  now: Temporal.Instant,
) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_lock')
    .selectAll()
    .where('environment_id', '=', place.environment_id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', toDate(now))]))
    .where((where) =>
      where.or([
        where('repository_id', 'is', null),
        where('repository_id', '=', place.repository_id),
      ]),
    )
    .orderBy('since')
    .execute();
}

/** A hard lock that holds an environment for every repository, if any. */
export async function environmentLock(
  db: Db,
  environment: Id<'environment'>,
  now: Temporal.Instant,
) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_lock')
    .select(['by_name', 'reason'])
    .where('environment_id', '=', environment)
    .where('repository_id', 'is', null)
    .where('hard', '=', true)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', toDate(now))]))
    .executeTakeFirst();
}

/** A lock, kept as it is until the transaction ends. */
export async function lockRow(tx: Tx, id: Id<'deployment_lock'>) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_lock')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
