import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries, notFound } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { storyCards } from '../backlog/backlog-views.ts';
import type { DeliveryTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'delivery.listSprints'>>;
type SprintRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'delivery.getSprint'>>;

interface Row {
  id: Id<'sprint'>;
  title: string;
  state: SprintRow['state'];
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
  goal: string;
  starts_on: string;
  ends_on: string;
  started_at: Date | null;
  closed_at: Date | null;
  planned: number;
  done: number;
}

async function sprintRows(
  context: ReadContext,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select sprint.id, entity.title, entity.state, entity.owner_unit_id, unit.title as owner_unit_title,
      goal, starts_on, ends_on, started_at, closed_at,
      coalesce(work.planned, 0) as planned, coalesce(work.done, 0) as done
    from sprint join entity on entity.id = sprint.id
    left join entity unit on unit.id = entity.owner_unit_id
    left join lateral (
      select sum(coalesce(closing_estimate, story.estimate, 0)) as planned,
        sum(coalesce(closing_estimate, story.estimate, 0))
          filter (where outcome = 'done' or (outcome is null and stood.state = 'done')) as done
      from sprint_story join story on story.id = story_id join entity stood on stood.id = story.id
      where sprint_id = sprint.id and outcome is distinct from 'removed'
        and ${visible(context.actor, 'stood')}
    ) as work on true
    where ${visible(context.actor)} and ${where}
    order by starts_on desc, sprint.id desc limit ${limit}
  `.execute(context.db);
  return rows;
}

function rowOf(row: Row): SprintRow {
  return {
    ref: toReference('sprint', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    goal: row.goal,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    planned: row.planned,
    done: row.done,
  };
}

/** Sprints, the latest first. */
export async function listSprints(
  context: ReadContext,
  query: ParsedInput<OperationOf<'delivery.listSprints'>>['query'],
): Promise<Page> {
  const [day, id] = readCursor(query.cursor, 2);
  const found = await sprintRows(
    context,
    sql`true ${query.ownerUnit ? sql`and entity.owner_unit_id = ${query.ownerUnit}` : sql``}
      ${query.state ? sql`and entity.state = ${query.state}` : sql``}
      ${day === undefined ? sql`` : sql`and (starts_on, sprint.id) < (${day}::date, ${id}::uuid)`}`,
    query.limit + 1,
  );
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(rowOf),
    nextCursor: found.length > query.limit && last ? writeCursor([last.starts_on, last.id]) : null,
  };
}

/** What a unit got done in each of its closed sprints, the latest first. */
export async function closedSprints(context: ReadContext, unit: Id<'unit'>, limit: number) {
  return sprintRows(
    context,
    sql`entity.owner_unit_id = ${unit} and entity.state = 'closed'`,
    limit,
  );
}

/** A sprint with its capacity and stories. Throws `not_found`. */
export async function sprintView(context: ReadContext, id: Id<'sprint'>): Promise<Detail> {
  const [row] = await sprintRows(context, sql`sprint.id = ${id}`, 1);
  if (!row) throw notFound('sprint');
  const last = row.owner_unit_id ? await closedSprints(context, row.owner_unit_id, 3) : [];
  return {
    ...(await entityDetail(context, { kind: 'sprint', id })),
    ...rowOf(row),
    startedAt: row.started_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    capacity: await capacityOf(context, id),
    velocity:
      last.length === 0
        ? null
        : Math.round((10 * last.reduce((sum, { done }) => sum + done, 0)) / last.length) / 10,
    stories: await storiesOf(context, id),
  };
}

async function capacityOf(context: ReadContext, id: Id<'sprint'>): Promise<Detail['capacity']> {
  const rows = await context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('sprint_capacity')
    .select(['person_id', 'days'])
    .where('sprint_id', '=', id)
    .execute();
  const ids = rows.map(({ person_id }) => person_id);
  const people = await loadSummaries(context.db, context.actor, ids);
  return rows
    .flatMap(({ person_id, days }) => {
      const person = people.get(person_id);
      return person ? [{ person, days }] : [];
    })
    .toSorted((one, other) => one.person.title.localeCompare(other.person.title, 'en'));
}

async function storiesOf(context: ReadContext, id: Id<'sprint'>): Promise<Detail['stories']> {
  const cards = await storyCards(
    context,
    sql`exists (select 1 from sprint_story where sprint_story.story_id = story.id and sprint_id = ${id})`,
    1000,
  );
  const rows = await context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('sprint_story')
    .select(['story_id', 'committed', 'committed_estimate', 'outcome'])
    .where('sprint_id', '=', id)
    .execute();
  const membership = new Map(rows.map((row) => [row.story_id as string, row]));
  return cards.map(({ card, id: story }) => {
    const row = membership.get(story);
    return {
      ...card,
      committed: row?.committed ?? false,
      committedEstimate: row?.committed_estimate ?? null,
      outcome: row?.outcome ?? null,
    };
  });
}
