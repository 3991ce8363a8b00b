import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { mayOwn } from './policy.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.createStory'>>['body'];

/** Adds a story, with what it implements. */
export async function createStory(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'story'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const estimate = input.estimate ?? null;
  const story = await createEntity(context, {
    kind: 'story',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { estimate },
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .insertInto('story')
    .values({ id: story.id, estimate })
    .execute();
  const implemented = input.implements.map((entity) => ({ entity }));
  await replaceLinks(context, story, 'implements', ['initiative', 'feature'], implemented);
  return story;
}
