import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { requireOfPlan } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { allocationsOf, cutsOf } from './allocation-store.ts';

type Entry = ParsedInput<OperationOf<'strategy.setCutList'>>['body']['entries'][number];

/**
 * Writes the cut list of a draft; what was applied before stays at its head. Throws `wrong_state`
 * where the plan is no draft, `invalid_input` for a cut of nothing, or of more than is allocated.
 */
export async function setCutList(
  context: WriteContext,
  id: Id<'plan'>,
  entries: readonly Entry[],
): Promise<number> {
  const { tx } = context;
  const plan = await loadToChange(context, { kind: 'plan', id });
  if (plan.state !== 'draft') {
    throw problem('wrong_state', `A plan that is ${plan.state} keeps its cut list.`);
  }
  await requireOfPlan(context, id, entries);
  const place = (one: Pick<Entry, 'priority' | 'unit' | 'quarter'>) =>
    `${one.priority} ${one.unit} ${one.quarter}`;
  const left = new Map(
    (await allocationsOf(reading(context), [id])).map((row) => [
      place(row),
      { people: row.people - row.applied.people, money: row.money - row.applied.money },
    ]),
  );
  for (const [index, entry] of entries.entries()) {
    const remaining = left.get(place(entry));
    const where = `body.entries.${index}`;
    if (entry.people === 0 && entry.money === 0) {
      throw problem('invalid_input', `${where}: say how many people or how much money is cut.`);
    }
    if (!remaining || entry.people > remaining.people || entry.money > remaining.money) {
      throw problem('invalid_input', `${where}: “${entry.what}” cuts more than is allocated.`);
    }
    remaining.people -= entry.people;
    remaining.money -= entry.money;
  }
  const tables = tx.$extendTables<StrategyTables>();
  const kept = (await cutsOf(tx, id)).filter(({ applied_at }) => applied_at !== null);
  await tables
    .deleteFrom('plan_cut')
    .where('plan_id', '=', id)
    .where('applied_at', 'is', null)
    .execute();
  const first = Math.max(0, ...kept.map(({ ordinal }) => ordinal)) + 1;
  if (entries.length > 0) {
    await tables
      .insertInto('plan_cut')
      .values(
        entries.map(({ what, priority, unit, quarter, people, money }, index) => ({
          plan_id: id,
          ordinal: first + index,
          what,
          priority_id: priority,
          unit_id: unit,
          quarter,
          people,
          money,
        })),
      )
      .execute();
  }
  return changeEntity(context, plan, {
    action: 'plan.cut_list_written',
    after: {
      entries: entries.map((entry) => ({
        ...entry,
        priority: toReference('priority', entry.priority),
        unit: toReference('unit', entry.unit),
      })),
    },
  });
}
