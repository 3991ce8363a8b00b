import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { checkSpan } from './create-sprint.ts';
import { loadSprint, replaceCapacity } from './sprint-store.ts';

type Input = ParsedInput<OperationOf<'delivery.changeSprint'>>['body'];

/** Changes a sprint that has not been closed; a given capacity replaces the present one. */
export async function changeSprint(
  context: WriteContext,
  id: Id<'sprint'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const { capacity, ...told } = input;
  const sprint = await loadToChange(
    context,
    { kind: 'sprint', id },
    // What each can give is known here alone.
    { ours: capacity !== undefined && Object.values(told).every((one) => one === undefined) },
  );
  if (sprint.state === 'closed') throw problem('wrong_state', 'A closed sprint stays as it was.');
  const before = await loadSprint(tx, id);
  const startsOn = input.startsOn ?? before.starts_on;
  const endsOn = input.endsOn ?? before.ends_on;
  const goal = input.goal ?? before.goal;
  checkSpan(startsOn, endsOn);
  const revision = await changeEntity(context, sprint, {
    title: input.title,
    summary: input.goal,
    after: { startsOn, endsOn },
  });
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('sprint')
    .set({ goal, starts_on: startsOn, ends_on: endsOn })
    .where('id', '=', id)
    .execute();
  if (capacity) {
    const people = new Set(capacity.map(({ person }) => person));
    if (people.size < capacity.length) {
      throw problem('invalid_input', 'body.capacity: a person stands there twice.');
    }
    for (const person of people) await loadEntity(tx, actor, { kind: 'person', id: person });
    await replaceCapacity(tx, id, capacity);
  }
  return revision;
}
