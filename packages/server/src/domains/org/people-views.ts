import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type UnitLevel,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { notFound } from '../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { readTimeZone } from './organisation-store.ts';
import { membershipRows, postRows } from './period-views.ts';
import { holds } from './store.ts';
import { dayOf, unitTree } from './unit-tree-views.ts';
import { commonFields, unitNamed } from './unit-views.ts';

type People = OutputOf<OperationOf<'org.listPeople'>>;
type PersonRow = People['items'][number];
type PersonView = OutputOf<OperationOf<'org.getPerson'>>;

interface Row {
  id: Id<'person'>;
  name: string;
  sort: string;
  state: PersonRow['state'];
  email: string | null;
  units: { unit_id: Id<'unit'>; unit_name: string; level: UnitLevel; title: string }[];
  posts: {
    unit_id: Id<'unit'>;
    unit_name: string;
    level: UnitLevel;
    title: string;
    head: boolean;
  }[];
}

/** What a list of people is asked for. */
export interface PeopleQuery {
  readonly q?: string | undefined;
  readonly unit?: Id<'unit'> | undefined;
  readonly state?: 'active' | 'left' | undefined;
  readonly asOf?: string | undefined;
}

function periods(context: ReadContext, table: 'membership' | 'leadership', day: string) {
  const more = table === 'leadership' ? sql`, 'head', period.head` : sql``;
  return sql`coalesce((select json_agg(json_build_object('unit_id', unit.id, 'unit_name', place.title,
      'level', unit.level, 'title', period.title ${more}) order by place.title)
    from ${sql.table(table)} period join unit on unit.id = period.unit_id
    join entity place on place.id = unit.id and ${visible(context.actor, 'place')}
    where period.person_id = entity.id and ${holds('period', day)}), '[]'::json)`;
}

async function conditions(
  context: ReadContext,
  query: PeopleQuery,
  day: string,
): Promise<RawBuilder<unknown>[]> {
  const parts: RawBuilder<unknown>[] = [visible(context.actor)];
  if (query.state) parts.push(sql`entity.state = ${query.state}`);
  if (query.q) {
    const part = `%${query.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    parts.push(
      sql`(plain_text(lower(entity.title)) like plain_text(lower(${part})) or person.email like lower(${part}))`,
    );
  }
  if (query.unit) {
    const units = (await unitTree(context, day, query.unit)).map(({ id }) => id);
    parts.push(sql`exists (select 1 from membership where person_id = entity.id
      and unit_id = any(${units}::uuid[]) and ${holds('membership', day)})`);
  }
  return parts;
}

async function peopleRows(
  context: ReadContext,
  query: PeopleQuery,
  page: { after: readonly string[]; limit: number },
): Promise<{ row: PersonRow; sort: string; id: string }[]> {
  const day = await dayOf(context, query.asOf);
  const parts = await conditions(context, query, day);
  const [sort, id] = page.after;
  if (sort !== undefined && id !== undefined) {
    parts.push(sql`(plain_text(lower(entity.title)), entity.id) > (${sort}, ${id}::uuid)`);
  }
  const { rows } = await sql<Row>`
    select entity.id, entity.title as name, plain_text(lower(entity.title)) as sort, entity.state,
      person.email, ${periods(context, 'membership', day)} as units,
      ${periods(context, 'leadership', day)} as posts
    from person join entity on entity.id = person.id
    where ${sql.join(parts, sql` and `)}
    order by plain_text(lower(entity.title)), entity.id limit ${page.limit}
  `.execute(context.db);
  return rows.map((row) => ({
    sort: row.sort,
    id: row.id,
    row: {
      ref: toReference('person', row.id),
      name: row.name,
      email: row.email,
      state: row.state,
      units: row.units.map(({ title, ...unit }) => ({ unit: unitNamed(unit), title })),
      posts: row.posts.map(({ title, head, ...unit }) => ({ unit: unitNamed(unit), title, head })),
    },
  }));
}

/** People by name. Throws `not_found` for a unit that doesn't stand on that day. */
export async function listPeople(
  context: ReadContext,
  query: PeopleQuery & { cursor?: string | undefined; limit: number },
): Promise<People> {
  const after = readCursor(query.cursor, 2);
  const found = await peopleRows(context, query, { after, limit: query.limit + 1 });
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ row }) => row),
    nextCursor: found.length > query.limit && last ? writeCursor([last.sort, last.id]) : null,
  };
}

/** A person's page: every membership and post that they ever had or will have. Throws `not_found`. */
export async function personView(context: ReadContext, id: Id<'person'>): Promise<PersonView> {
  const common = await commonFields(context, { kind: 'person' satisfies EntityKind, id });
  const { rows } = await sql<{ key: string; email: string | null; time_zone: string | null }>`
    select key, email, time_zone from person where id = ${id}`.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('person');
  return {
    ref: toReference('person', id),
    ...common,
    name: common.title,
    key: row.key,
    email: row.email,
    timeZone: row.time_zone ?? (await readTimeZone(context.db)),
    memberships: (await membershipRows(context, sql`membership.person_id = ${id}`)).map(
      ({ view }) => view,
    ),
    posts: (await postRows(context, sql`leadership.person_id = ${id}`)).map(({ view }) => view),
  };
}
