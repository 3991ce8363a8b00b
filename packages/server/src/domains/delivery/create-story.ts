import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import { toDate } from '../../platform/clock.ts';
import { createEntity, loadEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { rankAtEnd } from './backlog/rank-rules.ts';
import { lastRank, lockOrder } from './backlog/backlog-store.ts';
import { mayOwn } from './policy.ts';
import { recordMove } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.createStory'>>['body'];

/** Adds a story, with what it implements. */
export async function createStory(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'story'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const estimate = input.estimate ?? null;
  const assignee = input.assignee ?? null;
  if (assignee) await loadEntity(context.tx, context.actor, { kind: 'person', id: assignee });
  await lockOrder(context.tx, input.ownerUnit);
  const rank = rankAtEnd(await lastRank(context.tx, input.ownerUnit));
  const story = await createEntity(context, {
    kind: 'story',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { estimate, acceptance: input.acceptance },
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .insertInto('story')
    .values({
      id: story.id,
      estimate,
      rank,
      acceptance: input.acceptance,
      assignee_id: assignee,
    })
    .execute();
  await recordMove(context.tx, story.id, { at: toDate(context.now), from: null, to: 'open' });
  const implemented = input.implements.map((entity) => ({ entity }));
  await replaceLinks(context, story, 'implements', ['initiative', 'feature'], implemented);
  return story;
}
