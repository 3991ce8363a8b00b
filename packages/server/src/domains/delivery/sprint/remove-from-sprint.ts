import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { sprintHolding } from './sprint-store.ts';

/** Puts a story back into the backlog; a running sprint remembers that it was taken out. */
export async function removeFromSprint(
  context: WriteContext,
  id: Id<'sprint'>,
  story: Id<'story'>,
): Promise<number> {
  const { tx, now } = context;
  const sprint = await loadToChange(context, { kind: 'sprint', id });
  if (sprint.state === 'closed') throw problem('wrong_state', 'The sprint is closed.');
  if ((await sprintHolding(tx, story)) !== id) {
    throw problem('wrong_state', 'The story is not in this sprint.');
  }
  const delivery = tx.$extendTables<DeliveryTables>();
  if (sprint.state === 'planned') {
    await delivery
      .deleteFrom('sprint_story')
      .where('sprint_id', '=', id)
      .where('story_id', '=', story)
      .execute();
  } else {
    await delivery
      .updateTable('sprint_story')
      .set({ left_at: toDate(now), outcome: 'removed' })
      .where('sprint_id', '=', id)
      .where('story_id', '=', story)
      .execute();
  }
  return changeEntity(context, sprint, {
    action: 'sprint.story_removed',
    after: { story: toReference('story', story) },
  });
}
