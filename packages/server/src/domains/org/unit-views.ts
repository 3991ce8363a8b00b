import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type UnitLevel,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { notFound, summaryOf } from '../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { readTimeZone } from './organisation-store.ts';
import { chartKinds } from './store.ts';
import { dayOf, headcounts, postsOn, unitTree } from './unit-tree-views.ts';

type UnitView = OutputOf<OperationOf<'org.getUnit'>>;
type Owned = OutputOf<OperationOf<'org.listOwned'>>;
type UnitNamed = UnitView['path'][number];

/** A unit's row as views mention it. */
export interface NamedUnitRow {
  readonly unit_id: Id<'unit'>;
  readonly unit_name: string;
  readonly level: UnitLevel;
}

/** A unit as views mention it. */
export function unitNamed(row: NamedUnitRow): UnitNamed {
  return { ref: toReference('unit', row.unit_id), name: row.unit_name, level: row.level };
}

/** What every entity has, as its page spreads it. */
export async function commonFields(
  context: ReadContext,
  ref: { kind: EntityKind; id: Id<EntityKind> },
) {
  const { title, summary, state, ownerUnit, restricted, revision, createdAt, updatedAt } =
    await entityDetail(context, ref);
  return { title, summary, state, ownerUnit, restricted, revision, createdAt, updatedAt };
}

/** The moment up to which a day's ownership is looked at: now for today, else the end of the day. */
async function momentOf(context: ReadContext, asOf: string | undefined): Promise<Date> {
  if (asOf === undefined) return new Date(context.now.epochMilliseconds);
  const zone = await readTimeZone(context.db);
  const next = Temporal.PlainDate.from(asOf).add({ days: 1 }).toZonedDateTime(zone);
  return new Date(next.epochMilliseconds - 1);
}

const ownedBy = (context: ReadContext, unit: Id<'unit'>, at: Date) => sql`
  from link join entity on entity.id = link.from_id and ${visible(context.actor)}
  where link.to_id = ${unit} and link.relation = 'owned_by'
    and link.since <= ${at} and (link.until is null or link.until > ${at})
    and entity.kind <> all(${[...chartKinds]}::text[])`;

async function parentsOverTime(context: ReadContext, id: Id<'unit'>): Promise<UnitView['parents']> {
  const { rows } = await sql<NamedUnitRow & { since: string | null; until: string | null }>`
    select parent.id as unit_id, entity.title as unit_name, parent.level, place.since, place.until
    from unit_parent place join unit parent on parent.id = place.parent_id
    join entity on entity.id = parent.id and ${visible(context.actor)}
    where place.unit_id = ${id} order by place.since nulls first
  `.execute(context.db);
  return rows.map((row) => ({ unit: unitNamed(row), since: row.since, until: row.until }));
}

/**
 * A unit's page as of a day. A day on which it doesn't stand shows what it is, with nobody in it and
 * no place on the chart. Throws `not_found`.
 */
export async function unitView(
  context: ReadContext,
  id: Id<'unit'>,
  query: { asOf?: string | undefined },
): Promise<UnitView> {
  const common = await commonFields(context, { kind: 'unit', id });
  const { rows } = await sql<{
    key: string;
    level: UnitLevel;
    short_name: string | null;
    responsibilities: string[];
    since: string | null;
    until: string | null;
  }>`select key, level, short_name, responsibilities, since, until from unit where id = ${id}`.execute(
    context.db,
  );
  const [row] = rows;
  if (!row) throw notFound('unit');
  const asOf = await dayOf(context, query.asOf);
  const tree = await unitTree(context, asOf);
  const byId = new Map(tree.map((node) => [node.id, node]));
  const path: UnitNamed[] = [];
  for (let above = byId.get(id)?.parent_id; above; above = byId.get(above)?.parent_id) {
    const node = byId.get(above);
    if (node)
      path.unshift(unitNamed({ unit_id: node.id, unit_name: node.name, level: node.level }));
  }
  const children = tree.filter(({ parent_id }) => parent_id === id);
  const posts = await postsOn(context, asOf, [id, ...children.map((child) => child.id)]);
  const counts = await headcounts(context, asOf, tree);
  const at = await momentOf(context, query.asOf);
  const owns = await sql<{ kind: EntityKind; count: number }>`
    select entity.kind, count(distinct entity.id)::int as count ${ownedBy(context, id, at)}
    group by entity.kind order by entity.kind`.execute(context.db);
  return {
    ref: toReference('unit', id),
    ...common,
    key: row.key,
    level: row.level,
    shortName: row.short_name,
    purpose: common.summary,
    responsibilities: row.responsibilities,
    since: row.since,
    until: row.until,
    asOf,
    path,
    posts: posts.get(id) ?? [],
    people: counts.get(id)?.people ?? 0,
    peopleBelow: counts.get(id)?.peopleBelow ?? 0,
    units: children.map((child) => ({
      ...unitNamed({ unit_id: child.id, unit_name: child.name, level: child.level }),
      head: posts.get(child.id)?.find(({ head }) => head)?.person ?? null,
      peopleBelow: counts.get(child.id)?.peopleBelow ?? 0,
    })),
    parents: await parentsOverTime(context, id),
    owns: owns.rows,
  };
}

/** What a unit owns as of a day, the newest ownership first. Throws `not_found`. */
export async function listOwned(
  context: ReadContext,
  id: Id<'unit'>,
  query: {
    asOf?: string | undefined;
    kind?: EntityKind | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Owned> {
  await entityDetail(context, { kind: 'unit', id });
  const [before] = readCursor(query.cursor, 1);
  const at = await momentOf(context, query.asOf);
  const { rows } = await sql<{
    link_id: string;
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
  }>`
    select link.id as link_id, entity.id, entity.kind, entity.title, entity.state
    ${ownedBy(context, id, at)}
      ${query.kind ? sql`and entity.kind = ${query.kind}` : sql``}
      ${before === undefined ? sql`` : sql`and link.id < ${before}::uuid`}
    order by link.id desc limit ${query.limit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(summaryOf),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.link_id]) : null,
  };
}

/** A unit as views mention it, by its key, on whatever day; null where there is none to be seen. */
export async function unitNamedByKey(
  context: ReadContext,
  key: string | null | undefined,
): Promise<UnitNamed | null> {
  if (!key) return null;
  const { rows } = await sql<NamedUnitRow>`
    select unit.id as unit_id, entity.title as unit_name, level
    from unit join entity on entity.id = unit.id
    where unit.key = ${key} and ${visible(context.actor)}`.execute(context.db);
  return rows[0] ? unitNamed(rows[0]) : null;
}
