import {
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, loadSummaries } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { missingOf } from '../rules.ts';
import { followedOf } from '../tracker/tracker-views.ts';

type Page = OutputOf<OperationOf<'delivery.getBacklog'>>;
type Card = Page['items'][number];

interface CardRow {
  id: Id<'story'>;
  title: string;
  state: Card['state'];
  revision: number;
  estimate: number | null;
  rank: string;
  acceptance: string;
  blocked_reason: string;
  assignee_id: Id<'person'> | null;
  waits_for: number;
  implemented: number;
}

const waitsFor = sql`(select count(*)::integer from link
  join entity needed on needed.id = link.to_id
  where link.from_id = story.id and link.relation = 'depends_on' and link.until is null
    and needed.kind = 'story' and needed.state not in ('done', 'dropped'))`;
const implemented = sql`(select count(*)::integer from link where link.from_id = story.id
  and link.relation = 'implements' and link.until is null)`;

/** The stories that a condition on `story` and `entity` picks, in their order, as cards show them. */
export async function storyCards(
  context: ReadContext,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<{ card: Card; rank: string; id: Id<'story'> }[]> {
  const { rows } = await sql<CardRow>`
    select * from (
      select story.id, entity.title, entity.state, entity.revision, estimate, rank, acceptance,
        blocked_reason, assignee_id, ${waitsFor} as waits_for, ${implemented} as implemented
      from story join entity on entity.id = story.id
      where ${visible(context.actor)} and ${where}
    ) as story order by rank, id limit ${limit}
  `.execute(context.db);
  const ids = rows.map(({ id }) => id);
  const work = await linkedEntities(context, ids, 'implements', 'from');
  const people = rows.flatMap(({ assignee_id }) => (assignee_id ? [assignee_id] : []));
  const assignees = await loadSummaries(context.db, context.actor, people);
  const followed = await followedOf(context, ids);
  return rows.map((row) => ({
    card: cardOf(row, work, assignees, followed.get(row.id)),
    rank: row.rank,
    id: row.id,
  }));
}

function cardOf(
  row: CardRow,
  work: Awaited<ReturnType<typeof linkedEntities>>,
  people: ReadonlyMap<string, EntitySummary>,
  followed: Card['followed'] | undefined,
): Card {
  return {
    ref: toReference('story', row.id),
    title: row.title,
    state: row.state,
    revision: row.revision,
    estimate: row.estimate,
    blockedReason: row.blocked_reason,
    followed: followed
      ? {
          system: followed.system,
          key: followed.key,
          address: followed.address,
          estimates: followed.estimates,
          seenAt: followed.seenAt,
        }
      : null,
    assignee: (row.assignee_id && people.get(row.assignee_id)) ?? null,
    implements: (work.get(row.id) ?? []).map(({ entity }) => entity),
    missing: missingOf({
      estimate: row.estimate,
      acceptance: row.acceptance,
      implemented: row.implemented,
      blockedReason: row.blocked_reason,
      waitsFor: row.waits_for,
    }),
  };
}

const isReady = sql`(estimate is not null and acceptance <> '' and blocked_reason = ''
  and ${implemented} > 0 and ${waitsFor} = 0)`;

/** Of `story` and `entity`: a unit's, not done, and in no sprint. */
export const inBacklog = (unit: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  entity.owner_unit_id = ${unit} and entity.state not in ('done', 'dropped')
  and not exists (select 1 from sprint_story
    where sprint_story.story_id = story.id and left_at is null)`;

/** Stories of a unit that are not done and that no sprint has, in their order. Throws `not_found`. */
export async function backlogView(
  context: ReadContext,
  unit: Id<'unit'>,
  query: ParsedInput<OperationOf<'delivery.getBacklog'>>['query'],
): Promise<Page> {
  await loadEntity(context.db, context.actor, { kind: 'unit', id: unit });
  const [rank, id] = readCursor(query.cursor, 2);
  const ready = query.ready;
  const found = await storyCards(
    context,
    sql`${inBacklog(sql`${unit}::uuid`)}
      ${ready ? sql`and ${isReady} = ${ready === 'yes'}` : sql``}
      ${rank === undefined ? sql`` : sql`and (rank, story.id) > (${rank}, ${id}::uuid)`}`,
    query.limit + 1,
  );
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ card }) => card),
    nextCursor: found.length > query.limit && last ? writeCursor([last.rank, last.id]) : null,
  };
}
