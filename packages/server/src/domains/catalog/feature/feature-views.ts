import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
  type Reference,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import {
  linkedEntities,
  ownerUnitOf,
  type Linked,
} from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { CatalogTables } from '../tables.ts';
import { latestAdoption, type AdoptionPoint } from '../usage/adoption-views.ts';

type Page = OutputOf<OperationOf<'catalog.listFeatures'>>;
type FeatureRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'catalog.getFeature'>>;

/** The rows of features that the actor sees. */
function featureRows(context: ReadContext) {
  return context.db
    .$extendTables<CatalogTables>()
    .selectFrom('feature')
    .innerJoin('entity', 'entity.id', 'feature.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['feature.id', 'entity.title', 'entity.owner_unit_id', 'entity.updated_at'])
    .select(['owner.title as owner_unit_title', 'feature.documentation', 'feature.key'])
    .select('feature.adoption_uses')
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof featureRows>['execute']>>[number];

function productAmong(linked: readonly Linked[] | undefined) {
  return linked?.find(({ entity }) => entity.kind === 'product')?.entity ?? null;
}

/** A feature of which nobody reports the use has no adoption, rather than one of 0. */
function shownAdoption(row: Row, point: AdoptionPoint | undefined): AdoptionPoint | null {
  return point && (row.key !== null || point.accounts > 0) ? point : null;
}

async function shape(context: ReadContext, rows: readonly Row[]): Promise<FeatureRow[]> {
  const ids = rows.map(({ id }) => id);
  const wholes = await linkedEntities(context, ids, 'part_of', 'from');
  const adoption = await latestAdoption(context.db, ids);
  return rows.map((row) => ({
    ref: toReference('feature', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    product: productAmong(wholes.get(row.id)),
    documentation: row.documentation,
    key: row.key,
    adoption: shownAdoption(row, adoption.get(row.id)),
    updatedAt: row.updated_at.toISOString(),
  }));
}

function partOf(product: Id<'product'>) {
  return sql<boolean>`exists (select 1 from link where link.from_id = feature.id
    and link.to_id = ${product} and link.relation = 'part_of' and link.until is null)`;
}

/** Features, newest first. */
export async function listFeatures(
  context: ReadContext,
  query: ParsedInput<OperationOf<'catalog.listFeatures'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = featureRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.product) rows = rows.where(partOf(query.product));
  if (before !== undefined) rows = rows.where(sql<boolean>`feature.id < ${before}::uuid`);
  const found = await rows
    .orderBy('feature.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** The newest features by title, each with its product, for the product map. */
export async function featuresForMap(context: ReadContext, limit: number): Promise<FeatureRow[]> {
  const rows = await featureRows(context).orderBy('feature.id', 'desc').limit(limit).execute();
  return shape(
    context,
    rows.toSorted((one, other) => one.title.localeCompare(other.title, 'en')),
  );
}

/** The features whose use is reported and that are not retired, by title; of a product, or one alone. */
export async function reportingFeatures(
  context: ReadContext,
  of: { product?: Id<'product'> | undefined; feature?: Id<'feature'> | undefined },
  limit: number,
): Promise<{ ref: Reference<'feature'>; title: string; state: string }[]> {
  let rows = featureRows(context)
    .where('feature.key', 'is not', null)
    .where('entity.state', '<>', 'retired');
  if (of.feature) rows = rows.where('feature.id', '=', of.feature);
  if (of.product) rows = rows.where(partOf(of.product));
  const found = await rows.orderBy('entity.title').orderBy('feature.id').limit(limit).execute();
  return found.map(({ id, title, state }) => ({ ref: toReference('feature', id), title, state }));
}

/** A feature. Throws `not_found`. */
export async function featureView(context: ReadContext, id: Id<'feature'>): Promise<Detail> {
  const row = await featureRows(context).where('feature.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('feature');
  const detail = await entityDetail(context, { kind: 'feature', id });
  const linked = async (
    relation: 'part_of' | 'delivers' | 'gates' | 'measured_by',
    way: 'from' | 'to',
  ) => (await linkedEntities(context, [id], relation, way)).get(id) ?? [];
  return {
    ...detail,
    ref: toReference('feature', id),
    state: row.state,
    documentation: row.documentation,
    key: row.key,
    adoptionUses: row.adoption_uses,
    adoption: shownAdoption(row, (await latestAdoption(context.db, [id])).get(id)),
    product: productAmong(await linked('part_of', 'from')),
    delivers: (await linked('delivers', 'from')).map(({ entity }) => entity),
    flags: (await linked('gates', 'to')).map(({ entity }) => entity),
    metrics: (await linked('measured_by', 'from')).map(({ entity }) => entity),
  };
}
