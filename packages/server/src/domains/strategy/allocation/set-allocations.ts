import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { requireOfPlan } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { allocationsOf } from './allocation-store.ts';

type Entry = ParsedInput<OperationOf<'strategy.setAllocations'>>['body']['entries'][number];

/**
 * Plans people and money for priorities of a draft, by unit and quarter; nothing of both takes an
 * allocation away. Throws `wrong_state` where the plan is no draft, `invalid_input` for a priority of
 * another plan, or less than the cut list gives up.
 */
export async function setAllocations(
  context: WriteContext,
  id: Id<'plan'>,
  entries: readonly Entry[],
): Promise<number> {
  const { tx, actor } = context;
  const plan = await loadToChange(context, { kind: 'plan', id });
  if (plan.state !== 'draft') {
    throw problem('wrong_state', `A plan that is ${plan.state} keeps its allocations.`);
  }
  await requireOfPlan(context, id, entries);
  for (const unit of new Set(entries.map((entry) => entry.unit))) {
    await loadEntity(tx, actor, { kind: 'unit', id: unit });
  }
  const place = (one: Pick<Entry, 'priority' | 'unit' | 'quarter'>) =>
    `${one.priority} ${one.unit} ${one.quarter}`;
  const present = new Map(
    (await allocationsOf(reading(context), [id])).map((row) => [place(row), row]),
  );
  const tables = tx.$extendTables<StrategyTables>();
  for (const entry of entries) {
    const { priority, unit, quarter, people, money } = entry;
    const cut = present.get(place(entry))?.cut ?? { people: 0, money: 0 };
    if (people < cut.people || money < cut.money) {
      throw problem(
        'invalid_input',
        `body.entries: the cut list gives up ${cut.people} people and ${cut.money} in money of an allocation in Q${quarter}, more than this would leave. Change the cut list first.`,
      );
    }
    if (people === 0 && money === 0) {
      await tables
        .deleteFrom('allocation')
        .where('priority_id', '=', priority)
        .where('unit_id', '=', unit)
        .where('quarter', '=', quarter)
        .execute();
      continue;
    }
    await tables
      .insertInto('allocation')
      .values({ plan_id: id, priority_id: priority, unit_id: unit, quarter, people, money })
      .onConflict((conflict) =>
        conflict.columns(['priority_id', 'unit_id', 'quarter']).doUpdateSet({ people, money }),
      )
      .execute();
  }
  return changeEntity(context, plan, {
    action: 'plan.allocated',
    after: {
      entries: entries.map((entry) => ({
        ...entry,
        priority: toReference('priority', entry.priority),
        unit: toReference('unit', entry.unit),
      })),
    },
  });
}
