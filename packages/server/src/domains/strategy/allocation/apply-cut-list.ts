import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { StrategyTables } from '../tables.ts';

/** Marks what a plan's cut list gives up as given up; says what that was. */
export async function markCutsApplied(context: WriteContext, id: Id<'plan'>) {
  return context.tx
    .$extendTables<StrategyTables>()
    .updateTable('plan_cut')
    .set({ applied_at: toDate(context.now) })
    .where('plan_id', '=', id)
    .where('applied_at', 'is', null)
    .returning(['what', 'people', 'money', 'quarter'])
    .execute();
}

/** Takes the cut list off a draft's allocations. Throws `wrong_state`, also where it is empty. */
export async function applyCutList(context: WriteContext, id: Id<'plan'>): Promise<number> {
  const { tx, actor } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  authorise(actor, 'owner', plan.ownerUnit);
  if (plan.state !== 'draft') throw problem('wrong_state', `This plan is ${plan.state} already.`);
  const cuts = await markCutsApplied(context, id);
  if (cuts.length === 0) throw problem('wrong_state', 'There is nothing on the cut list to apply.');
  return changeEntity(context, plan, { action: 'plan.cut_list_applied', after: { cuts } });
}
