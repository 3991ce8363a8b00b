import type { EntityKind, Id, UnitLevel } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import { loadEntity, notFound, type Entity } from '../../platform/entities/entity.ts';
import type { UnitParents } from '../../platform/access/can.ts';
import { problem } from '../../platform/problem.ts';
import { freeKey, keyOf, type Period } from './rules.ts';
import type { Day, OrgTables } from './tables.ts';

/** The condition that a period's row holds on a day. */
export function holds(table: string, day: string): RawBuilder<boolean> {
  return sql<boolean>`daterange(${sql.ref(`${table}.since`)}, ${sql.ref(`${table}.until`)}, '[)') @> ${day}::date`;
}

/** A unit as a write loads it before it decides. */
export interface Unit extends Entity<'unit'>, Period {
  readonly key: string;
  readonly level: UnitLevel;
  readonly shortName: string | null;
  readonly responsibilities: readonly string[];
  readonly position: number;
}

/** Loads a unit. Throws `not_found`. */
export async function loadUnit(
  context: WriteContext,
  id: Id<'unit'>,
  options: { lock?: boolean } = {},
): Promise<Unit> {
  const entity = await loadEntity(context.tx, context.actor, { kind: 'unit', id }, options);
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('unit');
  return {
    ...entity,
    key: row.key,
    level: row.level,
    shortName: row.short_name,
    responsibilities: row.responsibilities,
    position: row.position,
    since: row.since,
    until: row.until,
  };
}

/** Serialises what changes the shape of the tree, so that no two changes make a circle. */
export async function lockTree(context: WriteContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('unit_parent'))`.execute(context.tx);
}

/** A unit's parents over time, oldest first. */
export async function parentsOf(
  context: WriteContext,
  unit: Id<'unit'>,
): Promise<{ parent_id: Id<'unit'>; since: Day; until: Day }[]> {
  return context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit_parent')
    .select(['parent_id', 'since', 'until'])
    .where('unit_id', '=', unit)
    .orderBy(sql`since nulls first`)
    .execute();
}

/** Whether, on any day of the period, the way up from `parent` leads to `unit`. */
export async function leadsUpTo(
  context: WriteContext,
  parent: Id<'unit'>,
  unit: Id<'unit'>,
  period: Period,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive walk (id, days) as (
      select ${parent}::uuid, daterange(${period.since}::date, ${period.until}::date, '[)')
      union
      select above.parent_id, walk.days * daterange(above.since, above.until, '[)')
      from walk join unit_parent above on above.unit_id = walk.id
        and walk.days && daterange(above.since, above.until, '[)')
      where walk.id <> ${unit}::uuid
    )
    select exists (select 1 from walk where id = ${unit}::uuid) as found
  `.execute(context.tx);
  return rows[0]?.found ?? false;
}

/** Sub-units that still stand under a unit on or after a day, by name. */
export async function subUnitsFrom(
  context: WriteContext,
  unit: Id<'unit'>,
  day: string,
): Promise<string[]> {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit_parent')
    .innerJoin('entity', 'entity.id', 'unit_parent.unit_id')
    .select('entity.title')
    .where('parent_id', '=', unit)
    .where(sql<boolean>`(until is null or until > ${day}::date)`)
    .orderBy('entity.title')
    .execute();
  return rows.map(({ title }) => title);
}

/** Every unit's parent on a day: what grants are expanded over. */
export async function unitParentsOn(db: Db, day: string): Promise<UnitParents> {
  const rows = await db
    .$extendTables<OrgTables>()
    .selectFrom('unit')
    .leftJoin('unit_parent as parent', (join) =>
      join.onRef('parent.unit_id', '=', 'unit.id').on(holds('parent', day)),
    )
    .select(['unit.id', 'parent.parent_id'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.parent_id]));
}

