import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { InsightFigure } from '../../catalog/index.ts';
import type { StandingCheckIn } from '../rules.ts';
import type { StrategyTables } from '../tables.ts';

/** The key results that are worked on and that a metric feeds, each since when. */
export async function keyResultsFedBy(
  tx: Tx,
  metric: string,
): Promise<{ id: Id<'key_result'>; since: Date }[]> {
  const { rows } = await sql<{ id: Id<'key_result'>; since: Date }>`
    select key_result.id, link.since
    from link join key_result on key_result.id = link.from_id and feed = 'metric'
    join entity on entity.id = key_result.id and entity.state = 'active'
    where link.to_id = ${metric} and link.relation = 'measured_by' and link.until is null
    order by key_result.id
  `.execute(tx);
  return rows;
}

/** The key results whose figure was not taken on a day yet, at most 1,000. */
export async function figuresToTake(
  db: Db,
  today: Temporal.PlainDate,
): Promise<Id<'key_result'>[]> {
  const rows = await db
    .$extendTables<StrategyTables>()
    .selectFrom('key_result')
    .innerJoin('entity', 'entity.id', 'key_result.id')
    .select('key_result.id')
    .where('feed', '=', 'insight')
    .where('entity.state', '=', 'active')
    .where((where) =>
      where.or([where('taken_on', 'is', null), where('taken_on', '<', today.toString())]),
    )
    .orderBy('key_result.id')
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

/** What stands for some days of a key result: the last check-in of each. */
export async function standingOn(
  tx: Tx,
  id: Id<'key_result'>,
  days: readonly string[],
): Promise<Map<string, StandingCheckIn>> {
  const { rows } = await sql<StandingCheckIn & { on: string }>`
    select distinct on (on_day) on_day as "on", value, overrides,
      bool_or(via in ('metric', 'insight')) over (partition by on_day) as measured
    from check_in
    where key_result_id = ${id} and on_day = any(${[...days]}::date[])
    order by on_day, id desc`.execute(tx);
  return new Map(rows.map((row) => [row.on, row]));
}

/** The figure that feeds a key result; null where none does, undefined where there is no such one. */
export async function figureOf(
  db: Db,
  id: Id<'key_result'>,
): Promise<InsightFigure | null | undefined> {
  const row = await db
    .$extendTables<StrategyTables>()
    .selectFrom('key_result')
    .select('feed_settings')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.feed_settings;
}
