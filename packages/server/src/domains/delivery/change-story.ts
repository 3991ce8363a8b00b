import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { loadToChange, mayOwn } from './policy.ts';
import { storyTimes } from './rules.ts';
import { loadStory } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.changeStory'>>['body'];

/** Changes a story or moves it on; given lists replace the present ones. */
export async function changeStory(
  context: WriteContext,
  id: Id<'story'>,
  input: Input,
): Promise<number> {
  const story = await loadToChange(context, { kind: 'story', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const before = await loadStory(context.tx, id);
  const { estimate, state } = input;
  const done = state === 'done' && story.state !== 'done';
  const revision = await changeEntity(context, story, {
    action: done ? 'story.done' : 'story.changed',
    title: input.title,
    summary: input.summary,
    ownerUnit: input.ownerUnit,
    state,
    after: estimate === undefined ? {} : { estimate },
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .updateTable('story')
    .set({
      estimate: estimate === undefined ? before.estimate : estimate,
      ...(state === undefined ? {} : storyTimes(before, state, toDate(context.now))),
    })
    .where('id', '=', id)
    .execute();
  if (input.implements) {
    const implemented = input.implements.map((entity) => ({ entity }));
    await replaceLinks(context, story, 'implements', ['initiative', 'feature'], implemented);
  }
  return revision;
}
