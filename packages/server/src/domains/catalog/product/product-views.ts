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
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { featuresForMap } from '../feature/feature-views.ts';
import { servicesForMap } from '../service/service-views.ts';
import type { CatalogTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'catalog.listProducts'>>;
type Detail = OutputOf<OperationOf<'catalog.getProduct'>>;
type ProductMap = OutputOf<OperationOf<'catalog.getProductMap'>>;
type State = Detail['state'];

/** The rows of products that the actor sees. */
function productRows(context: ReadContext) {
  return context.db
    .$extendTables<CatalogTables>()
    .selectFrom('product')
    .innerJoin('entity', 'entity.id', 'product.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['product.id', 'entity.title', 'entity.summary', 'entity.owner_unit_id'])
    .select(['owner.title as owner_unit_title', sql.ref<State>('entity.state').as('state')])
    .where(visible(context.actor));
}

/** Products, newest first, with how many features and services each has. */
export async function listProducts(
  context: ReadContext,
  query: ParsedInput<OperationOf<'catalog.listProducts'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = productRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (before !== undefined) rows = rows.where(sql<boolean>`product.id < ${before}::uuid`);
  const found = await rows
    .orderBy('product.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const parts = await linkedEntities(
    context,
    shown.map(({ id }) => id),
    'part_of',
    'to',
  );
  const count = (id: string, kind: string) =>
    parts.get(id)?.filter(({ entity }) => entity.kind === kind).length ?? 0;
  return {
    items: shown.map((row) => ({
      ref: toReference('product', row.id),
      title: row.title,
      summary: row.summary,
      state: row.state,
      ownerUnit: ownerUnitOf(row),
      features: count(row.id, 'feature'),
      services: count(row.id, 'service'),
    })),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A product with its features, services and metrics. Throws `not_found`. */
export async function productView(context: ReadContext, id: Id<'product'>): Promise<Detail> {
  const row = await productRows(context).where('product.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('product');
  const detail = await entityDetail(context, { kind: 'product', id });
  const parts = (await linkedEntities(context, [id], 'part_of', 'to')).get(id) ?? [];
  const metrics = (await linkedEntities(context, [id], 'measured_by', 'from')).get(id) ?? [];
  const ofKind = (kind: string) =>
    parts.flatMap(({ entity }) => (entity.kind === kind ? [entity] : [])).slice(0, 200);
  return {
    ...detail,
    ref: toReference('product', id),
    state: row.state,
    features: ofKind('feature'),
    services: ofKind('service'),
    metrics: metrics.map(({ entity }) => entity).slice(0, 200),
  };
}

const mapLimit = 2000;

/** Every product with its features and services by title, and those that belong to none. */
export async function productMap(
  context: ReadContext,
  query: { ownerUnit?: Id<'unit'> | undefined },
): Promise<ProductMap> {
  let rows = productRows(context);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  const products = await rows.orderBy('entity.title').orderBy('product.id').limit(500).execute();
  const features = await featuresForMap(context, mapLimit);
  const services = await servicesForMap(context, mapLimit);
  const byProduct = <T extends { product: { ref: string } | null }>(parts: readonly T[]) =>
    Map.groupBy(parts, ({ product }) => parseReference(product?.ref ?? '')?.id ?? null);
  const featuresOf = byProduct(features);
  const servicesOf = byProduct(services);
  const loose = <T extends { ownerUnit: { ref: string } | null }>(parts: readonly T[]) =>
    query.ownerUnit
      ? parts.filter(
          ({ ownerUnit }) => parseReference(ownerUnit?.ref ?? '')?.id === query.ownerUnit,
        )
      : [...parts];
  return {
    products: products.map((row) => ({
      ref: toReference('product', row.id),
      title: row.title,
      summary: row.summary,
      state: row.state,
      ownerUnit: ownerUnitOf(row),
      features: featuresOf.get(row.id) ?? [],
      services: servicesOf.get(row.id) ?? [],
    })),
    featuresWithoutProduct: loose(featuresOf.get(null) ?? []),
    servicesWithoutProduct: loose(servicesOf.get(null) ?? []),
    truncated: features.length === mapLimit || services.length === mapLimit,
  };
}
