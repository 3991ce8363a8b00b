import {
  parseReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { allocationsOf } from '../allocation/allocation-store.ts';
import { mayOwn } from '../policy.ts';
import { createPriority } from '../priority/create-priority.ts';
import { prioritiesOf } from '../priority/priority-views.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.createPlan'>>['body'];

/** Begins a plan as a draft; a restricted one is seen only by its named readers until adopted. */
export async function createPlan(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'plan'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const { fiscalYear, from, ...common } = input;
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
  if (from) await copyFrom(context, from, plan.id);
  return plan;
}

/** Begins a draft with the priorities and allocations of another plan; its cut list stays there. */
async function copyFrom(context: WriteContext, from: Id<'plan'>, to: Id<'plan'>): Promise<void> {
  const read = reading(context);
  const next = { ...context, ifMatch: undefined };
  await loadEntity(context.tx, context.actor, { kind: 'plan', id: from });
  const copies = new Map<string, Id<'priority'>>();
  for (const { ref, state } of await prioritiesOf(read, { plan: from })) {
    const id = parseReference(ref)?.id as Id<'priority'>;
    if (state !== 'active') continue;
    const { title, summary, ownerUnit } = await loadEntity(context.tx, context.actor, {
      kind: 'priority',
      id,
    });
    const copy = await createPriority(next, {
      title,
      summary,
      plan: to,
      ownerUnit: ownerUnit ?? undefined,
    });
    copies.set(id, copy.id);
  }
  const rows = (await allocationsOf(read, [from])).flatMap((row) => {
    const priority = copies.get(row.priority);
    if (!priority || (row.people === 0 && row.money === 0)) return [];
    const { unit, quarter, people, money } = row;
    return [{ plan_id: to, priority_id: priority, unit_id: unit, quarter, people, money }];
  });
  if (rows.length === 0) return;
  await context.tx.$extendTables<StrategyTables>().insertInto('allocation').values(rows).execute();
}
