import type { Id } from '@throughline/contract';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { sql } from 'kysely';
import type { DatedValue } from '../rules.ts';
import type { CatalogTables } from '../tables.ts';
import { sourceOf, type Source } from './source-rules.ts';

/** A metric's source. Its entity decides who sees it: load that first. Throws `not_found`. */
export async function loadSource(db: Db, id: Id<'metric'>): Promise<Source> {
  const row = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric')
    .select(['source', 'connection_id', 'settings'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such metric.');
  return sourceOf(row);
}

/** The sources of several metrics, by id. */
export async function loadSourceKinds(
  db: Db,
  ids: readonly Id<'metric'>[],
): Promise<Map<Id<'metric'>, Source['kind']>> {
  const rows = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric')
    .select(['id', 'source'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, source }) => [id, source]));
}

/** Metrics of which no value was taken on a day yet, at most 1,000. */
export async function metricsToTake(db: Db, today: Temporal.PlainDate): Promise<Id<'metric'>[]> {
  const rows = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric')
    .select('id')
    .where('source', 'in', ['insight', 'sql'])
    .where((where) =>
      where.or([where('taken_on', 'is', null), where('taken_on', '<', today.toString())]),
    )
    .orderBy('id')
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

/** The values that count of a metric on some days, by day. */
export async function currentValues(
  db: Db | Tx,
  id: Id<'metric'>,
  days: readonly string[],
): Promise<Map<string, { value: number; note: string }>> {
  const { rows } = await sql<DatedValue & { note: string }>`
    select distinct on (on_day) on_day as "on", value, note from metric_value
    where metric_id = ${id} and on_day = any(${[...new Set(days)]}::date[])
    order by on_day, id desc`.execute(db);
  return new Map(rows.map(({ on, value, note }) => [on, { value, note }]));
}
