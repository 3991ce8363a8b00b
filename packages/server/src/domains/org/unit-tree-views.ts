import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type UnitLevel,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { notFound } from '../../platform/entities/entity.ts';
import { today } from './organisation-store.ts';
import { holds } from './store.ts';

type Chart = OutputOf<OperationOf<'org.getChart'>>;
type UnitList = OutputOf<OperationOf<'org.listUnits'>>;
type Post = Chart['units'][number]['posts'][number];

/** A unit on the chart of a day. */
export interface UnitNode {
  readonly id: Id<'unit'>;
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly level: UnitLevel;
  readonly short_name: string | null;
  /** Null at the top, and where the actor may not see the unit above. */
  readonly parent_id: Id<'unit'> | null;
  readonly depth: number;
}

/** The day that a view is asked for: today in the organisation's zone without one. */
export async function dayOf(context: ReadContext, asOf: string | undefined): Promise<string> {
  return asOf ?? today(context.db, context.now);
}

/**
 * The units that stand on a day, each after its parent, siblings in the order of the chart; of all,
 * or of one unit and everything below it. Throws `not_found` for a unit that doesn't stand then.
 */
export async function unitTree(
  context: ReadContext,
  day: string,
  under?: Id<'unit'>,
): Promise<UnitNode[]> {
  const { rows } = await sql<Omit<UnitNode, 'depth'>>`
    select unit.id, unit.key, entity.title as name, entity.summary as purpose, level, short_name,
      parent.parent_id
    from unit join entity on entity.id = unit.id
    left join unit_parent parent on parent.unit_id = unit.id and ${holds('parent', day)}
    where ${holds('unit', day)} and ${visible(context.actor)}
    order by position, entity.title, unit.id
  `.execute(context.db);
  const known = new Set(rows.map(({ id }) => id));
  const below = Map.groupBy(rows, ({ parent_id }) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null,
  );
  const tree: UnitNode[] = [];
  const walk = (row: Omit<UnitNode, 'depth'>, parent_id: Id<'unit'> | null, depth: number) => {
    tree.push({ ...row, parent_id, depth });
    for (const child of below.get(row.id) ?? []) walk(child, row.id, depth + 1);
  };
  if (under === undefined) {
    for (const top of below.get(null) ?? []) walk(top, null, 0);
    return tree;
  }
  const top = rows.find(({ id }) => id === under);
  if (!top) throw notFound('unit');
  walk(top, top.parent_id !== null && known.has(top.parent_id) ? top.parent_id : null, 0);
  return tree;
}

/** A unit's row as lists show it. */
function rowOf(node: UnitNode): UnitList['items'][number] {
  return {
    ref: toReference('unit', node.id),
    key: node.key,
    name: node.name,
    shortName: node.short_name,
    level: node.level,
    parent: node.parent_id ? toReference('unit', node.parent_id) : null,
    depth: node.depth,
  };
}

/** The posts of units on a day, heads first, by unit. */
export async function postsOn(
  context: ReadContext,
  day: string,
  units: readonly Id<'unit'>[],
): Promise<Map<Id<'unit'>, Post[]>> {
  const { rows } = await sql<{
    id: Id<'leadership'>;
    key: string;
    unit_id: Id<'unit'>;
    title: string;
    head: boolean;
    since: string | null;
    until: string | null;
    person_id: Id<'person'> | null;
    person_name: string | null;
  }>`
    select leadership.id, leadership.key, unit_id, leadership.title, head, since, until,
      person.id as person_id, person.title as person_name
    from leadership
    left join entity person on person.id = person_id and ${visible(context.actor, 'person')}
    where unit_id = any(${[...units]}::uuid[]) and ${holds('leadership', day)}
    order by head desc, leadership.id
  `.execute(context.db);
  const posts = rows.map((row): [Id<'unit'>, Post] => [
    row.unit_id,
    {
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
    },
  ]);
  const byUnit = Map.groupBy(posts, ([unit]) => unit);
  return new Map([...byUnit].map(([unit, entries]) => [unit, entries.map(([, post]) => post)]));
}

/** How many people are in a unit, and in it and everything below it, each counted once. */
export interface Headcount {
  readonly people: number;
  readonly peopleBelow: number;
}

/** Headcounts of a tree's units on a day. */
export async function headcounts(
  context: ReadContext,
  day: string,
  tree: readonly UnitNode[],
): Promise<Map<Id<'unit'>, Headcount>> {
  const { rows } = await sql<{ unit_id: Id<'unit'>; person_id: string }>`
    select unit_id, person_id from membership
    join entity on entity.id = person_id
    where ${holds('membership', day)} and unit_id = any(${tree.map(({ id }) => id)}::uuid[])
      and ${visible(context.actor)}
  `.execute(context.db);
  const own = Map.groupBy(rows, ({ unit_id }) => unit_id);
  const all = new Map<Id<'unit'>, Set<string>>();
  // From the leaves upwards: a parent stands before its children in the tree.
  for (const node of tree.toReversed()) {
    const people = all.get(node.id) ?? new Set<string>();
    for (const { person_id } of own.get(node.id) ?? []) people.add(person_id);
    all.set(node.id, people);
    if (node.parent_id === null) continue;
    all.set(node.parent_id, (all.get(node.parent_id) ?? new Set()).union(people));
  }
  return new Map(
    tree.map(({ id }) => [
      id,
      { people: own.get(id)?.length ?? 0, peopleBelow: all.get(id)?.size ?? 0 },
    ]),
  );
}

/** The chart of a day. */
export async function chart(
  context: ReadContext,
  query: { asOf?: string | undefined; under?: Id<'unit'> | undefined },
): Promise<Chart> {
  const asOf = await dayOf(context, query.asOf);
  const tree = await unitTree(context, asOf, query.under);
  const posts = await postsOn(
    context,
    asOf,
    tree.map(({ id }) => id),
  );
  const counts = await headcounts(context, asOf, tree);
  return {
    asOf,
    units: tree.map((node) => {
      const own = posts.get(node.id) ?? [];
      return {
        ...rowOf(node),
        purpose: node.purpose,
        posts: own,
        vacancies: own.filter(({ person }) => person === null).length,
        people: counts.get(node.id)?.people ?? 0,
        peopleBelow: counts.get(node.id)?.peopleBelow ?? 0,
      };
    }),
  };
}

/** Units as a tree; with `q`, those whose name, short name or key has that part, still in its order. */
export async function listUnits(
  context: ReadContext,
  query: { asOf?: string | undefined; under?: Id<'unit'> | undefined; q?: string | undefined },
): Promise<UnitList> {
  const asOf = await dayOf(context, query.asOf);
  const tree = await unitTree(context, asOf, query.under);
  const wanted = query.q?.trim().toLowerCase() ?? '';
  const found = tree.filter((node) =>
    [node.name, node.short_name ?? '', node.key].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  return { asOf, items: found.map(rowOf) };
}
