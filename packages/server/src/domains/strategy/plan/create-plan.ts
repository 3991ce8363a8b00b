import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.createPlan'>>['body'];

/** Begins a plan as a draft; a restricted one is seen only by its named readers until adopted. */
export async function createPlan(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'plan'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const { fiscalYear, ...common } = input;
  const plan = await createEntity(context, {
    kind: 'plan',
    state: 'draft',
    ...common,
    after: { fiscalYear },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .insertInto('plan')
    .values({ id: plan.id, fiscal_year: fiscalYear })
    .execute();
  return plan;
}
