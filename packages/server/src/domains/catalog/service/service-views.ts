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
import type { CatalogTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'catalog.listServices'>>;
type ServiceRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'catalog.getService'>>;

/** The rows of services that the actor sees. */
function serviceRows(context: ReadContext) {
  return context.db
    .$extendTables<CatalogTables>()
    .selectFrom('service')
    .innerJoin('entity', 'entity.id', 'service.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['service.id', 'entity.title', 'entity.owner_unit_id', 'tier', 'data_classification'])
    .select([
      'owner.title as owner_unit_title',
      sql.ref<Detail['state']>('entity.state').as('state'),
    ])
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof serviceRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<ServiceRow[]> {
  const wholes = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'part_of',
    'from',
  );
  return rows.map((row) => ({
    ref: toReference('service', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    product: wholes.get(row.id)?.find(({ entity }) => entity.kind === 'product')?.entity ?? null,
    tier: row.tier,
    dataClassification: row.data_classification,
  }));
}

/** Services, newest first. */
export async function listServices(
  context: ReadContext,
  query: ParsedInput<OperationOf<'catalog.listServices'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = serviceRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.tier) rows = rows.where('tier', '=', query.tier);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.product) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = service.id
      and link.to_id = ${query.product} and link.relation = 'part_of' and link.until is null)`);
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`service.id < ${before}::uuid`);
  const found = await rows
    .orderBy('service.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** The newest services by title, each with its product, for the product map. */
export async function servicesForMap(context: ReadContext, limit: number): Promise<ServiceRow[]> {
  const rows = await serviceRows(context).orderBy('service.id', 'desc').limit(limit).execute();
  return shape(
    context,
    rows.toSorted((one, other) => one.title.localeCompare(other.title, 'en')),
  );
}

/** A service, what it needs and what needs it. Throws `not_found`. */
export async function serviceView(context: ReadContext, id: Id<'service'>): Promise<Detail> {
  const row = await serviceRows(context).where('service.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('service');
  const detail = await entityDetail(context, { kind: 'service', id });
  const [shaped] = await shape(context, [row]);
  if (!shaped) throw notFound('service');
  const linked = async (relation: 'builds' | 'depends_on' | 'measured_by', way: 'from' | 'to') =>
    ((await linkedEntities(context, [id], relation, way)).get(id) ?? []).map(
      ({ entity }) => entity,
    );
  return {
    ...detail,
    ...shaped,
    repositories: await linked('builds', 'to'),
    dependsOn: await linked('depends_on', 'from'),
    neededBy: await linked('depends_on', 'to'),
    metrics: await linked('measured_by', 'from'),
  };
}
