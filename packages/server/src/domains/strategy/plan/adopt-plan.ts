import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { setReaders } from '../../../platform/entities/set-readers.ts';
import { problem } from '../../../platform/problem.ts';
import { markCutsApplied } from '../allocation/apply-cut-list.ts';
import { overloadRows, planLoad } from '../allocation/allocation-views.ts';
import { overloads, overloadSays } from '../allocation/load-rules.ts';
import { adoptedPlan, draftedUnder, loadPlan } from '../store.ts';
import type { StrategyTables } from '../tables.ts';

/**
 * Adopts a draft: from now on it is the year's plan, and it and everything drafted under it is open
 * to every member; what its cut list gives up is given up. Throws `wrong_state`, `already_exists`
 * where the year has its plan, or `strategy.over_capacity` where it needs more than there is.
 */
export async function adoptPlan(
  context: WriteContext,
  id: Id<'plan'>,
  today: Temporal.PlainDate,
): Promise<number> {
  const { tx, actor, now } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  authorise(actor, 'owner', plan.ownerUnit);
  if (plan.state !== 'draft') throw problem('wrong_state', `This plan is ${plan.state} already.`);
  const { fiscal_year: year } = await loadPlan(tx, id);
  const other = await adoptedPlan(tx, year);
  if (other !== undefined) {
    throw problem('already_exists', `“${other}” is adopted for the fiscal year ${year} already.`);
  }
  await requireCapacity(context, id, today, year);
  const cuts = await markCutsApplied(context, id);
  let revision = await changeEntity(context, plan, {
    action: 'plan.adopted',
    state: 'adopted',
    after: { fiscalYear: year, cuts },
  });
  await tx
    .$extendTables<StrategyTables>()
    .updateTable('plan')
    .set({ adopted_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  // The form's If-Match is the plan's before its adoption, and nobody else's.
  const next = { ...context, ifMatch: undefined };
  if (plan.restricted) revision = await setReaders(next, plan, { restricted: false, readers: [] });
  for (const drafted of await draftedUnder(tx, id)) {
    if (!drafted.restricted) continue;
    await setReaders(next, drafted, { restricted: false, readers: [] });
  }
  return revision;
}

/** Throws `strategy.over_capacity`, with the units and quarters that bear too much. */
async function requireCapacity(
  context: WriteContext,
  id: Id<'plan'>,
  today: Temporal.PlainDate,
  fiscalYear: number,
): Promise<void> {
  // All that the plan asks for counts, whatever its adopter may read of it.
  const everything = { ...reading(context), actor: system('adoption') };
  const load = await planLoad(everything, today, id, fiscalYear);
  const over = overloadRows(load);
  if (over.length === 0) return;
  const says = overloads(load.loads)
    .slice(0, 5)
    .map((one) => overloadSays(one, load.titles.get(one.unit) ?? ''));
  const more = over.length > 5 ? `; and ${over.length - 5} more` : '';
  throw problem(
    'strategy.over_capacity',
    `${says.join('; ')}${more}. Put what goes on the cut list, or say more capacity.`,
    { over },
  );
}
