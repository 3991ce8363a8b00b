import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity, type Entity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { loadToChange, mayOwn, ruledElsewhere } from './policy.ts';
import { storyTimes } from './rules.ts';
import { removeFromSprint } from './sprint/remove-from-sprint.ts';
import { sprintHolding } from './sprint/sprint-store.ts';
import { loadStory, recordMove } from './store.ts';
import type { DeliveryTables } from './tables.ts';
import { rulerOf } from './tracker/followed-store.ts';

type Input = ParsedInput<OperationOf<'delivery.changeStory'>>['body'];

/**
 * Changes a story or moves it on; given lists replace the present ones. What another tool rules changes
 * only by its word (`ruling`), as of when it says. Throws `delivery.ruled_elsewhere`.
 */
export async function changeStory(
  context: WriteContext,
  id: Id<'story'>,
  input: Input,
  options: { ruling?: Date } = {},
): Promise<number> {
  const story = await loadToChange(context, { kind: 'story', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const before = await loadStory(context.tx, id);
  if (!options.ruling) await refuseRuled(context, story, before, input);
  const { estimate, state, acceptance, blockedReason, assignee } = input;
  if (assignee) await loadEntity(context.tx, context.actor, { kind: 'person', id: assignee });
  const done = state === 'done' && story.state !== 'done';
  const at = options.ruling ?? toDate(context.now);
  if (state === 'dropped') {
    const sprint = await sprintHolding(context.tx, id);
    if (sprint) await removeFromSprint({ ...context, ifMatch: undefined }, sprint, id);
  }
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
      ...(state === undefined ? {} : storyTimes(before, state, at)),
    })
    .where('id', '=', id)
    .execute();
  if (state !== undefined && state !== story.state) {
    const from = story.state as NonNullable<Input['state']>;
    await recordMove(context.tx, id, { at, from, to: state });
  }
  if (input.implements) {
    const implemented = input.implements.map((entity) => ({ entity }));
    await replaceLinks(context, story, 'implements', ['initiative', 'feature'], implemented);
  }
  return revision;
}

/** Of a story that is followed, only what the other tool doesn't say is changed here. */
async function refuseRuled(
  { tx }: WriteContext,
  story: Entity<'story'>,
  before: Awaited<ReturnType<typeof loadStory>>,
  input: Input,
): Promise<void> {
  const ruler = await rulerOf(tx, 'story', story.id);
  if (!ruler) return;
  const differs = <T>(given: T | undefined, present: T) => given !== undefined && given !== present;
  const ruled =
    differs(input.title, story.title) ||
    differs(input.summary, story.summary) ||
    differs<string>(input.state, story.state) ||
    differs(input.ownerUnit, story.ownerUnit) ||
    differs(input.assignee, before.assignee_id) ||
    (ruler.estimated && differs(input.estimate, before.estimate));
  if (ruled) throw ruledElsewhere(ruler);
}
