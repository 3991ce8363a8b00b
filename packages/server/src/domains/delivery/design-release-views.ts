import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { notFound } from '../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../platform/entities/linked-views.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { organisationDay } from './day-store.ts';
import { designEvidence } from './design-evidence/design-evidence-views.ts';
import { waiverHolds } from './rules.ts';
import { loadChecklist, waiversOf } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Page = OutputOf<OperationOf<'delivery.listDesignReleases'>>;
type DesignReleaseRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'delivery.getDesignRelease'>>;

/** The rows of design releases that the actor sees. */
function designReleaseRows(context: ReadContext) {
  return context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('design_release')
    .innerJoin('entity', 'entity.id', 'design_release.id')
    .leftJoin('entity as unit', 'unit.id', 'entity.owner_unit_id')
    .select(['design_release.id', 'entity.title', 'entity.owner_unit_id', 'entity.updated_at'])
    .select(['unit.title as owner_unit_title', 'file', 'version', 'verdict_reason', 'verdict_at'])
    .select(sql.ref<DesignReleaseRow['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof designReleaseRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<DesignReleaseRow[]> {
  const designed = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'designs',
    'from',
  );
  return rows.map((row) => ({
    ref: toReference('design_release', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    designs: designed.get(row.id)?.[0]?.entity ?? null,
    file: row.file,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
  }));
}

/** Design releases, newest first. */
export async function listDesignReleases(
  context: ReadContext,
  query: ParsedInput<OperationOf<'delivery.listDesignReleases'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = designReleaseRows(context);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.designs) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = design_release.id
      and link.to_id = ${query.designs.id} and link.relation = 'designs' and link.until is null)`);
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`design_release.id < ${before}::uuid`);
  const found = await rows
    .orderBy('design_release.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A design release with its checklist and verdict. Throws `not_found`. */
export async function designReleaseView(
  context: ReadContext,
  id: Id<'design_release'>,
): Promise<Detail> {
  const row = await designReleaseRows(context)
    .where('design_release.id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('design_release');
  const [shaped] = await shape(context, [row]);
  if (!shaped) throw notFound('design_release');
  const checklist = await loadChecklist(context.db, id);
  const today = await organisationDay(context.db, context.now);
  const waivers = await waiversOf(context.db, [id]);
  return {
    ...(await entityDetail(context, { kind: 'design_release', id })),
    ...shaped,
    checklist: checklist.map(({ standard, ...item }) => ({ ...item, standard: standard ?? null })),
    waivers: waivers.map((one) => ({
      ref: toReference('design_waiver', one.id),
      item: one.item,
      reason: one.reason,
      until: one.until,
      grantedBy: one.granted_by,
      grantedAt: one.granted_at.toISOString(),
      version: one.version,
      holds: waiverHolds(one, row.version, today),
    })),
    ...(await designEvidence(context.db, id, row.version)),
    verdictReason: row.verdict_reason,
    verdictAt: row.verdict_at?.toISOString() ?? null,
  };
}

/** A design release with its verdict, as the gate weighs it. */
export interface JudgedDesign {
  readonly id: Id<'design_release'>;
  readonly title: string;
  readonly version: string;
  readonly state: DesignReleaseRow['state'];
  readonly reason: string;
}

/**
 * The design releases that speak for an entity: itself; those of a feature or an initiative and of
 * the features that deliver it; for a launch, those of everything that it launches.
 */
export async function designsFor(context: ReadContext, about: EntityRef): Promise<JudgedDesign[]> {
  const { rows } = await sql<JudgedDesign>`
    with launched (id) as (
      select ${about.id}::uuid
      union
      select link.to_id from link join entity on entity.id = link.to_id and ${visible(context.actor)}
      where link.from_id = ${about.id} and link.relation = 'launches' and link.until is null
    ), designed (id) as (
      select id from launched
      union
      select link.from_id from link join launched on link.to_id = launched.id
      join entity on entity.id = link.from_id and ${visible(context.actor)}
      where link.relation = 'delivers' and link.until is null
    )
    select design_release.id, entity.title, version, entity.state, verdict_reason as reason
    from design_release join entity on entity.id = design_release.id
    where ${visible(context.actor)} and (design_release.id = ${about.id} or exists (
      select 1 from link join designed on link.to_id = designed.id
      where link.from_id = design_release.id and link.relation = 'designs' and link.until is null))
    order by design_release.id limit 200
  `.execute(context.db);
  return rows;
}
