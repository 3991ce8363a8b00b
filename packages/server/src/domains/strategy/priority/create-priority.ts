import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { copyReaders } from '../../../platform/entities/copy-readers.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange, mayOwn } from '../policy.ts';
import { nextRank } from '../store.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.createPriority'>>['body'];

/** Adds a priority at the end of a plan; it is as confidential as the plan. */
export async function createPriority(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'priority'> & { revision: number }> {
  const { tx } = context;
  const plan = await loadToChange(context, { kind: 'plan', id: input.plan });
  if (plan.state === 'closed') throw problem('wrong_state', 'This plan is closed.');
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const rank = await nextRank(tx, plan.id);
  const priority = await createEntity(context, {
    kind: 'priority',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit ?? plan.ownerUnit,
    restricted: plan.restricted,
    after: { rank },
  });
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('priority')
    .values({ id: priority.id, plan_id: plan.id, rank })
    .execute();
  await link(context, priority, 'part_of', plan);
  if (plan.restricted) await copyReaders(tx, plan, priority);
  return priority;
}
