import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { loadSprint, presentStories, runningSprint } from './sprint-store.ts';

/** Starts a sprint and freezes its commitment: the stories in it, each with its estimate. */
export async function startSprint(context: WriteContext, id: Id<'sprint'>): Promise<number> {
  const { tx, now } = context;
  const sprint = await loadToChange(context, { kind: 'sprint', id });
  if (sprint.state !== 'planned') throw problem('wrong_state', `It is ${sprint.state} already.`);
  if (await runningSprint(tx, sprint.ownerUnit)) {
    throw problem('wrong_state', 'The unit has a sprint that runs: close it first.');
  }
  const { starts_on, ends_on } = await loadSprint(tx, id);
  const stories = await presentStories(tx, id);
  const delivery = tx.$extendTables<DeliveryTables>();
  for (const story of stories) {
    await delivery
      .updateTable('sprint_story')
      .set({ committed: true, committed_estimate: story.estimate })
      .where('sprint_id', '=', id)
      .where('story_id', '=', story.id)
      .execute();
  }
  await delivery
    .updateTable('sprint')
    .set({ started_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, sprint, {
    action: 'sprint.started',
    state: 'running',
    after: { startsOn: starts_on, endsOn: ends_on, committed: stories.length },
  });
}
