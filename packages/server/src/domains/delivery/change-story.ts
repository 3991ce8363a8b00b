import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { loadToChange, mayOwn } from './policy.ts';
import { storyTimes } from './rules.ts';
import { loadStory, recordMove } from './store.ts';
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
  const { estimate, state, acceptance, blockedReason, assignee } = input;
  if (assignee) await loadEntity(context.tx, context.actor, { kind: 'person', id: assignee });
  const done = state === 'done' && story.state !== 'done';
  const revision = await changeEntity(context, story, {
    action: done ? 'story.done' : 'story.changed',
    title: input.title,
    summary: input.summary,
    ownerUnit: input.ownerUnit,
    state,
    after: Object.fromEntries(
      Object.entries({
        estimate,
        acceptance,
        blockedReason,
        assignee: assignee ? toReference('person', assignee) : assignee,
      }).filter(([, value]) => value !== undefined),
    ),
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .updateTable('story')
    .set({
      estimate: estimate === undefined ? before.estimate : estimate,
      acceptance: acceptance ?? before.acceptance,
      blocked_reason: blockedReason ?? before.blocked_reason,
      assignee_id: assignee === undefined ? before.assignee_id : assignee,
      ...(state === undefined ? {} : storyTimes(before, state, toDate(context.now))),
    })
    .where('id', '=', id)
    .execute();
  if (state !== undefined && state !== story.state) {
    const from = story.state as NonNullable<Input['state']>;
    await recordMove(context.tx, id, { at: toDate(context.now), from, to: state });
  }
  if (input.implements) {
    const implemented = input.implements.map((entity) => ({ entity }));
    await replaceLinks(context, story, 'implements', ['initiative', 'feature'], implemented);
  }
  return revision;
}
