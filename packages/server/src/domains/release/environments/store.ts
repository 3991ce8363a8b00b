import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';

/** An environment as other domains know it: where releases run and flags have their values. */
export interface EnvironmentRow {
  readonly id: Id<'environment'>;
  readonly key: string;
  readonly title: string;
  readonly production: boolean;
  readonly position: number;
}

/** All environments, in the order in which a change reaches them. */
export async function allEnvironments(db: Db): Promise<EnvironmentRow[]> {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('environment')
    .innerJoin('entity', 'entity.id', 'environment.id')
    .select(['environment.id', 'key', 'entity.title', 'production', 'position'])
    .orderBy('position')
    .orderBy('key')
    .execute();
  return rows;
}

/** An environment's own row. Throws `not_found`. */
export async function loadEnvironment(db: Db, id: Id<'environment'>) {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('environment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('environment');
  return row;
}

/** The environment with a key, if there is one. */
export async function environmentByKey(
  db: Db,
  key: string,
): Promise<Id<'environment'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('environment')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.id;
}

/** The place behind the last environment. */
export async function nextPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(position) + 1, 0) as next from environment
  `.execute(db);
  return rows[0]?.next ?? 0;
}

/** The freeze that holds an environment at a moment, if any. */
export async function currentFreeze(db: Db, id: Id<'environment'>, now: Temporal.Instant) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('environment_freeze')
    .selectAll()
    .where('environment_id', '=', id)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', toDate(now))]))
    .executeTakeFirst();
}
