import { toReference, type EntitySummary, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { calendar } from '../../org/index.ts';
import { daysBetween, workingDays, type SprintStory, type StoryState } from './sprint-rules.ts';

/** A story of a sprint with everything that figures are made of. */
export interface StoryInSprint extends SprintStory {
  readonly summary: EntitySummary;
  /** As it is, or as it was when the sprint ended; null where nobody estimated it. */
  readonly points: number | null;
  readonly committed: boolean;
  readonly committedEstimate: number | null;
  readonly outcome: 'done' | 'spilled' | 'removed' | null;
  readonly state: string;
}

/** A sprint with its days, and the moments at which those that have begun end. */
export interface SprintFacts {
  readonly title: string;
  readonly state: string;
  readonly unit: Id<'unit'> | null;
  readonly days: readonly string[];
  readonly worked: ReadonlySet<string>;
  /** In milliseconds: the end of each of the first days, the present one cut off now. */
  readonly ends: readonly number[];
  readonly startedAt: number | null;
  readonly stories: readonly StoryInSprint[];
}

/** Every move of some stories, in their order. */
export async function movesOf(
  { db }: ReadContext,
  stories: readonly string[],
): Promise<Map<string, { at: number; to: StoryState }[]>> {
  const { rows } = await sql<{ story_id: string; at: Date; to_state: StoryState }>`
    select story_id, at, to_state from story_state_change
    where story_id = any(${[...stories]}::uuid[]) order by id
  `.execute(db);
  const moves = new Map<string, { at: number; to: StoryState }[]>();
  for (const row of rows) {
    const move = { at: row.at.getTime(), to: row.to_state };
    const known = moves.get(row.story_id);
    if (known) known.push(move);
    else moves.set(row.story_id, [move]);
  }
  return moves;
}

interface Row {
  id: Id<'story'>;
  title: string;
  state: string;
  points: number | null;
  committed: boolean;
  committed_estimate: number | null;
  outcome: StoryInSprint['outcome'];
  added_at: Date;
  left_at: Date | null;
}

/** A sprint as figures are made of it. Throws `not_found`. */
export async function sprintFacts(context: ReadContext, id: Id<'sprint'>): Promise<SprintFacts> {
  const { db, actor, now } = context;
  const found = await sql<{
    title: string;
    state: string;
    unit: Id<'unit'> | null;
    starts_on: string;
    ends_on: string;
    started_at: Date | null;
    closed_at: Date | null;
  }>`
    select entity.title, entity.state, entity.owner_unit_id as unit, starts_on, ends_on, started_at,
      closed_at
    from sprint join entity on entity.id = sprint.id where sprint.id = ${id} and ${visible(actor)}
  `.execute(db);
  const [sprint] = found.rows;
  if (!sprint) throw notFound('sprint');
  const { rows } = await sql<Row>`
    select story.id, entity.title, entity.state, committed, committed_estimate, outcome, added_at, left_at,
      coalesce(closing_estimate, story.estimate) as points
    from sprint_story join story on story.id = story_id join entity on entity.id = story.id
    where sprint_id = ${id} and ${visible(actor)} order by rank, story.id
  `.execute(db);
  const moves = await movesOf(
    context,
    rows.map((row) => row.id),
  );
  const reckoned = await calendar(db);
  const days = daysBetween(sprint.starts_on, sprint.ends_on);
  const until = Math.min(now.epochMilliseconds, sprint.closed_at?.getTime() ?? Infinity);
  const begun = days.filter((day) => startOf(day, reckoned.timeZone) < until);
  return {
    title: sprint.title,
    state: sprint.state,
    unit: sprint.unit,
    days,
    worked: new Set(workingDays(days, reckoned)),
    ends: begun.map((day) => Math.min(until + 1, endOf(day, reckoned.timeZone))),
    startedAt: sprint.started_at?.getTime() ?? null,
    stories: rows.map((row) => ({
      summary: {
        ref: toReference('story', row.id),
        kind: 'story',
        title: row.title,
        state: row.state,
      },
      estimate: row.points ?? 0,
      points: row.points,
      addedAt: row.committed ? 0 : row.added_at.getTime(),
      leftAt: row.left_at?.getTime() ?? null,
      stayed: row.outcome !== 'removed',
      committed: row.committed,
      committedEstimate: row.committed_estimate,
      outcome: row.outcome,
      state: row.state,
      moves: moves.get(row.id) ?? [],
    })),
  };
}

function startOf(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

function endOf(day: string, zone: string): number {
  return startOf(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), zone);
}

/** The sprint of a unit that a review on a day follows: the one that ran or had ended by then. */
export async function sprintFollowed(
  { db, actor }: ReadContext,
  unit: Id<'unit'>,
  on: string,
): Promise<(EntitySummary & { startsOn: string; endsOn: string })[]> {
  const { rows } = await sql<{
    id: Id<'sprint'>;
    title: string;
    state: string;
    starts_on: string;
    ends_on: string;
  }>`
    select sprint.id, entity.title, entity.state, starts_on, ends_on
    from sprint join entity on entity.id = sprint.id
    where owner_unit_id = ${unit} and entity.state <> 'planned' and starts_on <= ${on}::date
      and ${visible(actor)}
    order by starts_on desc, sprint.id desc limit 1
  `.execute(db);
  return rows.map((row) => ({
    ref: toReference('sprint', row.id),
    kind: 'sprint',
    title: row.title,
    state: row.state,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }));
}

/** Stories of a unit that were done in the last days, with their moves. */
export async function storiesDone(
  context: ReadContext,
  unit: Id<'unit'> | undefined,
  since: Date,
): Promise<{ summary: EntitySummary; moves: { at: number; to: StoryState }[] }[]> {
  const { rows } = await sql<{ id: Id<'story'>; title: string; state: string }>`
    select story.id, entity.title, entity.state from story join entity on entity.id = story.id
    where entity.state = 'done' and done_at >= ${since} and ${visible(context.actor)}
      ${unit ? sql`and owner_unit_id = ${unit}` : sql``}
    order by done_at desc limit 1000
  `.execute(context.db);
  const moves = await movesOf(
    context,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, title, state }) => ({
    summary: { ref: toReference('story', id), kind: 'story', title, state },
    moves: moves.get(id) ?? [],
  }));
}