/** Whether a company stands on any day of a period, besides a given unit. */
export async function companyIn(context: WriteContext, period: Period): Promise<boolean> {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit')
    .select('id')
    .where('level', '=', 'company')
    .where(
      sql<boolean>`daterange(since, until, '[)') && daterange(${period.since}::date, ${period.until}::date, '[)')`,
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** The place after the last unit on the chart. */
export async function nextPosition(context: WriteContext): Promise<number> {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit')
    .select(sql<number>`coalesce(max(position) + 1, 0)`.as('next'))
    .executeTakeFirst();
  return row?.next ?? 0;
}

type Keyed = 'unit' | 'person' | 'membership' | 'leadership' | 'principle';

/**
 * The key of a new record: the one asked for, or one made of its name. Throws `already_exists`
 * where the asked one is taken.
 */
export async function newKey(
  context: WriteContext,
  table: Keyed,
  name: string,
  wanted?: string,
): Promise<string> {
  const key = wanted ?? keyOf(name);
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom(table)
    .select('key')
    .where((eb) => eb(eb.fn<boolean>('starts_with', ['key', eb.val(key)]), '=', true))
    .execute();
  const taken = new Set(rows.map((row) => row.key));
  if (wanted !== undefined && taken.has(wanted)) {
    throw problem('already_exists', `The key “${wanted}” is taken. Choose another.`);
  }
  return freeKey(key, taken);
}

/** The units that a person belongs to on a day. */
export async function unitsOfPerson(
  context: WriteContext,
  person: Id<'person'>,
  day: string,
): Promise<Id<'unit'>[]> {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('membership')
    .select('unit_id')
    .where('person_id', '=', person)
    .where(holds('membership', day))
    .execute();
  return rows.map((row) => row.unit_id);
}

/** A membership, locked. Throws `not_found`. */
export async function loadMembership(context: WriteContext, id: Id<'membership'>) {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('membership')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such membership.');
  return row;
}

/** A post in one of its periods, locked. Throws `not_found`. */
export async function loadLeadership(context: WriteContext, id: Id<'leadership'>) {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('leadership')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such post.');
  return row;
}

/** The id behind a key, if any. */
export async function idByKey<T extends Keyed>(
  db: Db,
  table: T,
  key: string,
): Promise<Id<T> | undefined> {
  const row = await db
    .$extendTables<OrgTables>()
    .selectFrom<Keyed>(table)
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.id as Id<T> | undefined;
}

/** An address that another person has already: whose. */
export async function personWithEmail(context: WriteContext, email: string) {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return row?.id;
}

/** Units whose state no longer is what their lifetime says on a day. */
export async function unitsOutOfDate(
  context: WriteContext,
  day: string,
): Promise<{ id: Id<'unit'>; since: Day; until: Day }[]> {
  const { rows } = await sql<{ id: Id<'unit'>; since: Day; until: Day }>`
    select unit.id, since, until from unit join entity on entity.id = unit.id
    where entity.state <> case
      when until <= ${day}::date then 'closed' when since > ${day}::date then 'planned' else 'active' end
    order by unit.id
  `.execute(context.tx);
  return rows;
}

/** Units that got another parent after one day, up to another. */
export async function unitsMovedBetween(
  context: WriteContext,
  after: string,
  to: string,
): Promise<Id<'unit'>[]> {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit_parent')
    .select('unit_id')
    .distinct()
    .where(sql<boolean>`since > ${after}::date and since <= ${to}::date`)
    .execute();
  return rows.map((row) => row.unit_id);
}

/** Runs a write, and answers `org.overlap` where an exclusion constraint of the database refuses it. */
export async function refusingOverlap<T>(detail: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if ((error as { code?: unknown }).code === '23P01') throw problem('org.overlap', detail);
    throw error;
  }
}

/** Kinds that are part of the chart itself, and so are not "owned". */
export const chartKinds: readonly EntityKind[] = ['unit', 'person'];

/** The levels of every unit above and below a unit, whenever that is. */
export async function neighbourLevels(
  context: WriteContext,
  id: Id<'unit'>,
): Promise<{ parents: UnitLevel[]; children: UnitLevel[] }> {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('unit_parent')
    .innerJoin('unit as parent', 'parent.id', 'unit_parent.parent_id')
    .innerJoin('unit as child', 'child.id', 'unit_parent.unit_id')
    .select(['unit_id', 'parent.level as above', 'child.level as below'])
    .where((eb) => eb.or([eb('unit_id', '=', id), eb('parent_id', '=', id)]))
    .execute();
  return {
    parents: rows.filter((row) => row.unit_id === id).map(({ above }) => above),
    children: rows.filter((row) => row.unit_id !== id).map(({ below }) => below),
  };
}

/** Memberships and posts of a unit that would go on past a day. */
export async function periodsInUnit(
  context: WriteContext,
  unit: Id<'unit'>,
  on: string,
): Promise<{ memberships: Id<'membership'>[]; leaderships: Id<'leadership'>[] }> {
  const org = context.tx.$extendTables<OrgTables>();
  const goesOn = sql<boolean>`(until is null or until > ${on}::date)`;
  const memberships = await org
    .selectFrom('membership')
    .select('id')
    .where('unit_id', '=', unit)
    .where(goesOn)
    .execute();
  const leaderships = await org
    .selectFrom('leadership')
    .select('id')
    .where('unit_id', '=', unit)
    .where(goesOn)
    .execute();
  return {
    memberships: memberships.map(({ id }) => id),
    leaderships: leaderships.map(({ id }) => id),
  };
}

/** When a principle holds. */
export async function principlePeriod(context: WriteContext, id: Id<'principle'>): Promise<Period> {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('principle')
    .select(['since', 'until'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('principle');
  return row;
}

/** A person's address and time zone. */
export async function personContact(
  context: WriteContext,
  id: Id<'person'>,
): Promise<{ email: string | null; timeZone: string | null }> {
  const row = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('person')
    .select(['email', 'time_zone'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('person');
  return { email: row.email, timeZone: row.time_zone };
}

/** Every membership by key. */
export async function membershipsByKey(context: WriteContext) {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('membership')
    .selectAll()
    .orderBy('key')
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** Every post in its periods by key. */
export async function leadershipsByKey(context: WriteContext) {
  const rows = await context.tx
    .$extendTables<OrgTables>()
    .selectFrom('leadership')
    .selectAll()
    .orderBy('key')
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}
