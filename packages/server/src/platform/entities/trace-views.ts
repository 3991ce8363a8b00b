import {
  bundles,
  relations,
  stageOf,
  stages,
  toReference,
  type EntityKind,
  type EntityRef,
  type OperationOf,
  type OutputOf,
  type Relation,
  type RelationName,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import { toDate } from '../clock.ts';
import type { ReadContext } from '../context.ts';
import { loadEntity, summaryOf } from './entity.ts';

/** The answer of `entities.getTrace`. */
export type Trace = OutputOf<OperationOf<'entities.getTrace'>>;

interface Step {
  from_id: string;
  from_kind: EntityKind;
  to_id: string;
  to_kind: EntityKind;
  relation: RelationName;
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
}

const all = Object.entries(relations) as [RelationName, Relation][];
const carried = (...ways: Relation['carries'][]) =>
  all.filter(([, rule]) => ways.includes(rule.carries)).map(([name]) => name);

const carriedUp = carried('up', 'both');
const carriedDown = carried('down', 'both');
const carriedAnyWay = carried('up', 'down', 'both');
const bundleKinds = [...bundles];
const maximumSteps = 20_000;

/**
 * Walks the line one way from an entity. Every relation on it points up. A bundle (a release, a
 * deployment …) that isn't the start is only passed by relations that carry that way; where the
 * walk starts at a bundle, that bundle, and bundles that lead straight on, are opened.
 */
async function walk(
  context: ReadContext,
  start: EntityRef,
  direction: 'up' | 'down',
  asOf: Temporal.Instant,
): Promise<Step[]> {
  const [here, next] = direction === 'up' ? ['from', 'to'] : ['to', 'from'];
  const column = (end: string | undefined, name: string) => sql.ref(`link.${end}_${name}`);
  const ways = direction === 'up' ? carriedUp : carriedDown;
  const { rows } = await sql<Step>`
    with recursive walk (id, kind, opened) as (
      select ${start.id}::uuid, ${start.kind}::text, ${bundles.has(start.kind)}::boolean
      union
      select step.id, step.kind, walk.opened and step.kind = any(${bundleKinds}::text[])
      from walk
      join link on ${column(here, 'id')} = walk.id
        and link.since <= ${toDate(asOf)} and (link.until is null or link.until > ${toDate(asOf)})
        and link.relation = any(case when walk.opened then ${carriedAnyWay}::text[] else ${ways}::text[] end)
      join entity step on step.id = ${column(next, 'id')} and ${visible(context.actor, 'step')}
    )
    select distinct link.from_id, link.from_kind, link.to_id, link.to_kind, link.relation,
      step.id, step.kind, step.title, step.state
    from walk
    join link on ${column(here, 'id')} = walk.id
      and link.since <= ${toDate(asOf)} and (link.until is null or link.until > ${toDate(asOf)})
      and link.relation = any(case when walk.opened then ${carriedAnyWay}::text[] else ${ways}::text[] end)
    join entity step on step.id = ${column(next, 'id')} and ${visible(context.actor, 'step')}
    limit ${maximumSteps}
  `.execute(context.db);
  return rows;
}

/** The line through an entity, by stage, with counts and the first 50 of each. */
export async function trace(
  context: ReadContext,
  ref: EntityRef,
  options: { direction: 'up' | 'down' | 'both'; asOf: Temporal.Instant },
): Promise<Trace> {
  const start = await loadEntity(context.db, context.actor, ref);
  const { direction, asOf } = options;
  const steps = [
    ...(direction === 'down' ? [] : await walk(context, ref, 'up', asOf)),
    ...(direction === 'up' ? [] : await walk(context, ref, 'down', asOf)),
  ];
  const met = new Map<string, Step | typeof start>([[start.id, start]]);
  for (const step of steps) if (!met.has(step.id)) met.set(step.id, step);
  const byAge = [...met.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const shown = new Set<string>();
  const traced = stages.map((stage) => {
    const here = byAge.filter((entity) => stageOf(entity.kind) === stage);
    const first = here.slice(0, 50);
    for (const entity of first) shown.add(entity.id);
    return {
      stage,
      count: here.length,
      entities: first.map((entity) => ({ ...summaryOf(entity), start: entity.id === start.id })),
    };
  });
  shown.add(start.id);
  const edges = new Map(
    steps
      .filter((step) => shown.has(step.from_id) && shown.has(step.to_id))
      .map((step) => [
        `${step.from_id} ${step.relation} ${step.to_id}`,
        {
          from: toReference(step.from_kind, step.from_id),
          relation: step.relation,
          to: toReference(step.to_kind, step.to_id),
        },
      ]),
  );
  return {
    start: summaryOf(start),
    asOf: asOf.toString({ smallestUnit: 'millisecond' }),
    stages: traced,
    edges: [...edges.values()],
  };
}
