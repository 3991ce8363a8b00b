import {
  parseReference,
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { dependencies } from './dependency-views.ts';
import { narrowed } from '../narrowing.ts';
import type { StrategyTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'strategy.listInitiatives'>>;

/** An initiative as lists show it. */
export type InitiativeRow = Page['items'][number];

/** An initiative's page without the key results, which have numbers of their own. */
export type InitiativeDetail = Omit<OutputOf<OperationOf<'strategy.getInitiative'>>, 'keyResults'>;

/** The rows of initiatives that the actor sees. */
function initiativeRows(context: ReadContext) {
  return context.db
    .$extendTables<StrategyTables>()
    .selectFrom('initiative')
    .innerJoin('entity', 'entity.id', 'initiative.id')
    .leftJoin('entity as unit', 'unit.id', 'entity.owner_unit_id')
    .leftJoin('entity as person', (join) =>
      join.onRef('person.id', '=', 'initiative.owner_id').on(visible(context.actor, 'person')),
    )
    .select(['initiative.id', 'entity.title', 'entity.owner_unit_id', 'entity.updated_at'])
    .select(['unit.title as owner_unit_title', 'owner_id', 'person.title as owner_name'])
    .select(['health', 'health_reason', 'health_at', 'window_from', 'window_to'])
    .select(sql.ref<InitiativeRow['stage']>('entity.state').as('stage'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof initiativeRows>['execute']>>[number];

function shape(row: Row): InitiativeRow {
  return {
    ref: toReference('initiative', row.id),
    title: row.title,
    stage: row.stage,
    health: row.health,
    healthReason: row.health_reason,
    ownerUnit: ownerUnitOf(row),
    owner:
      row.owner_id && row.owner_name !== null
        ? { ref: toReference('person', row.owner_id), name: row.owner_name }
        : null,
    from: row.window_from,
    to: row.window_to,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Whether an initiative leads up to something by what it serves, as far as the actor sees. */
function leadsTo(context: ReadContext, id: string) {
  return sql<boolean>`initiative.id in (
    with recursive below (id) as (
      select ${id}::uuid
      union
      select link.from_id from below
      join link on link.to_id = below.id and link.relation = 'serves' and link.until is null
      join entity step on step.id = link.from_id and ${visible(context.actor, 'step')}
    )
    select id from below)`;
}

/** Initiatives, newest first; `units` are those that `unit` includes. Throws `not_found` for a priority that the actor may not see. */
export async function listInitiatives(
  context: ReadContext,
  query: ParsedInput<OperationOf<'strategy.listInitiatives'>>['query'],
  units: readonly string[] | undefined,
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = initiativeRows(context).where(narrowed({ units, q: query.q }));
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.owner) rows = rows.where('owner_id', '=', query.owner);
  if (query.stage) rows = rows.where('entity.state', '=', query.stage);
  if (query.health) {
    const { health } = query;
    rows = health === 'none' ? rows.where('health', 'is', null) : rows.where('health', '=', health);
  }
  if (query.priority) {
    await loadEntity(context.db, context.actor, { kind: 'priority', id: query.priority });
    rows = rows.where(leadsTo(context, query.priority));
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`initiative.id < ${before}::uuid`);
  const found = await rows
    .orderBy('initiative.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shape),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** The initiatives that serve something directly: 200 at most. */
export async function initiativesServing(
  context: ReadContext,
  id: Id<'priority' | 'objective' | 'key_result'>,
): Promise<InitiativeRow[]> {
  const rows = await initiativeRows(context)
    .where(sql<boolean>`exists (select 1 from link where link.from_id = initiative.id
      and link.to_id = ${id} and link.relation = 'serves' and link.until is null)`)
    .orderBy('initiative.id')
    .limit(200)
    .execute();
  return rows.map(shape);
}

/** The initiatives among some ids, or all where none are given, newest first; of some units. */
export async function initiativesAmong(
  context: ReadContext,
  ids: readonly string[] | undefined,
  limit: number,
  units?: readonly string[],
): Promise<InitiativeRow[]> {
  let rows = initiativeRows(context);
  if (ids) rows = rows.where(sql<boolean>`initiative.id = any(${[...ids]}::uuid[])`);
  if (units) rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...units]}::uuid[])`);
  return (await rows.orderBy('initiative.id', 'desc').limit(limit).execute()).map(shape);
}

/** Every stage that an initiative was in, oldest first, from the ledger. */
async function stagesOf(
  context: ReadContext,
  id: Id<EntityKind>,
): Promise<InitiativeDetail['stages']> {
  const { rows } = await sql<{ stage: InitiativeRow['stage']; at: Date; by: string | null }>`
    select ledger.after -> 'after' ->> 'state' as stage, ledger.at, ledger.after ->> 'by' as by
    from ledger
    where ledger.entity_id = ${id}
      and ledger.action in ('initiative.created', 'initiative.moved', 'initiative.stopped')
    order by ledger.at, ledger.id limit 200
  `.execute(context.db);
  return rows.map((row) => ({
    stage: row.stage,
    at: row.at.toISOString(),
    by: row.by ?? 'erased',
  }));
}

/** Every health that an initiative was given, oldest first, from the ledger. */
async function healthsOf(
  context: ReadContext,
  id: Id<EntityKind>,
): Promise<InitiativeDetail['healthHistory']> {
  const { rows } = await sql<{
    health: NonNullable<InitiativeRow['health']>;
    reason: string | null;
    at: Date;
    by: string | null;
  }>`
    select ledger.after -> 'after' ->> 'health' as health, ledger.after -> 'after' ->> 'reason' as reason,
      ledger.at, ledger.after ->> 'by' as by
    from ledger
    where ledger.entity_id = ${id} and ledger.action = 'initiative.health_set'
      and ledger.after -> 'after' ->> 'health' is not null
    order by ledger.at, ledger.id limit 200
  `.execute(context.db);
  return rows.map((row) => ({
    health: row.health,
    reason: row.reason ?? '',
    at: row.at.toISOString(),
    by: row.by ?? 'erased',
  }));
}

/** An initiative with its stages, what it serves, needs and delivers. Throws `not_found`. */
export async function initiativeDetail(
  context: ReadContext,
  id: Id<'initiative'>,
): Promise<InitiativeDetail> {
  const row = await initiativeRows(context).where('initiative.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('initiative');
  const linked = async (
    relation: 'serves' | 'depends_on' | 'delivers' | 'decides',
    way: 'from' | 'to',
  ) => (await linkedEntities(context, [id], relation, way)).get(id) ?? [];
  const entities = async (...of: Parameters<typeof linked>) =>
    (await linked(...of)).map(({ entity }) => entity).slice(0, 200);
  return {
    ...(await entityDetail(context, { kind: 'initiative', id })),
    ...shape(row),
    healthAt: row.health_at?.toISOString() ?? null,
    serves: await linked('serves', 'from'),
    dependsOn: await entities('depends_on', 'from'),
    neededBy: await entities('depends_on', 'to'),
    features: await entities('delivers', 'to'),
    decisions: await entities('decides', 'to'),
    conflicts: (await dependencies(context, { initiative: id }, 400)).flatMap(
      ({ dependent, needed, conflict }) => {
        if (conflict === null) return [];
        const mine = parseReference(dependent.summary.ref)?.id === id;
        return mine
          ? { entity: needed.summary, says: `which it depends on, ${conflict}` }
          : { entity: dependent.summary, says: `depends on this, which ${conflict}` };
      },
    ),
    healthHistory: await healthsOf(context, id),
    stages: await stagesOf(context, id),
  };
}
