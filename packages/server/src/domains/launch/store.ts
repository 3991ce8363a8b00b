import type { EntityKind, EntityRef, Id, RelationName } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import { loadEntity, notFound, type Entity } from '../../platform/entities/entity.ts';
import type { LaunchTables } from './tables.ts';

/** A launch as a write loads it before it decides. */
export async function loadLaunch(
  { tx, actor }: WriteContext,
  id: Id<'launch'>,
): Promise<{ entity: Entity<'launch'>; launch: LaunchRow }> {
  const entity = await loadEntity(tx, actor, { kind: 'launch', id }, { lock: true });
  const launch = await launchRow(tx, id);
  if (!launch) throw notFound('launch');
  return { entity, launch };
}

/** A launch's own row, or undefined. */
export async function launchRow(db: Db, id: Id<'launch'>) {
  return db
    .$extendTables<LaunchTables>()
    .selectFrom('launch')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A launch's own row. */
export type LaunchRow = NonNullable<Awaited<ReturnType<typeof launchRow>>>;

/** A launch's items in order. */
export async function itemRows(db: Db, launch: Id<'launch'>) {
  return db
    .$extendTables<LaunchTables>()
    .selectFrom('readiness_item')
    .leftJoin('identity as confirmer', 'confirmer.id', 'readiness_item.confirmed_by')
    .leftJoin('identity as waiver', 'waiver.id', 'readiness_item.waived_by')
    .leftJoin('launch_role', (join) =>
      join
        .onRef('launch_role.launch_id', '=', 'readiness_item.launch_id')
        .onRef('launch_role.role', '=', 'readiness_item.role'),
    )
    .leftJoin('entity as person', 'person.id', 'launch_role.person_id')
    .selectAll('readiness_item')
    .select(['confirmer.name as confirmer_name', 'waiver.name as waiver_name'])
    .select(['launch_role.person_id', 'person.title as person_name'])
    .where('readiness_item.launch_id', '=', launch)
    .orderBy('ordinal')
    .execute();
}

/** A launch's item with who owns it. */
export type ItemRow = Awaited<ReturnType<typeof itemRows>>[number];

/** An item with its launch. Throws `not_found`. */
export async function loadItem(
  context: WriteContext,
  id: Id<'readiness_item'>,
): Promise<{ item: ItemRow; entity: Entity<'launch'> }> {
  const row = await context.tx
    .$extendTables<LaunchTables>()
    .selectFrom('readiness_item')
    .select('launch_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('readiness item');
  const { entity } = await loadLaunch(context, row.launch_id);
  const item = (await itemRows(context.tx, row.launch_id)).find((one) => one.id === id);
  if (!item) throw notFound('readiness item');
  return { item, entity };
}

/** What stands at the other end of a launch's present relations, whoever may see it. */
export async function joinedTo(
  db: Db,
  launch: Id<'launch'>,
  relation: RelationName,
  direction: 'from' | 'to',
): Promise<(EntityRef & { state: string })[]> {
  const [here, there] = direction === 'from' ? ['from', 'to'] : ['to', 'from'];
  const { rows } = await sql<{ id: Id<EntityKind>; kind: EntityKind; state: string }>`
    select entity.id, entity.kind, entity.state
    from link join entity on entity.id = ${sql.ref(`link.${there}_id`)}
    where ${sql.ref(`link.${here}_id`)} = ${launch} and link.relation = ${relation}
      and link.until is null
    order by link.id
  `.execute(db);
  return rows;
}

/** The days of battlecard lines by competitor. */
export async function battlecardDays(db: Db, competitors: readonly string[]): Promise<string[]> {
  if (competitors.length === 0) return [];
  const { rows } = await sql<{ on_day: string }>`
    select on_day from battlecard_line where competitor_id = any(${competitors}::uuid[])
  `.execute(db);
  return rows.map(({ on_day }) => on_day);
}

/** A launch's recorded verdicts, newest first. */
export async function verdictRows(db: Db, launch: Id<'launch'>, limit: number) {
  return db
    .$extendTables<LaunchTables>()
    .selectFrom('launch_verdict')
    .selectAll()
    .where('launch_id', '=', launch)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** The decision about a launch that is confirmed in this very transaction, if one is. */
export async function decisionUnderWay(
  { tx, now }: WriteContext,
  launch: Id<'launch'>,
): Promise<{ id: Id<'decision'>; reason: string } | undefined> {
  const { rows } = await sql<{ id: Id<'decision'>; reason: string }>`
    select decision.id, decision.reason
    from decision_effect join decision on decision.id = decision_effect.decision_id
    where decision_effect.target_id = ${launch} and decision.decided_at = ${toDate(now)}
    order by decision.id desc limit 1
  `.execute(tx);
  return rows[0];
}

/** The highest version of a price book so far; 0 without one. Serialises versions of a book. */
export async function lastPriceVersion({ tx }: WriteContext, book: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('price'), hashtext(${book}))`.execute(tx);
  const { rows } = await sql<{ version: number | null }>`
    select max(version) as version from price where book = ${book}
  `.execute(tx);
  return rows[0]?.version ?? 0;
}

/** The approved prices of a book but one. */
export async function approvedPrices(
  { tx }: WriteContext,
  book: string,
  but: Id<'price'>,
): Promise<EntityRef<'price'>[]> {
  const { rows } = await sql<{ id: Id<'price'> }>`
    select price.id from price join entity on entity.id = price.id
    where book = ${book} and price.id <> ${but} and entity.state = 'approved'
  `.execute(tx);
  return rows.map(({ id }) => ({ kind: 'price', id }));
}

/** A price's book. */
export async function bookOf({ tx }: WriteContext, id: Id<'price'>): Promise<string> {
  const row = await tx
    .$extendTables<LaunchTables>()
    .selectFrom('price')
    .select('book')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('price');
  return row.book;
}

/** A campaign's dates. */
export async function campaignDates({ tx }: WriteContext, id: Id<'campaign'>) {
  return tx
    .$extendTables<LaunchTables>()
    .selectFrom('campaign')
    .select(['starts_on', 'ends_on'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A launch that a stopped initiative holds. */
interface HeldLaunch {
  readonly id: Id<'launch'>;
  readonly initiative: string;
}

/** Launches still to come of a stopped initiative, or of features that it alone was to deliver. */
export async function launchesOfStopped(db: Db, initiative: string): Promise<HeldLaunch[]> {
  const { rows } = await sql<HeldLaunch>`
    select launch.id, initiative.title as initiative
    from entity initiative
    join lateral (
      select initiative.id as id
      union
      select feature.from_id from link feature
      where feature.to_id = initiative.id and feature.relation = 'delivers' and feature.until is null
        and not exists (
          select 1 from link other join entity bet on bet.id = other.to_id
          where other.from_id = feature.from_id and other.relation = 'delivers'
            and other.until is null and bet.state <> 'stopped')
    ) as launched on true
    join link on link.to_id = launched.id and link.relation = 'launches' and link.until is null
    join launch on launch.id = link.from_id and launch.hold_reason is null
    join entity on entity.id = launch.id and entity.state in ('planning', 'ready', 'no-go', 'go')
    where initiative.id = ${initiative} and initiative.state = 'stopped'
    group by launch.id, initiative.title order by launch.id
  `.execute(db);
  return rows;
}
