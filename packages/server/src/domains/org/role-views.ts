import { toReference, type Id, type Reference } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/connect.ts';
import { holds, idByKey } from './store.ts';

/** Who holds a post on a day. */
export interface RoleHolder {
  readonly unit: Id<'unit'>;
  readonly unitName: string;
  readonly title: string;
  readonly head: boolean;
  /** Null: the post is vacant. */
  readonly person: {
    readonly id: Id<'person'>;
    readonly ref: Reference<'person'>;
    readonly name: string;
  } | null;
}

/**
 * Who holds the post of a key (`head-of-pt`) on a day, `2026-11-23`. The key may be of any period of
 * the post: after a hand-over it still names it. Undefined where there is no such post on that day.
 */
export async function roleHolder(
  db: Db,
  key: string,
  asOf: string,
): Promise<RoleHolder | undefined> {
  const { rows } = await sql<HolderRow>`
    ${holderColumns} from leadership named
    join leadership on leadership.unit_id = named.unit_id
      and lower(leadership.title) = lower(named.title) and ${holds('leadership', asOf)}
    ${holderJoins} where named.key = ${key}`.execute(db);
  return rows[0] ? holderOf(rows[0]) : undefined;
}

/** Who heads a unit on a day; undefined where it has no such post. */
export async function headOf(
  db: Db,
  unit: Id<'unit'>,
  asOf: string,
): Promise<RoleHolder | undefined> {
  const { rows } = await sql<HolderRow>`
    ${holderColumns} from leadership ${holderJoins}
    where leadership.unit_id = ${unit} and leadership.head and ${holds('leadership', asOf)}`.execute(
    db,
  );
  return rows[0] ? holderOf(rows[0]) : undefined;
}

interface HolderRow {
  unit_id: Id<'unit'>;
  unit_name: string;
  title: string;
  head: boolean;
  person_id: Id<'person'> | null;
  person_name: string | null;
}

const holderColumns = sql`select leadership.unit_id, place.title as unit_name, leadership.title,
  leadership.head, person.id as person_id, person.title as person_name`;
const holderJoins = sql`join entity place on place.id = leadership.unit_id
  left join entity person on person.id = leadership.person_id`;

function holderOf(row: HolderRow): RoleHolder {
  return {
    unit: row.unit_id,
    unitName: row.unit_name,
    title: row.title,
    head: row.head,
    person:
      row.person_id && row.person_name !== null
        ? { id: row.person_id, ref: toReference('person', row.person_id), name: row.person_name }
        : null,
  };
}

/** The people of a unit and everything below it on a day, by id. */
export async function membersOf(db: Db, unit: Id<'unit'>, asOf: string): Promise<Id<'person'>[]> {
  const { rows } = await sql<{ person_id: Id<'person'> }>`
    with recursive below (id) as (
      select ${unit}::uuid
      union
      select place.unit_id from unit_parent place join below on place.parent_id = below.id
      where ${holds('place', asOf)}
    )
    select distinct person_id from membership join below on below.id = unit_id
    where ${holds('membership', asOf)} order by person_id`.execute(db);
  return rows.map(({ person_id }) => person_id);
}

/** The units that a person belongs to or holds a post in on a day, and all units above these. */
export async function unitsOf(db: Db, person: Id<'person'>, asOf: string): Promise<Id<'unit'>[]> {
  const { rows } = await sql<{ id: Id<'unit'> }>`
    with recursive above (id) as (
      select unit_id from membership where person_id = ${person} and ${holds('membership', asOf)}
      union
      select unit_id from leadership where person_id = ${person} and ${holds('leadership', asOf)}
      union
      select place.parent_id from unit_parent place join above on place.unit_id = above.id
      where place.parent_id is not null and ${holds('place', asOf)}
    )
    select id from above`.execute(db);
  return rows.map(({ id }) => id);
}

/** The units directly under one on a day, in the order of the chart. */
export async function unitsUnder(db: Db, unit: Id<'unit'>, asOf: string): Promise<Id<'unit'>[]> {
  const { rows } = await sql<{ id: Id<'unit'> }>`
    select unit.id from unit_parent place join unit on unit.id = place.unit_id
    where place.parent_id = ${unit} and ${holds('place', asOf)} order by position, unit.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The unit of a key, whether it stands today or not. */
export async function unitByKey(db: Db, key: string): Promise<Id<'unit'> | undefined> {
  return idByKey(db, 'unit', key);
}

/** The person of a key. */
export async function personByKey(db: Db, key: string): Promise<Id<'person'> | undefined> {
  return idByKey(db, 'person', key);
}

/** The post of a key, in the period that has this key. */
export async function postByKey(db: Db, key: string): Promise<Id<'leadership'> | undefined> {
  return idByKey(db, 'leadership', key);
}

/** A unit and everything below it on a day. */
export async function unitsWithin(db: Db, unit: Id<'unit'>, asOf: string): Promise<Id<'unit'>[]> {
  const { rows } = await sql<{ id: Id<'unit'> }>`
    with recursive below (id) as (
      select ${unit}::uuid
      union
      select place.unit_id from unit_parent place join below on place.parent_id = below.id
      where ${holds('place', asOf)}
    )
    select id from below`.execute(db);
  return rows.map(({ id }) => id);
}

/** The units that a person heads on a day. */
export async function unitsHeadedBy(
  db: Db,
  person: Id<'person'>,
  asOf: string,
): Promise<Id<'unit'>[]> {
  const { rows } = await sql<{ unit_id: Id<'unit'> }>`
    select unit_id from leadership
    where person_id = ${person} and head and ${holds('leadership', asOf)}`.execute(db);
  return rows.map(({ unit_id }) => unit_id);
}

/** The people of some e-mail addresses, by address in lower case: their own, or the one they sign in with. */
export async function peopleByEmail(
  db: Db,
  emails: readonly string[],
): Promise<Map<string, Id<'person'>>> {
  if (emails.length === 0) return new Map();
  const wanted = emails.map((email) => email.toLowerCase());
  const { rows } = await sql<{ email: string; id: Id<'person'> }>`
    select lower(email) as email, person_id as id from identity
    where lower(email) = any(${wanted}::text[]) and person_id is not null and kind = 'member'
    union all
    select email, id from person where email = any(${wanted}::text[])
  `.execute(db);
  return new Map(rows.map(({ email, id }) => [email, id]));
}
