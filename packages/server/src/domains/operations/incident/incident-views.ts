import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { referencesOf } from '../external-store.ts';
import type { OperationsTables } from '../tables.ts';
import { timelineOf } from './incident-store.ts';

type Page = OutputOf<OperationOf<'operations.listIncidents'>>;
type Detail = OutputOf<OperationOf<'operations.getIncident'>>;

/** One incident as lists show it. */
export type IncidentRow = Page['items'][number];

function incidentRows(context: ReadContext) {
  return context.db
    .$extendTables<OperationsTables>()
    .selectFrom('incident')
    .innerJoin('entity', 'entity.id', 'incident.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('incident')
    .select(['entity.title', 'entity.revision', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<IncidentRow['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof incidentRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<IncidentRow[]> {
  const ids = rows.map(({ id }) => id);
  const affected = await linkedEntities(context, ids, 'affects', 'from');
  const causes = await linkedEntities(context, ids, 'caused_by', 'from');
  const first = (of: typeof causes, id: string, kind: string) =>
    of.get(id)?.find(({ entity }) => entity.kind === kind)?.entity ?? null;
  return rows.map((row) => ({
    ref: toReference('incident', row.id),
    title: row.title,
    state: row.state,
    severity: row.severity,
    service: first(affected, row.id, 'service'),
    deployment: first(causes, row.id, 'deployment'),
    ownerUnit: ownerUnitOf(row),
    causeKind: row.cause_kind,
    openedAt: row.opened_at.toISOString(),
    declaredAt: row.declared_at.toISOString(),
    mitigatedAt: row.mitigated_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    revision: row.revision,
  }));
}

/** Incidents, newest first. */
export async function listIncidents(
  context: ReadContext,
  query: ParsedInput<OperationOf<'operations.listIncidents'>>['query'] & {
    since?: Date;
    units?: readonly Id<'unit'>[] | undefined;
    unresolved?: boolean;
  },
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  let rows = incidentRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.severity) rows = rows.where('severity', '=', query.severity);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...query.units]}::uuid[])`);
  }
  if (query.unresolved) rows = rows.where('resolved_at', 'is', null);
  if (query.since) {
    // What began before and still lasts belongs to the time, too.
    rows = rows.where(
      sql<boolean>`(opened_at >= ${query.since} or resolved_at is null or resolved_at >= ${query.since})`,
    );
  }
  if (query.service) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = incident.id
      and link.to_id = ${query.service} and link.relation = 'affects' and link.until is null)`);
  }
  if (id !== undefined) {
    rows = rows.where(sql<boolean>`(opened_at, incident.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows
    .orderBy('opened_at', 'desc')
    .orderBy('incident.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([last.opened_at.toISOString(), last.id])
        : null,
  };
}

/** An incident with its timeline. Throws `not_found`. */
export async function incidentView(context: ReadContext, id: Id<'incident'>): Promise<Detail> {
  const row = await incidentRows(context).where('incident.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('incident');
  const ref = { kind: 'incident', id } as const;
  const of = async (
    relation: 'affects' | 'caused_by' | 'examines',
    way: 'from' | 'to',
    kind: string,
  ) =>
    ((await linkedEntities(context, [id], relation, way)).get(id) ?? [])
      .map(({ entity }) => entity)
      .filter((entity) => entity.kind === kind);
  const roles = await context.db
    .$extendTables<OperationsTables>()
    .selectFrom('incident_role')
    .innerJoin('entity', 'entity.id', 'person_id')
    .select(['role', 'person_id', 'entity.title'])
    .where('incident_id', '=', id)
    .where(visible(context.actor))
    .orderBy('role')
    .execute();
  const notes = await timelineOf(context.db, id);
  return {
    ...(await entityDetail(context, ref)),
    ...shaped,
    cause: row.cause,
    change: (await of('caused_by', 'from', 'infrastructure_change'))[0] ?? null,
    impact: row.impact,
    accounts: await of('affects', 'from', 'account'),
    roles: roles.map(({ role, person_id, title }) => ({
      role,
      person: { ref: toReference('person', person_id), name: title },
    })),
    postmortem: (await of('examines', 'to', 'postmortem'))[0] ?? null,
    external: await referencesOf(context.db, id),
    notes: notes.map(({ at, written_at, kind, by_name, text }) => ({
      at: at.toISOString(),
      by: by_name,
      kind,
      text,
      writtenAt: written_at.toISOString(),
    })),
  };
}

/**
 * The open incidents that a deployment caused, worst first, whoever asks: a gate's answer doesn't
 * depend on who sees what.
 */
export async function openIncidentsOf(
  { db }: ReadContext,
  deployment: string,
): Promise<(EntityRef<'incident'> & { title: string; restricted: boolean })[]> {
  const { rows } = await sql<{ id: Id<'incident'>; title: string; restricted: boolean }>`
    select entity.id, entity.title, entity.restricted
    from link join entity on entity.id = link.from_id and entity.state <> 'resolved'
    join incident on incident.id = entity.id
    where link.to_id = ${deployment} and link.relation = 'caused_by' and link.until is null
    order by severity, opened_at limit 20
  `.execute(db);
  return rows.map((row) => ({ kind: 'incident', ...row }));
}

/** The incidents of some services that are not resolved, worst first, whoever asks. */
export async function unresolvedIncidentsOf(
  { db }: ReadContext,
  services: readonly string[],
  worstTo: number,
): Promise<{ id: Id<'incident'>; title: string; severity: number; restricted: boolean }[]> {
  if (services.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'incident'>;
    title: string;
    severity: number;
    restricted: boolean;
  }>`
    select distinct entity.id, entity.title, entity.restricted, severity, opened_at
    from link join incident on incident.id = link.from_id and severity <= ${worstTo}
    join entity on entity.id = incident.id and entity.state <> 'resolved'
    where link.to_id = any(${[...services]}::uuid[]) and link.relation = 'affects'
      and link.until is null
    order by severity, opened_at limit 20
  `.execute(db);
  return rows;
}
