import {
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
import type { LaunchTables } from '../tables.ts';
import { supportsLaunch } from './competitor-views.ts';

type Page = OutputOf<OperationOf<'launch.listPrices'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'launch.getPrice'>>;

function priceRows(context: ReadContext) {
  return context.db
    .$extendTables<LaunchTables>()
    .selectFrom('price')
    .innerJoin('entity', 'entity.id', 'price.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('price')
    .select(['entity.title', 'entity.restricted', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<Row['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Found = Awaited<ReturnType<ReturnType<typeof priceRows>['execute']>>[number];

function shape(row: Found): Row {
  return {
    ref: toReference('price', row.id),
    title: row.title,
    state: row.state,
    book: row.book,
    version: row.version,
    shape: row.amounts.shape,
    currency: row.currency,
    effectiveFrom: row.effective_from,
    ownerUnit: ownerUnitOf(row),
    restricted: row.restricted,
  };
}

/** Prices that the actor sees, newest first. */
export async function listPrices(
  context: ReadContext,
  query: ParsedInput<OperationOf<'launch.listPrices'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = priceRows(context);
  if (query.book) rows = rows.where('price.book', '=', query.book);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.launch) rows = rows.where(supportsLaunch('price', query.launch));
  if (before !== undefined) rows = rows.where(sql<boolean>`price.id < ${before}::uuid`);
  const found = await rows
    .orderBy('price.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shape),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A price. Throws `not_found`. */
export async function priceView(context: ReadContext, id: Id<'price'>): Promise<Detail> {
  const row = await priceRows(context).where('price.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('price');
  const launches = await linkedEntities(context, [id], 'supports', 'from');
  return {
    ...(await entityDetail(context, { kind: 'price', id })),
    ...shape(row),
    amounts: row.amounts,
    approvedAt: row.approved_at?.toISOString() ?? null,
    launches: (launches.get(id) ?? []).map(({ entity }) => entity),
  };
}
