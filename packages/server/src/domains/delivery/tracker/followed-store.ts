import type { Id, storyStates } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { DeliveryTables } from '../tables.ts';
import type { Following, Hint } from './follow-rules.ts';

type StoryState = (typeof storyStates)[number];

/** A followed backlog's row, locked where it is about to be changed; undefined where there is none. */
export async function findFollowed(
  db: Db,
  id: Id<'followed_backlog'>,
  options: { lock?: boolean } = {},
) {
  const query = db
    .$extendTables<DeliveryTables>()
    .selectFrom('followed_backlog')
    .selectAll()
    .where('id', '=', id);
  return (options.lock ? query.forUpdate() : query).executeTakeFirst();
}

/** The same; throws `not_found`. */
export async function loadFollowed(
  db: Db,
  id: Id<'followed_backlog'>,
  options: { lock?: boolean } = {},
) {
  const row = await findFollowed(db, id, options);
  if (!row) throw problem('not_found', 'There is no such followed backlog.');
  return row;
}

/** A followed backlog as its row tells it. */
export type FollowedRow = Awaited<ReturnType<typeof loadFollowed>>;

const instant = (at: Date | null) => at && Temporal.Instant.fromEpochMilliseconds(at.getTime());

/** Where a backlog stands in following its source, for the rules. */
export function followingOf(row: FollowedRow): Following {
  return {
    sweepFrom: instant(row.sweep_from),
    sweepCursor: row.sweep_cursor,
    sweptAt: instant(row.swept_at),
    pollFrom: instant(row.poll_from),
    pollCursor: row.poll_cursor,
    polledAt: instant(row.polled_at),
    dueAt: Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()),
  };
}

/** What of a backlog a webhook said to look at again, the oldest first. */
export async function hintsOf(db: Db, backlog: Id<'followed_backlog'>): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    select what, external_id as id from followed_hint where backlog_id = ${backlog}
    order by at, external_id limit 200
  `.execute(db);
  return rows;
}

/** Says to look at something again, of one backlog or of all that follow a tracker. */
export async function addHints(
  tx: Tx,
  where: { tracker: Id<'tracker'> } | { backlog: Id<'followed_backlog'> },
  hints: readonly Hint[],
  now: Temporal.Instant,
): Promise<Id<'followed_backlog'>[]> {
  if (hints.length === 0) return [];
  const of = 'tracker' in where ? sql`tracker_id = ${where.tracker}` : sql`id = ${where.backlog}`;
  const { rows } = await sql<{ id: Id<'followed_backlog'> }>`
    with concerned as (select id from followed_backlog where ${of}), said as (
      insert into followed_hint (backlog_id, what, external_id, at)
      select concerned.id, hint.what, hint.external_id, ${toDate(now)}
      from concerned cross join unnest(
        ${hints.map(({ what }) => what)}::text[], ${hints.map(({ id }) => id)}::text[]
      ) as hint (what, external_id)
      on conflict (backlog_id, what, external_id) do update set at = excluded.at
    )
    select id from concerned
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Forgets what was looked at; what was said again since stays. */
export async function dropHints(
  tx: Tx,
  backlog: Id<'followed_backlog'>,
  hints: readonly Hint[],
  before: Temporal.Instant,
): Promise<void> {
  await sql`
    delete from followed_hint using unnest(
      ${hints.map(({ what }) => what)}::text[], ${hints.map(({ id }) => id)}::text[]
    ) as seen (what, external_id)
    where backlog_id = ${backlog} and followed_hint.what = seen.what
      and followed_hint.external_id = seen.external_id and at <= ${toDate(before)}
  `.execute(tx);
}

