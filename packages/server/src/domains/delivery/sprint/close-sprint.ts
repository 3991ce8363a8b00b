import { toReference, type EntitySummary, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, summaryOf, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { lockOrder, storyBehind, putRanks } from '../backlog/backlog-store.ts';
import { rankBetween } from '../backlog/rank-rules.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { enterSprint, loadSprint, presentStories, type PresentStory } from './sprint-store.ts';

/**
 * Closes a sprint. What is not done is carried into the next one, or back to the top of the backlog in
 * the order that it had.
 */
export async function closeSprint(
  context: WriteContext,
  id: Id<'sprint'>,
  next: Id<'sprint'> | null,
): Promise<{ revision: number; spilled: EntitySummary[] }> {
  const { tx, now } = context;
  const sprint = await loadToChange(context, { kind: 'sprint', id });
  if (sprint.state !== 'running') throw problem('wrong_state', 'Only a running sprint is closed.');
  const at = toDate(now);
  const stories = await presentStories(tx, id);
  const spilled = stories.filter(({ state }) => state !== 'done');
  const delivery = tx.$extendTables<DeliveryTables>();
  for (const story of stories) {
    await delivery
      .updateTable('sprint_story')
      .set({
        left_at: at,
        outcome: story.state === 'done' ? 'done' : 'spilled',
        closing_estimate: story.estimate,
      })
      .where('sprint_id', '=', id)
      .where('story_id', '=', story.id)
      .execute();
  }
  if (next) await carryInto(context, sprint, next, spilled);
  else await carryToTop(context, sprint, spilled);
  const { starts_on, ends_on } = await loadSprint(tx, id);
  await delivery.updateTable('sprint').set({ closed_at: at }).where('id', '=', id).execute();
  const revision = await changeEntity(context, sprint, {
    action: 'sprint.closed',
    state: 'closed',
    after: {
      startsOn: starts_on,
      endsOn: ends_on,
      spilled: spilled.map((story) => toReference('story', story.id)),
      next: next ? toReference('sprint', next) : null,
    },
  });
  return { revision, spilled: spilled.map((story) => summaryOf({ ...story, kind: 'story' })) };
}

async function carryInto(
  context: WriteContext,
  from: Entity<'sprint'>,
  next: Id<'sprint'>,
  spilled: readonly PresentStory[],
): Promise<void> {
  // The form's If-Match is the closed sprint's, not that of the next.
  const free = { ...context, ifMatch: undefined };
  const into = await loadToChange(free, { kind: 'sprint', id: next });
  if (into.state !== 'planned' || into.ownerUnit !== from.ownerUnit) {
    throw problem('wrong_state', 'What is left goes on in a planned sprint of the same unit.');
  }
  for (const { id } of spilled) await enterSprint(context.tx, next, id, toDate(context.now));
  if (spilled.length === 0) return;
  await changeEntity(free, into, {
    action: 'sprint.stories_added',
    after: { stories: spilled.map((story) => toReference('story', story.id)) },
  });
}

async function carryToTop(
  { tx }: WriteContext,
  { ownerUnit }: Entity<'sprint'>,
  spilled: readonly PresentStory[],
): Promise<void> {
  await lockOrder(tx, ownerUnit);
  for (const { id } of spilled.toReversed()) {
    const rank = rankBetween(null, await storyBehind(tx, ownerUnit, null, id));
    if (rank !== null) await putRanks(tx, [{ id, rank }]);
  }
}
