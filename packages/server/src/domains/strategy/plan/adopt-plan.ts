import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { setReaders } from '../../../platform/entities/set-readers.ts';
import { problem } from '../../../platform/problem.ts';
import { adoptedPlan, loadPlan, restrictedUnder } from '../store.ts';
import type { StrategyTables } from '../tables.ts';

/**
 * Adopts a draft: from now on it is the year's plan, and it and everything drafted under it is open
 * to every member. Throws `wrong_state`, or `already_exists` where the year has its plan.
 */
export async function adoptPlan(context: WriteContext, id: Id<'plan'>): Promise<number> {
  const { tx, actor, now } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  authorise(actor, 'owner', plan.ownerUnit);
  if (plan.state !== 'draft') throw problem('wrong_state', `This plan is ${plan.state} already.`);
  const { fiscal_year: year } = await loadPlan(tx, id);
  const other = await adoptedPlan(tx, year);
  if (other !== undefined) {
    throw problem('already_exists', `“${other}” is adopted for the fiscal year ${year} already.`);
  }
  let revision = await changeEntity(context, plan, {
    action: 'plan.adopted',
    state: 'adopted',
    after: { fiscalYear: year },
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
  for (const drafted of await restrictedUnder(tx, id)) {
    await setReaders(next, drafted, { restricted: false, readers: [] });
  }
  return revision;
}
