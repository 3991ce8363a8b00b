import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.setHealth'>>['body'];

/** Says how an initiative does. Throws `invalid_input` for amber or red without a reason. */
export async function setHealth(
  context: WriteContext,
  id: Id<'initiative'>,
  { health, reason }: Input,
): Promise<number> {
  const initiative = await loadToChange(context, { kind: 'initiative', id });
  if (health !== 'green' && reason === '') {
    throw problem('invalid_input', `body.reason: say why the health is ${health}.`);
  }
  const revision = await changeEntity(context, initiative, {
    action: 'initiative.health_set',
    after: { health, reason },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .updateTable('initiative')
    .set({ health, health_reason: reason, health_at: toDate(context.now) })
    .where('id', '=', id)
    .execute();
  return revision;
}
