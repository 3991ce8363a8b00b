import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { changeSprint } from '../sprint/change-sprint.ts';
import { closeSprint } from '../sprint/close-sprint.ts';
import { createSprint } from '../sprint/create-sprint.ts';
import { removeFromSprint } from '../sprint/remove-from-sprint.ts';
import { enterSprint, runningSprint } from '../sprint/sprint-store.ts';
import { startSprint } from '../sprint/start-sprint.ts';
import type { DeliveryTables } from '../tables.ts';
import { sprintDays } from './follow-rules.ts';
import { followedSprints, sprintsHolding, type FollowedRow } from './followed-store.ts';
import type { OutsideSprint } from './outside-story.ts';

/**
 * Brings the sprints of a backlog up to what its tool says of them: new ones are planned here, moved
 * ones moved, and those that ended there end, so that what wasn't done spills over. What ended before
 * it was ever seen here is the past. Answers ours by the tool's ids.
 */
export async function takeSprints(
  context: WriteContext,
  backlog: FollowedRow,
  sprints: readonly OutsideSprint[],
  zone: string,
): Promise<Map<string, Id<'sprint'>>> {
  const { tx } = context;
  const known = new Map(
    (await followedSprints(tx, backlog.id)).map((sprint) => [sprint.external, sprint]),
  );
  const ours = new Map([...known].map(([external, { id }]) => [external, id]));
  const told = new Map(sprints.map((sprint) => [sprint.id, sprint]));
  for (const sprint of told.values()) {
    const days = sprintDays(sprint, zone);
    const before = known.get(sprint.id);
    const goal = sprint.goal.trim().slice(0, 2000);
    const title = sprint.title.trim().slice(0, 200) || 'Sprint';
    if (!before) {
      if (!days || sprint.state === 'closed') continue;
      const made = await createSprint(context, {
        title,
        goal,
        ownerUnit: backlog.unit_id,
        ...days,
      });
      await keepSprint(context, backlog.id, made.id, sprint);
      ours.set(sprint.id, made.id);
      continue;
    }
    if (before.state === 'closed') continue;
    const moved = days && (days.startsOn !== before.startsOn || days.endsOn !== before.endsOn);
    if (moved || before.title !== title || before.goal !== goal) {
      await changeSprint(context, before.id, { title, goal, ...days });
    }
    await keepSprint(context, backlog.id, before.id, sprint);
    if (sprint.state !== 'closed') continue;
    if (before.state === 'planned') await begin(context, backlog, before.id);
    const running = await runningSprint(tx, backlog.unit_id);
    if (running === before.id) await closeSprint(context, before.id, null);
  }
  return ours;
}

/**
 * Begins the sprints that run there and are only planned here: what is in them by then is what the team
 * committed to. A team has one that runs at a time; another waits.
 */
export async function beginSprints(context: WriteContext, backlog: FollowedRow): Promise<void> {
  for (const sprint of await followedSprints(context.tx, backlog.id)) {
    if (sprint.there === 'running' && sprint.state === 'planned') {
      await begin(context, backlog, sprint.id);
    }
  }
}

async function begin(context: WriteContext, backlog: FollowedRow, id: Id<'sprint'>) {
  if (!(await runningSprint(context.tx, backlog.unit_id))) await startSprint(context, id);
}

/** Puts stories into the sprints that they are in there, and takes them out of those they left. */
export async function placeStories(
  context: WriteContext,
  backlog: FollowedRow,
  places: ReadonlyMap<Id<'story'>, Id<'sprint'> | null>,
): Promise<void> {
  const { tx, now } = context;
  const followed = new Map(
    (await followedSprints(tx, backlog.id)).map((sprint) => [sprint.id, sprint]),
  );
  const holding = await sprintsHolding(tx, [...places.keys()]);
  const entered = new Map<Id<'sprint'>, Id<'story'>[]>();
  for (const [story, wanted] of places) {
    const present = holding.get(story);
    if (present === (wanted ?? undefined)) continue;
    // A sprint that was planned here is ours: what somebody put into it stays.
    if (present && !followed.has(present)) continue;
    if (present) await removeFromSprint(context, present, story);
    if (!wanted || followed.get(wanted)?.state === 'closed') continue;
    await enterSprint(tx, wanted, story, toDate(now));
    entered.set(wanted, [...(entered.get(wanted) ?? []), story]);
  }
  for (const [id, stories] of entered) {
    await changeEntity(
      context,
      { kind: 'sprint', id },
      {
        action: 'sprint.stories_added',
        after: { stories: stories.map((story) => toReference('story', story)) },
      },
    );
  }
}

async function keepSprint(
  { tx }: WriteContext,
  backlog: Id<'followed_backlog'>,
  id: Id<'sprint'>,
  sprint: OutsideSprint,
) {
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('followed_sprint')
    .values({
      sprint_id: id,
      backlog_id: backlog,
      external_id: sprint.id,
      state: sprint.state,
    })
    .onConflict((conflict) => conflict.column('sprint_id').doUpdateSet({ state: sprint.state }))
    .execute();
}