/** Makes a backlog due, unless its tool asked to be left alone for longer. */
export async function makeDue(
  tx: Tx,
  ids: readonly Id<'followed_backlog'>[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update followed_backlog set due_at = least(due_at, ${toDate(now)})
    where id = any(${[...ids]}::uuid[]) and problem is null
  `.execute(tx);
}

/** The backlogs that are due. */
export async function dueBacklogs(
  db: Db,
  now: Temporal.Instant,
): Promise<Id<'followed_backlog'>[]> {
  const { rows } = await sql<{ id: Id<'followed_backlog'> }>`
    select id from followed_backlog where due_at <= ${toDate(now)} order by due_at limit 200
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** A story that is followed already, as it stands here. */
export interface KnownStory {
  readonly id: Id<'story'>;
  readonly backlog: Id<'followed_backlog'>;
  readonly external: string;
  readonly changedAt: Date;
  readonly status: string;
  readonly key: string;
  readonly epic: string | null;
  readonly gone: string;
  readonly assigneeName: string;
  readonly title: string;
  readonly summary: string;
  readonly state: StoryState;
  readonly estimate: number | null;
  readonly assignee: Id<'person'> | null;
  readonly ownerUnit: Id<'unit'> | null;
}

const known = sql`
  select story.id, backlog_id as backlog, external_id as external, changed_at as "changedAt",
    status, key, epic_id as epic, gone, assignee as "assigneeName", entity.title, entity.summary,
    entity.state, estimate, assignee_id as assignee, owner_unit_id as "ownerUnit"
  from followed_story join story on story.id = story_id join entity on entity.id = story.id`;

/** Those of some stories of a tracker that are followed already, by the tool's id. */
export async function knownStories(
  tx: Tx,
  tracker: Id<'tracker'>,
  ids: readonly string[],
): Promise<Map<string, KnownStory>> {
  const { rows } = await sql<KnownStory>`
    ${known} where tracker_id = ${tracker} and external_id = any(${[...ids]}::text[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.external, row]));
}

/** The stories of an epic, or of a state of the tool. */
export async function storiesWith(
  tx: Tx,
  backlog: Id<'followed_backlog'>,
  by: { epic: string } | { statuses: readonly string[] },
): Promise<(KnownStory & { readonly category: StoryState })[]> {
  const { rows } = await sql<KnownStory & { category: StoryState }>`
    select * from (${known}) as known join (
      select story_id as of_story, category from followed_story
    ) as grouped on of_story = known.id
    where backlog = ${backlog} and ${
      'epic' in by ? sql`epic = ${by.epic}` : sql`status = any(${[...by.statuses]}::text[])`
    }
  `.execute(tx);
  return rows;
}

/** The stories of a backlog that are open here and weren't seen since a moment. */
export async function unseenSince(
  tx: Tx,
  backlog: Id<'followed_backlog'>,
  moment: Temporal.Instant,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select external_id as id from followed_story join entity on entity.id = story_id
    where backlog_id = ${backlog} and seen_at < ${toDate(moment)} and gone = ''
      and state not in ('done', 'dropped')
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Keeps that stories were seen as they are known. */
export async function touchStories(
  tx: Tx,
  ids: readonly Id<'story'>[],
  now: Temporal.Instant,
): Promise<void> {
  const at = toDate(now);
  await sql`update followed_story set seen_at = ${at} where story_id = any(${[...ids]}::uuid[])`.execute(
    tx,
  );
  await sql`
    update external_reference set last_seen = ${at} where entity_id = any(${[...ids]}::uuid[])
      and system in ('jira', 'linear')
  `.execute(tx);
}

/** The sprints of a backlog that are followed, by the tool's id. */
export async function followedSprints(tx: Tx, backlog: Id<'followed_backlog'>) {
  const { rows } = await sql<{
    id: Id<'sprint'>;
    external: string;
    there: 'planned' | 'running' | 'closed';
    title: string;
    state: 'planned' | 'running' | 'closed';
    goal: string;
    startsOn: string;
    endsOn: string;
  }>`
    select sprint.id, external_id as external, followed_sprint.state as there, entity.title,
      entity.state, goal, starts_on as "startsOn", ends_on as "endsOn"
    from followed_sprint join sprint on sprint.id = sprint_id join entity on entity.id = sprint.id
    where backlog_id = ${backlog} order by starts_on, sprint.id
  `.execute(tx);
  return rows;
}

/** The sprint that each of some stories is in now. */
export async function sprintsHolding(
  tx: Tx,
  stories: readonly Id<'story'>[],
): Promise<Map<Id<'story'>, Id<'sprint'>>> {
  const { rows } = await sql<{ story: Id<'story'>; sprint: Id<'sprint'> }>`
    select story_id as story, sprint_id as sprint from sprint_story
    where story_id = any(${[...stories]}::uuid[]) and left_at is null
  `.execute(tx);
  return new Map(rows.map(({ story, sprint }) => [story, sprint]));
}

/** Who rules a story or a sprint that is followed: the tool, its key there, and its address. */
export async function rulerOf(
  db: Db,
  kind: 'story' | 'sprint',
  id: string,
): Promise<
  { system: 'jira' | 'linear'; key: string; address: string; estimated: boolean } | undefined
> {
  const { rows } = await sql<{
    system: 'jira' | 'linear';
    key: string;
    address: string;
    estimated: boolean;
  }>`
    select system, followed.key, coalesce(nullif(followed.address, ''), tracker.address) as address,
      scope ->> 'estimate' is not null as estimated
    from (
      select backlog_id, key, address from followed_story where ${kind} = 'story' and story_id = ${id} and gone = ''
      union all
      select backlog_id, external_id, '' from followed_sprint where ${kind} = 'sprint' and sprint_id = ${id}
    ) as followed
    join followed_backlog on followed_backlog.id = backlog_id
    join tracker on tracker.id = tracker_id
  `.execute(db);
  return rows[0];
}

/** Has the backlogs of a tracker ask again at once, whatever held them up. */
export async function askAgain(tx: Tx, tracker: Id<'tracker'>, now: Temporal.Instant) {
  await sql`
    update followed_backlog set due_at = ${toDate(now)}, problem = null where tracker_id = ${tracker}
  `.execute(tx);
}

/** The unit whose backlog follows a source already, by its name. */
export async function sourceTaken(
  tx: Tx,
  source: { tracker: Id<'tracker'>; kind: string; key: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    select entity.title from followed_backlog join entity on entity.id = unit_id
    where tracker_id = ${source.tracker} and source_kind = ${source.kind}
      and source_key = ${source.key}
  `.execute(tx);
  return rows[0]?.title;
}

/** Forgets that a backlog follows anything; answers how many stories are ours now. */
export async function releaseFollowed(tx: Tx, id: Id<'followed_backlog'>): Promise<number> {
  await sql`
    delete from external_reference using followed_story where backlog_id = ${id}
      and entity_id = story_id and system in ('jira', 'linear')
  `.execute(tx);
  const { rows } = await sql`
    delete from followed_story where backlog_id = ${id} returning story_id
  `.execute(tx);
  await sql`delete from followed_sprint where backlog_id = ${id}`.execute(tx);
  await sql`delete from followed_backlog where id = ${id}`.execute(tx);
  return rows.length;
}
