import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange, mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.changePriority'>>['body'];

/** Changes, ranks or drops a priority. */
export async function changePriority(
  context: WriteContext,
  id: Id<'priority'>,
  input: Input,
): Promise<number> {
  const priority = await loadToChange(context, { kind: 'priority', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const { rank, ...common } = input;
  const revision = await changeEntity(context, priority, {
    ...common,
    after: rank === undefined ? {} : { rank },
  });
  if (rank !== undefined) {
    await context.tx
      .$extendTables<StrategyTables>()
      .updateTable('priority')
      .set({ rank })
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
