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
import { todayOf } from '../calendar-store.ts';
import { lineAge } from '../rules.ts';
import type { LaunchTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'launch.listCompetitors'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'launch.getCompetitor'>>;

/** The condition that something supports a launch now. */
export function supportsLaunch(table: string, launch: string) {
  return sql<boolean>`exists (select 1 from link where link.from_id = ${sql.ref(`${table}.id`)}
    and link.to_id = ${launch} and link.relation = 'supports' and link.until is null)`;
}

function competitorRows(context: ReadContext) {
  return context.db
    .$extendTables<LaunchTables>()
    .selectFrom('competitor')
    .innerJoin('entity', 'entity.id', 'competitor.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['competitor.id', 'website', 'entity.title', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<Row['state']>('entity.state').as('state'))
    .select(
      sql<string[]>`array(select on_day::text from battlecard_line
        where competitor_id = competitor.id)`.as('days'),
    )
    .where(visible(context.actor));
}

type Found = Awaited<ReturnType<ReturnType<typeof competitorRows>['execute']>>[number];

function shape(row: Found, today: Temporal.PlainDate): Row {
  return {
    ref: toReference('competitor', row.id),
    title: row.title,
    state: row.state,
    website: row.website,
    ownerUnit: ownerUnitOf(row),
    lines: row.days.length,
    staleLines: row.days.filter((on) => lineAge(on, today).stale).length,
  };
}

/** Competitors, newest first. */
export async function listCompetitors(
  context: ReadContext,
  query: ParsedInput<OperationOf<'launch.listCompetitors'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = competitorRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.launch) rows = rows.where(supportsLaunch('competitor', query.launch));
  if (before !== undefined) rows = rows.where(sql<boolean>`competitor.id < ${before}::uuid`);
  const found = await rows
    .orderBy('competitor.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const today = await todayOf(context.db, context.now);
  return {
    items: shown.map((row) => shape(row, today)),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A competitor with its battlecard; of `shareable` only what may leave the company. */
export async function competitorView(
  context: ReadContext,
  id: Id<'competitor'>,
  audience: 'all' | 'shareable',
): Promise<Detail> {
  const row = await competitorRows(context).where('competitor.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('competitor');
  const today = await todayOf(context.db, context.now);
  let lines = context.db
    .$extendTables<LaunchTables>()
    .selectFrom('battlecard_line')
    .select(['text', 'audience', 'source', 'on_day'])
    .where('competitor_id', '=', id);
  if (audience === 'shareable') lines = lines.where('audience', '=', 'shareable');
  const launches = await linkedEntities(context, [id], 'supports', 'from');
  return {
    ...(await entityDetail(context, { kind: 'competitor', id })),
    ...shape(row, today),
    battlecard: (await lines.orderBy('ordinal').execute()).map(({ on_day, ...line }) => ({
      ...line,
      on: on_day,
      ...lineAge(on_day, today),
    })),
    launches: (launches.get(id) ?? []).map(({ entity }) => entity),
  };
}
