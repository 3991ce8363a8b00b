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
import { loadSummaries, notFound, summaryOf } from '../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../platform/entities/linked-views.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { storyCards } from './backlog/backlog-views.ts';
import { branchName } from './rules.ts';
import { followedOf } from './tracker/tracker-views.ts';
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
    .select(['acceptance', 'blocked_reason', 'assignee_id'])
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
  const [card] = await storyCards(context, sql`story.id = ${id}`, 1);
  const people = row.assignee_id ? [row.assignee_id] : [];
  const assignees = await loadSummaries(context.db, context.actor, people);
  return {
    ...(await entityDetail(context, { kind: 'story', id })),
    ...shaped,
    acceptance: row.acceptance,
    blockedReason: row.blocked_reason,
    assignee: (row.assignee_id && assignees.get(row.assignee_id)) ?? null,
    missing: card?.card.missing ?? [],
    branch: branchName(shaped.ref, row.title),
    followed: (await followedOf(context, [id])).get(id) ?? null,
    sprint: await sprintOf(context, id),
    moves: await movesOf(context, id),
    startedAt: row.started_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    changes: changes.map(({ entity }) => entity).slice(0, 200),
  };
}

async function sprintOf(context: ReadContext, id: Id<'story'>): Promise<Detail['sprint']> {
  const row = await context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('sprint_story')
    .innerJoin('entity', 'entity.id', 'sprint_story.sprint_id')
    .select(['entity.id', 'entity.kind', 'entity.title', 'entity.state'])
    .where('story_id', '=', id)
    .where('left_at', 'is', null)
    .where(visible(context.actor))
    .executeTakeFirst();
  return row ? summaryOf(row) : null;
}

async function movesOf(context: ReadContext, id: Id<'story'>): Promise<Detail['moves']> {
  const rows = await context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('story_state_change')
    .select(['at', 'from_state', 'to_state'])
    .where('story_id', '=', id)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows
    .map((row) => ({ at: row.at.toISOString(), from: row.from_state, to: row.to_state }))
    .toReversed();
}
