import {
  parseReference,
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { referencesOf } from '../external-store.ts';
import { identityOf } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { clashesOf } from './change-clashes-views.ts';

type Page = OutputOf<OperationOf<'operations.listInfrastructureChanges'>>;
type Detail = OutputOf<OperationOf<'operations.getInfrastructureChange'>>;
type Query = ParsedInput<OperationOf<'operations.listInfrastructureChanges'>>['query'];

/** A planned change as lists show it. */
export type PlannedChangeRow = Page['items'][number];

function changeRows(context: ReadContext) {
  return context.db
    .$extendTables<OperationsTables>()
    .selectFrom('infrastructure_change')
    .innerJoin('entity', 'entity.id', 'infrastructure_change.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('infrastructure_change')
    .select(['entity.title', 'entity.revision', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<PlannedChangeRow['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof changeRows>['execute']>>[number];

const stillAhead = new Set(['planned', 'approved', 'in-progress']);
const instantOf = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());

async function shape(context: ReadContext, rows: readonly Row[]): Promise<PlannedChangeRow[]> {
  const affected = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'affects',
    'from',
  );
  const of = (id: string, kind: string) =>
    (affected.get(id) ?? []).map(({ entity }) => entity).filter((one) => one.kind === kind);
  const clashes = await clashesOf(
    context.db,
    rows
      .filter(({ state }) => stillAhead.has(state))
      .map((row) => ({
        id: row.id,
        from: instantOf(row.starts_at),
        to: instantOf(row.ends_at),
        environments: of(row.id, 'environment').map(
          ({ ref }) => parseReference(ref)?.id as Id<'environment'>,
        ),
      })),
  );
  return rows.map((row) => ({
    ref: toReference('infrastructure_change', row.id),
    title: row.title,
    state: row.state,
    risk: row.risk,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    services: of(row.id, 'service'),
    environments: of(row.id, 'environment'),
    ownerUnit: ownerUnitOf(row),
    clashes: [...(clashes.get(row.id)?.freezes ?? []), ...(clashes.get(row.id)?.changes ?? [])],
    revision: row.revision,
  }));
}

/** Planned changes, the latest start first. */
export async function listInfrastructureChanges(
  context: ReadContext,
  query: Query & { units?: readonly Id<'unit'>[] | undefined },
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  let rows = changeRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...query.units]}::uuid[])`);
  }
  if (query.from) rows = rows.where('ends_at', '>', new Date(query.from));
  if (query.to) rows = rows.where('starts_at', '<', new Date(query.to));
  if (query.service) {
    rows = rows.where(sql<boolean>`exists (select 1 from link
      where link.from_id = infrastructure_change.id and link.to_id = ${query.service}
        and link.relation = 'affects' and link.until is null)`);
  }
  if (id !== undefined) {
    rows = rows.where(
      sql<boolean>`(starts_at, infrastructure_change.id) < (${at}::timestamptz, ${id}::uuid)`,
    );
  }
  const found = await rows
    .orderBy('starts_at', 'desc')
    .orderBy('infrastructure_change.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([last.starts_at.toISOString(), last.id])
        : null,
  };
}

/** A planned change. Throws `not_found`. */
export async function changeView(
  context: ReadContext,
  id: Id<'infrastructure_change'>,
): Promise<Detail> {
  const row = await changeRows(context)
    .where('infrastructure_change.id', '=', id)
    .executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('infrastructure_change');
  const caused = await linkedEntities(context, [id], 'caused_by', 'to');
  return {
    ...(await entityDetail(context, { kind: 'infrastructure_change', id })),
    ...shaped,
    wayBack: row.way_back,
    plannedBy: row.planned_name,
    mine: row.planned_by !== null && row.planned_by === identityOf(context.actor),
    approvedBy: row.approved_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    despite: row.despite,
    beganAt: row.began_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    outcome: row.outcome,
    incidents: (caused.get(id) ?? []).map(({ entity }) => entity),
    external: await referencesOf(context.db, id),
  };
}

/** Planned changes that wait for the approval of somebody else than who planned them. */
export async function changesToApprove(context: ReadContext): Promise<Row[]> {
  const own = identityOf(context.actor);
  return changeRows(context)
    .where('entity.state', '=', 'planned')
    .where('ends_at', '>', toDate(context.now))
    .where(sql<boolean>`planned_by is distinct from ${own}::uuid`)
    .orderBy('starts_at')
    .limit(100)
    .execute();
}

/**
 * Changes that are approved for now or under way, of some services and environments, whoever asks: a
 * gate's answer doesn't depend on who sees what.
 */
export async function changesHappening(
  { db, now }: ReadContext,
  about: readonly string[],
): Promise<
  { id: Id<'infrastructure_change'>; title: string; restricted: boolean; ends_at: Date }[]
> {
  if (about.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'infrastructure_change'>;
    title: string;
    restricted: boolean;
    ends_at: Date;
  }>`
    select entity.id, entity.title, entity.restricted, ends_at
    from infrastructure_change join entity on entity.id = infrastructure_change.id
    where (entity.state = 'in-progress' or (entity.state = 'approved'
        and starts_at <= ${toDate(now)} and ends_at > ${toDate(now)}))
      and exists (select 1 from link where link.from_id = entity.id and link.relation = 'affects'
        and link.until is null and link.to_id = any(${[...about]}::uuid[]))
    order by ends_at limit 20
  `.execute(db);
  return rows;
}

/** Planned changes that fall into a time, for the calendar: at most 500. */
export async function changesBetween(
  context: ReadContext,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<PlannedChangeRow[]> {
  const rows = await changeRows(context)
    .where('entity.state', '<>', 'cancelled')
    .where('starts_at', '<', toDate(to))
    .where('ends_at', '>', toDate(from))
    .orderBy('starts_at')
    .limit(500)
    .execute();
  return shape(context, rows);
}
