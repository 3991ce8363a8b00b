import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { requireOfPlan } from '../store.ts';
import type { StrategyTables } from '../tables.ts';

type Entry = ParsedInput<OperationOf<'strategy.recordActuals'>>['body']['entries'][number];

/**
 * Says what priorities really took: a contributor of each unit says so for it, also where nothing
 * was planned; what isn't said of people or money stays. Throws `wrong_state` while the plan is a draft.
 */
export async function recordActuals(
  context: WriteContext,
  id: Id<'plan'>,
  entries: readonly Entry[],
): Promise<number> {
  const { tx, actor } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  for (const unit of new Set(entries.map((entry) => entry.unit))) {
    authorise(actor, 'contributor', unit);
    await loadEntity(tx, actor, { kind: 'unit', id: unit });
  }
  if (plan.state === 'draft') throw problem('wrong_state', 'A draft has taken nothing yet.');
  await requireOfPlan(context, id, entries);
  for (const { priority, unit, quarter, people, money } of entries) {
    await tx
      .$extendTables<StrategyTables>()
      .insertInto('allocation')
      .values({
        plan_id: id,
        priority_id: priority,
        unit_id: unit,
        quarter,
        people: 0,
        money: 0,
        actual_people: people ?? null,
        actual_money: money ?? null,
      })
      .onConflict((conflict) =>
        conflict.columns(['priority_id', 'unit_id', 'quarter']).doUpdateSet({
          actual_people: sql`coalesce(excluded.actual_people, allocation.actual_people)`,
          actual_money: sql`coalesce(excluded.actual_money, allocation.actual_money)`,
        }),
      )
      .execute();
  }
  return changeEntity(context, plan, {
    action: 'plan.actuals_recorded',
    after: {
      entries: entries.map((entry) => ({
        ...entry,
        priority: toReference('priority', entry.priority),
        unit: toReference('unit', entry.unit),
      })),
    },
  });
}
