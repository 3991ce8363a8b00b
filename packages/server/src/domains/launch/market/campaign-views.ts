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

type Page = OutputOf<OperationOf<'launch.listCampaigns'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'launch.getCampaign'>>;

function campaignRows(context: ReadContext) {
  return context.db
    .$extendTables<LaunchTables>()
    .selectFrom('campaign')
    .innerJoin('entity', 'entity.id', 'campaign.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('campaign')
    .select(['entity.title', 'entity.owner_unit_id', 'owner.title as owner_unit_title'])
    .select(sql.ref<Row['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Found = Awaited<ReturnType<ReturnType<typeof campaignRows>['execute']>>[number];

function shape(row: Found): Row {
  return {
    ref: toReference('campaign', row.id),
    title: row.title,
    state: row.state,
    audience: row.audience,
    channels: row.channels,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    ownerUnit: ownerUnitOf(row),
  };
}

/** Campaigns, newest first. */
export async function listCampaigns(
  context: ReadContext,
  query: ParsedInput<OperationOf<'launch.listCampaigns'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = campaignRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.launch) rows = rows.where(supportsLaunch('campaign', query.launch));
  if (before !== undefined) rows = rows.where(sql<boolean>`campaign.id < ${before}::uuid`);
  const found = await rows
    .orderBy('campaign.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shape),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A campaign. Throws `not_found`. */
export async function campaignView(context: ReadContext, id: Id<'campaign'>): Promise<Detail> {
  const row = await campaignRows(context).where('campaign.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('campaign');
  const launches = await linkedEntities(context, [id], 'supports', 'from');
  return {
    ...(await entityDetail(context, { kind: 'campaign', id })),
    ...shape(row),
    launches: (launches.get(id) ?? []).map(({ entity }) => entity),
  };
}
