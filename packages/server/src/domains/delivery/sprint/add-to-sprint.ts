import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { enterSprint, sprintHolding } from './sprint-store.ts';

/** Takes stories of the unit's backlog into a sprint that has not been closed. */
export async function addToSprint(
  context: WriteContext,
  id: Id<'sprint'>,
  stories: readonly Id<'story'>[],
): Promise<number> {
  const { tx, actor, now } = context;
  const sprint = await loadToChange(context, { kind: 'sprint', id });
  if (sprint.state === 'closed') throw problem('wrong_state', 'The sprint is closed.');
  for (const story of stories) {
    const loaded = await loadEntity(tx, actor, { kind: 'story', id: story }, { lock: true });
    if (loaded.ownerUnit !== sprint.ownerUnit) {
      throw problem('invalid_input', `“${loaded.title}” belongs to another unit.`);
    }
    if (loaded.state === 'done' || loaded.state === 'dropped') {
      throw problem('wrong_state', `“${loaded.title}” is ${loaded.state}.`);
    }
    const holding = await sprintHolding(tx, story);
    if (holding === id) continue;
    if (holding) throw problem('wrong_state', `“${loaded.title}” is in another sprint.`);
    await enterSprint(tx, id, story, toDate(now));
  }
  return changeEntity(context, sprint, {
    action: 'sprint.stories_added',
    after: { stories: stories.map((story) => toReference('story', story)) },
  });
}
