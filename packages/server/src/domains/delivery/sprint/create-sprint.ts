import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { calendar, membersOf } from '../../org/index.ts';
import { mayOwn } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { daysBetween, workingDays } from './sprint-rules.ts';
import { replaceCapacity } from './sprint-store.ts';

type Input = ParsedInput<OperationOf<'delivery.createSprint'>>['body'];

const mostDays = 92;

/** Checks that a sprint ends after it starts, within a quarter. Throws `invalid_input`. */
export function checkSpan(startsOn: string, endsOn: string): void {
  const days = Temporal.PlainDate.from(startsOn).until(endsOn).days;
  if (days < 0) throw problem('invalid_input', 'body.endsOn: a sprint ends after it starts.');
  if (days >= mostDays) {
    throw problem('invalid_input', `body.endsOn: a sprint takes ${mostDays} days at most.`);
  }
}

/** Plans a sprint; each of the team gives all working days until its capacity says otherwise. */
export async function createSprint(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'sprint'> & { revision: number }> {
  const { tx } = context;
  const { startsOn, endsOn, goal } = input;
  await mayOwn(context, input.ownerUnit);
  checkSpan(startsOn, endsOn);
  const sprint = await createEntity(context, {
    kind: 'sprint',
    title: input.title,
    summary: goal,
    state: 'planned',
    ownerUnit: input.ownerUnit,
    after: { startsOn, endsOn },
  });
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('sprint')
    .values({ id: sprint.id, goal, starts_on: startsOn, ends_on: endsOn })
    .execute();
  const days = workingDays(daysBetween(startsOn, endsOn), await calendar(tx)).length;
  const members = await membersOf(tx, input.ownerUnit, startsOn);
  await replaceCapacity(
    tx,
    sprint.id,
    members.slice(0, 200).map((person) => ({ person, days })),
  );
  return sprint;
}
