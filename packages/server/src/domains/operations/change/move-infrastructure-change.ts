import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

type Goal = 'in-progress' | 'succeeded' | 'failed' | 'rolled-back' | 'cancelled';

const from: Readonly<Record<Goal, readonly string[]>> = {
  'in-progress': ['approved'],
  succeeded: ['in-progress'],
  failed: ['in-progress'],
  'rolled-back': ['in-progress'],
  cancelled: ['planned', 'approved'],
};

const facts: Readonly<Record<Goal, string>> = {
  'in-progress': 'infrastructure_change.begun',
  succeeded: 'infrastructure_change.succeeded',
  failed: 'infrastructure_change.failed',
  'rolled-back': 'infrastructure_change.rolled_back',
  cancelled: 'infrastructure_change.cancelled',
};

/** Says that a planned change began, how it ended, or that it won't happen. Throws `wrong_state`. */
export async function moveInfrastructureChange(
  context: WriteContext,
  id: Id<'infrastructure_change'>,
  to: Goal,
  note: string,
): Promise<number> {
  const { tx, now } = context;
  const entity = await loadToChange(context, { kind: 'infrastructure_change', id });
  if (!from[to].includes(entity.state)) {
    throw problem('wrong_state', `This change is ${entity.state}; it can't become ${to} now.`);
  }
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('infrastructure_change')
    .set(
      to === 'in-progress' ? { began_at: toDate(now) } : { ended_at: toDate(now), outcome: note },
    )
    .where('id', '=', id)
    .execute();
  return changeEntity(context, entity, { action: facts[to], state: to, after: { note } });
}
