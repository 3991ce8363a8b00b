import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type UnitLevel,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { holds } from './store.ts';
import { dayOf } from './unit-tree-views.ts';
import { unitNamed } from './unit-views.ts';

type Memberships = OutputOf<OperationOf<'org.listMemberships'>>;
type Posts = OutputOf<OperationOf<'org.listLeaderships'>>;

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface PeriodRow {
  unit_id: Id<'unit'>;
  unit_name: string;
  level: UnitLevel;
  title: string;
  since: string | null;
  until: string | null;
}

/** Memberships that a condition picks, with the key that they are sorted by: the person's name. */
export async function membershipRows(
  context: ReadContext,
  where: RawBuilder<unknown>,
  limit = 1000,
): Promise<{ id: string; sort: string; view: Memberships['items'][number] }[]> {
  const { rows } = await sql<
    PeriodRow & { id: Id<'membership'>; sort: string; person_id: Id<'person'>; person_name: string }
  >`
    select membership.id, plain_text(lower(person.title)) as sort, person.id as person_id,
      person.title as person_name, unit.id as unit_id, entity.title as unit_name, unit.level,
      membership.title, membership.since, membership.until
    from membership
    join entity person on person.id = person_id and ${visible(context.actor, 'person')}
    join unit on unit.id = membership.unit_id
    join entity on entity.id = unit.id and ${visible(context.actor)}
    where ${where}
    order by plain_text(lower(person.title)), membership.id
    limit ${limit}
  `.execute(context.db);
  return rows.map((row) => ({
    id: row.id,
    sort: row.sort,
    view: {
      ref: toReference('membership', row.id),
      person: { ref: toReference('person', row.person_id), name: row.person_name },
      unit: unitNamed(row),
      title: row.title,
      since: row.since,
      until: row.until,
    },
  }));
}

/** Who belongs to a unit itself as of a day, by name. */
export async function listMemberships(
  context: ReadContext,
  query: Page & { unit: Id<'unit'>; asOf?: string | undefined },
): Promise<Memberships> {
  const day = await dayOf(context, query.asOf);
  const [sort, id] = readCursor(query.cursor, 2);
  const found = await membershipRows(
    context,
    sql`membership.unit_id = ${query.unit} and ${holds('membership', day)}
      ${sort === undefined ? sql`` : sql`and (plain_text(lower(person.title)), membership.id) > (${sort}, ${id}::uuid)`}`,
    query.limit + 1,
  );
  return pageOfFound(found, query.limit);
}

/** Posts in their periods that a condition picks, by unit and title. */
export async function postRows(
  context: ReadContext,
  where: RawBuilder<unknown>,
  limit = 1000,
): Promise<{ id: string; sort: string; view: Posts['items'][number] }[]> {
  const { rows } = await sql<
    PeriodRow & {
      id: Id<'leadership'>;
      key: string;
      sort: string;
      head: boolean;
      person_id: Id<'person'> | null;
      person_name: string | null;
    }
  >`
    select leadership.id, leadership.key, entity.title as sort, person.id as person_id,
      person.title as person_name, unit.id as unit_id, entity.title as unit_name, unit.level,
      leadership.title, head, leadership.since, leadership.until
    from leadership
    left join entity person on person.id = person_id and ${visible(context.actor, 'person')}
    join unit on unit.id = leadership.unit_id
    join entity on entity.id = unit.id and ${visible(context.actor)}
    where ${where}
    order by entity.title, leadership.id limit ${limit}
  `.execute(context.db);
  return rows.map((row) => ({
    id: row.id,
    sort: row.sort,
    view: {
      ref: toReference('leadership', row.id),
      key: row.key,
      title: row.title,
      head: row.head,
      person:
        row.person_id && row.person_name !== null
          ? { ref: toReference('person', row.person_id), name: row.person_name }
          : null,
      since: row.since,
      until: row.until,
      unit: unitNamed(row),
    },
  }));
}

/** Posts as of a day by unit: all, of one unit, or only the vacant ones. */
export async function listLeaderships(
  context: ReadContext,
  query: Page & {
    unit?: Id<'unit'> | undefined;
    vacant?: 'true' | 'false' | undefined;
    asOf?: string | undefined;
  },
): Promise<Posts> {
  const day = await dayOf(context, query.asOf);
  const [sort, id] = readCursor(query.cursor, 2);
  const found = await postRows(
    context,
    sql`${holds('leadership', day)}
      ${query.unit ? sql`and leadership.unit_id = ${query.unit}` : sql``}
      ${query.vacant === 'true' ? sql`and person_id is null` : sql``}
      ${query.vacant === 'false' ? sql`and person_id is not null` : sql``}
      ${sort === undefined ? sql`` : sql`and (entity.title, leadership.id) > (${sort}, ${id}::uuid)`}`,
    query.limit + 1,
  );
  return pageOfFound(found, query.limit);
}

function pageOfFound<T>(found: readonly { id: string; sort: string; view: T }[], limit: number) {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ view }) => view),
    nextCursor: found.length > limit && last ? writeCursor([last.sort, last.id]) : null,
  };
}
