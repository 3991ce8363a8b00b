import {
  toReference,
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
import type { DeliveryTables } from './tables.ts';

type Page = OutputOf<OperationOf<'delivery.listStories'>>;
type StoryRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'delivery.getStory'>>;

/** The rows of stories that the actor sees. */
function storyRows(context: ReadContext) {
  return context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('story')
    .innerJoin('entity', 'entity.id', 'story.id')
    .leftJoin('entity as unit', 'unit.id', 'entity.owner_unit_id')
    .select(['story.id', 'entity.title', 'entity.owner_unit_id', 'entity.updated_at', 'estimate'])
    .select(['unit.title as owner_unit_title', 'started_at', 'done_at'])
    .select(sql.ref<StoryRow['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof storyRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<StoryRow[]> {
  const implemented = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'implements',
    'from',
  );
  return rows.map((row) => ({
    ref: toReference('story', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    estimate: row.estimate,
    implements: (implemented.get(row.id) ?? []).map(({ entity }) => entity),
    updatedAt: row.updated_at.toISOString(),
  }));
}

/** Stories, newest first. */
export async function listStories(
  context: ReadContext,
  query: ParsedInput<OperationOf<'delivery.listStories'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = storyRows(context);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.implements) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = story.id
      and link.to_id = ${query.implements.id} and link.relation = 'implements' and link.until is null)`);
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`story.id < ${before}::uuid`);
  const found = await rows
    .orderBy('story.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A story with the changes that implement it. Throws `not_found`. */
export async function storyView(context: ReadContext, id: Id<'story'>): Promise<Detail> {
  const row = await storyRows(context).where('story.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('story');
  const [shaped] = await shape(context, [row]);
  if (!shaped) throw notFound('story');
  const changes = (await linkedEntities(context, [id], 'implements', 'to')).get(id) ?? [];
  return {
    ...(await entityDetail(context, { kind: 'story', id })),
    ...shaped,
    startedAt: row.started_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    changes: changes.map(({ entity }) => entity).slice(0, 200),
  };
}
