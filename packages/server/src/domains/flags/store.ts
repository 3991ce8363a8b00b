import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import { defaultConfiguration, type Configuration, type Variation } from './rules.ts';
import type { FlagsTables } from './tables.ts';

/** A flag's own row. */
export interface FlagRow {
  readonly id: Id<'flag'>;
  readonly key: string;
  readonly type: 'boolean' | 'string' | 'number' | 'json';
  readonly variations: readonly Variation[];
  readonly clientSide: boolean;
  readonly temporary: boolean;
  readonly salt: string;
}

/** A flag's row. Throws `not_found`. */
export async function loadFlag(db: Db, id: Id<'flag'>): Promise<FlagRow> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such flag, or you may not see it.');
  return {
    id: row.id,
    key: row.key,
    type: row.type,
    variations: row.variations,
    clientSide: row.client_side,
    temporary: row.temporary,
    salt: row.salt,
  };
}

/** Raises an environment's version under its lock: writers of one environment queue here. */
export async function raiseVersion(tx: Tx, environment: Id<'environment'>): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    insert into flag_environment (environment_id, version) values (${environment}, 1)
    on conflict (environment_id) do update set version = flag_environment.version + 1
    returning version
  `.execute(tx);
  return Number(rows[0]?.version);
}

/** Raises the version of every environment, in one order: a flag's own fields serve them all. */
export async function raiseEveryVersion(tx: Tx): Promise<void> {
  await sql`
    insert into flag_environment (environment_id, version)
    select id, 1 from entity where kind = 'environment' order by id
    on conflict (environment_id) do update set version = flag_environment.version + 1
  `.execute(tx);
}

/** Whether changes of an environment want another person's review. */
export async function wantsReview(db: Db, environment: Id<'environment'>): Promise<boolean> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_environment')
    .select('review_required')
    .where('environment_id', '=', environment)
    .executeTakeFirst();
  return row?.review_required ?? false;
}

/** What is configured in an environment, or the default with revision 0. */
export interface Configured {
  readonly revision: number;
  readonly on: boolean;
  readonly configuration: Configuration;
}

/** How a flag decides in an environment. Lock the environment first where it is to change. */
export async function loadConfiguration(
  db: Db,
  flag: Pick<FlagRow, 'id' | 'variations'>,
  environment: Id<'environment'>,
): Promise<Configured> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_configuration')
    .select(['revision', 'is_on', 'configuration'])
    .where('flag_id', '=', flag.id)
    .where('environment_id', '=', environment)
    .executeTakeFirst();
  return row
    ? { revision: row.revision, on: row.is_on, configuration: row.configuration }
    : { revision: 0, on: false, configuration: defaultConfiguration(flag.variations) };
}

/** Active flags by key, with their number of variations. */
export async function flagsByKey(
  db: Db,
  keys: readonly string[],
): Promise<Map<string, { id: Id<'flag'>; variations: number }>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag')
    .innerJoin('entity', 'entity.id', 'flag.id')
    .select(['flag.id', 'flag.key', 'flag.variations'])
    .where('flag.key', 'in', [...keys])
    .where('entity.state', '=', 'active')
    .execute();
  return new Map(rows.map((row) => [row.key, { id: row.id, variations: row.variations.length }]));
}

/** Whether prerequisites of an environment lead from any of `from` to the flag. */
export async function needsLeadTo(
  db: Db,
  environment: Id<'environment'>,
  from: readonly Id<'flag'>[],
  flag: Id<'flag'>,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive walk (id) as (
      select unnest(${[...from]}::uuid[])
      union
      select needs_flag_id from flag_prerequisite join walk on flag_id = walk.id
      where environment_id = ${environment}
    )
    select exists (select 1 from walk where id = ${flag}) as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

/** The keys of flags that need a flag somewhere. */
export async function neededBy(db: Db, flag: Id<'flag'>): Promise<string[]> {
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_prerequisite')
    .innerJoin('flag', 'flag.id', 'flag_prerequisite.flag_id')
    .innerJoin('entity', 'entity.id', 'flag.id')
    .select('flag.key')
    .distinct()
    .where('needs_flag_id', '=', flag)
    .where('entity.state', '=', 'active')
    .execute();
  return rows.map(({ key }) => key);
}

/** The segments of an environment among some keys. */
export async function presentSegments(
  db: Db,
  environment: Id<'environment'>,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('segment')
    .select('key')
    .where('environment_id', '=', environment)
    .where('key', 'in', [...keys])
    .execute();
  return new Set(rows.map(({ key }) => key));
}
