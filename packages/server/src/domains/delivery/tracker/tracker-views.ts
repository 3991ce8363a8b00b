import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { DeliveryTables } from '../tables.ts';
import { meaningOf } from './follow-rules.ts';

type Trackers = OutputOf<OperationOf<'delivery.listTrackers'>>;
type Backlogs = OutputOf<OperationOf<'delivery.listFollowedBacklogs'>>;
type BacklogRow = Backlogs['items'][number];
type Detail = OutputOf<OperationOf<'delivery.getFollowedBacklog'>>;
type Followed = NonNullable<OutputOf<OperationOf<'delivery.getStory'>>['followed']>;

/** The trackers with their last deliveries; no secret of theirs is read. */
export async function listTrackers(context: ReadContext, publicUrl: string): Promise<Trackers> {
  const delivery = context.db.$extendTables<DeliveryTables>();
  const rows = await delivery.selectFrom('tracker').selectAll().orderBy('name').execute();
  const deliveries = await delivery
    .selectFrom('tracker_delivery')
    .select(['tracker_id', 'at', 'event', 'says'])
    .orderBy('id', 'desc')
    .limit(1000)
    .execute();
  return {
    items: rows.map((row) => {
      const ref = toReference('tracker', row.id);
      return {
        ref,
        name: row.name,
        system: row.system,
        address: row.address,
        account: row.account,
        webhookAddress: `${publicUrl}/api/v1/trackers/${ref}/deliveries`,
        signed: row.sealed_secret !== null,
        refused:
          row.refused_at && row.refused_says !== null
            ? { at: row.refused_at.toISOString(), says: row.refused_says }
            : null,
        deliveries: deliveries
          .filter(({ tracker_id }) => tracker_id === row.id)
          .slice(0, 20)
          .map(({ at, event, says }) => ({ at: at.toISOString(), event, says })),
        createdAt: row.created_at.toISOString(),
        createdBy: row.created_by,
      };
    }),
  };
}

interface Row {
  id: Id<'followed_backlog'>;
  tracker_id: Id<'tracker'>;
  name: string;
  system: BacklogRow['tracker']['system'];
  unit_id: Id<'unit'>;
  unit_title: string;
  source_kind: BacklogRow['source']['kind'];
  source_key: string;
  source_title: string;
  states: Record<string, Detail['states'][number]['means']>;
  swept_at: Date | null;
  imported: number;
  total: number | null;
  stories: number;
  seen_at: Date | null;
  problem: string | null;
}

async function backlogRows(
  context: ReadContext,
  where: { unit?: Id<'unit'> | undefined; id?: Id<'followed_backlog'> },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select followed_backlog.id, tracker_id, tracker.name, tracker.system, unit_id,
      entity.title as unit_title, source_kind, source_key, source_title, states, swept_at, imported,
      total, seen_at, problem,
      (select count(*)::integer from followed_story
        where backlog_id = followed_backlog.id and gone = '') as stories
    from followed_backlog join tracker on tracker.id = tracker_id
    join entity on entity.id = unit_id
    where ${visible(context.actor)}
      ${where.unit ? sql`and unit_id = ${where.unit}` : sql``}
      ${where.id ? sql`and followed_backlog.id = ${where.id}` : sql``}
    order by entity.title, source_title
  `.execute(context.db);
  return rows;
}

function shape(row: Row): BacklogRow {
  return {
    ref: toReference('followed_backlog', row.id),
    tracker: {
      ref: toReference('tracker', row.tracker_id),
      name: row.name,
      system: row.system,
    },
    unit: { ref: toReference('unit', row.unit_id), title: row.unit_title },
    source: { kind: row.source_kind, key: row.source_key, title: row.source_title },
    phase: row.swept_at ? 'following' : 'importing',
    imported: row.imported,
    total: row.total,
    stories: row.stories,
    seenAt: row.seen_at?.toISOString() ?? null,
    problem: row.problem,
  };
}

/** Which backlogs follow what; of units that the actor sees. */
export async function listFollowedBacklogs(
  context: ReadContext,
  unit: Id<'unit'> | undefined,
): Promise<Backlogs> {
  return { items: (await backlogRows(context, { unit })).map(shape) };
}

/** What a backlog follows, with what its states and epics mean here. Throws `not_found`. */
export async function followedBacklogView(
  context: ReadContext,
  id: Id<'followed_backlog'>,
): Promise<Detail> {
  const [row] = await backlogRows(context, { id });
  if (!row) throw problem('not_found', 'There is no such followed backlog.');
  const { rows: states } = await sql<{
    status: string;
    category: Detail['states'][number]['means'];
    stories: number;
  }>`
    select status, max(category) as category, count(*)::integer as stories from followed_story
    where backlog_id = ${id} and gone = '' group by status order by status
  `.execute(context.db);
  const { rows: epics } = await sql<{
    id: string;
    key: string;
    title: string;
    target: string | null;
    by: 'hand' | 'rule' | null;
    stories: number;
  }>`
    select external_id as id, key, title, target_id as target, chosen_by as by,
      (select count(*)::integer from followed_story where backlog_id = ${id} and gone = ''
        and epic_id = followed_epic.external_id) as stories
    from followed_epic where backlog_id = ${id} order by title, key limit 500
  `.execute(context.db);
  const targets = epics.flatMap(({ target }) => target ?? []);
  const work = await loadSummaries(context.db, context.actor, targets);
  return {
    ...shape(row),
    states: states.map(({ status, category, stories }) => ({
      name: status,
      means: meaningOf(row.states, status, category),
      chosen: Object.hasOwn(row.states, status),
      stories,
    })),
    epics: epics.map(({ id: epic, key, title, target, by, stories }) => ({
      id: epic,
      key,
      title,
      implements: work.get(target ?? '') ?? null,
      by,
      stories,
    })),
  };
}

/** Where some stories are ruled when not here, by the story's id. */
export async function followedOf(
  context: ReadContext,
  stories: readonly Id<'story'>[],
): Promise<Map<Id<'story'>, Followed>> {
  if (stories.length === 0) return new Map();
  const { rows } = await sql<{
    id: Id<'story'>;
    system: Followed['system'];
    tracker: string;
    key: string;
    address: string;
    status: string;
    assignee: string;
    estimates: boolean;
    seen_at: Date;
    gone: string;
  }>`
    select story_id as id, tracker.system, tracker.name as tracker, key, followed_story.address,
      status, assignee, scope ->> 'estimate' is not null as estimates,
      followed_story.seen_at, gone
    from followed_story join tracker on tracker.id = tracker_id
    join followed_backlog on followed_backlog.id = backlog_id
    where story_id = any(${[...stories]}::uuid[])
  `.execute(context.db);
  return new Map(
    rows.map(({ id, seen_at, ...row }) => [id, { ...row, seenAt: seen_at.toISOString() }]),
  );
}
