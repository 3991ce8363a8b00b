import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange, mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.changePlan'>>['body'];

/** Changes a plan; its fiscal year only while it is a draft. */
export async function changePlan(
  context: WriteContext,
  id: Id<'plan'>,
  input: Input,
): Promise<number> {
  const plan = await loadToChange(context, { kind: 'plan', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const { fiscalYear, ...common } = input;
  if (fiscalYear !== undefined && plan.state !== 'draft') {
    throw problem('wrong_state', `A plan that is ${plan.state} keeps its fiscal year.`);
  }
  const revision = await changeEntity(context, plan, {
    ...common,
    after: fiscalYear === undefined ? {} : { fiscalYear },
  });
  if (fiscalYear !== undefined) {
    await context.tx
      .$extendTables<StrategyTables>()
      .updateTable('plan')
      .set({ fiscal_year: fiscalYear })
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
