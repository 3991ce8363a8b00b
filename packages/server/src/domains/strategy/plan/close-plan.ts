import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { StrategyTables } from '../tables.ts';

/** Closes an adopted plan. Throws `wrong_state`. */
export async function closePlan(context: WriteContext, id: Id<'plan'>): Promise<number> {
  const { tx, actor, now } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  authorise(actor, 'owner', plan.ownerUnit);
  if (plan.state !== 'adopted') throw problem('wrong_state', 'Only an adopted plan can be closed.');
  const revision = await changeEntity(context, plan, { action: 'plan.closed', state: 'closed' });
  await tx
    .$extendTables<StrategyTables>()
    .updateTable('plan')
    .set({ closed_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return revision;
}
