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
import { identityOf } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'operations.listPostmortems'>>;
type Detail = OutputOf<OperationOf<'operations.getPostmortem'>>;
type Query = ParsedInput<OperationOf<'operations.listPostmortems'>>['query'];

/** A postmortem as lists show it. */
export type PostmortemRow = Page['items'][number];

function postmortemRows(context: ReadContext) {
  const actions = sql`from link join entity action on action.id = link.from_id
    and action.kind = 'action' and ${visible(context.actor, 'action')}
    where link.to_id = postmortem.id and link.relation = 'follows_from' and link.until is null`;
  return context.db
    .$extendTables<OperationsTables>()
    .selectFrom('postmortem')
    .innerJoin('entity', 'entity.id', 'postmortem.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('postmortem')
    .select(['entity.title', 'entity.revision', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<PostmortemRow['state']>('entity.state').as('state'))
    .select(sql<number>`(select count(*)::integer ${actions})`.as('actions'))
    .select(
      sql<number>`(select count(*)::integer ${actions} and action.state = 'open')`.as(
        'open_actions',
      ),
    )
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof postmortemRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<PostmortemRow[]> {
  const incidents = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'examines',
    'from',
  );
  return rows.map((row) => ({
    ref: toReference('postmortem', row.id),
    title: row.title,
    state: row.state,
    incident: incidents.get(row.id)?.[0]?.entity ?? null,
    ownerUnit: ownerUnitOf(row),
    openActions: row.open_actions,
    actions: row.actions,
    publishedAt: row.published_at?.toISOString() ?? null,
    revision: row.revision,
  }));
}

/** Postmortems, newest first. */
export async function listPostmortems(
  context: ReadContext,
  query: Query & { units?: readonly Id<'unit'>[] | undefined },
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = postmortemRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...query.units]}::uuid[])`);
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`postmortem.id < ${before}::uuid`);
  const found = await rows
    .orderBy('postmortem.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit && last ? writeCursor([last.id]) : null,
  };
}

/** A postmortem. Throws `not_found`. */
export async function postmortemView(context: ReadContext, id: Id<'postmortem'>): Promise<Detail> {
  const row = await postmortemRows(context).where('postmortem.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('postmortem');
  return {
    ...(await entityDetail(context, { kind: 'postmortem', id })),
    ...shaped,
    sections: row.sections,
    handedInBy: row.handed_in_name,
    mine: row.handed_in_by !== null && row.handed_in_by === identityOf(context.actor),
    publishedBy: row.published_by,
  };
}

/** Postmortems that somebody else handed in, oldest first. */
export async function postmortemsToReview(context: ReadContext): Promise<Row[]> {
  return postmortemRows(context)
    .where('entity.state', '=', 'in-review')
    .where(sql<boolean>`handed_in_by is distinct from ${context.actor.id}::uuid`)
    .orderBy('postmortem.id')
    .limit(50)
    .execute();
}
