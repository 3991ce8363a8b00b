import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { authoriseDeployment } from '../deployments/policy.ts';
import type { ReleaseTables } from '../tables.ts';
import { lockRow } from './store.ts';

/** Ends a lock, or what a rollback holds back; what waits may begin. */
export async function endLock(
  context: WriteContext,
  id: Id<'deployment_lock'>,
  reason: string,
): Promise<void> {
  const { tx, actor, now } = context;
  const lock = await lockRow(tx, id);
  if (!lock) throw notFound('deployment_lock');
  const ref = { kind: 'environment', id: lock.environment_id } as const;
  const entity = await loadEntity(tx, actor, ref);
  if (lock.repository_id === null) authorise(actor, 'editor', entity.ownerUnit);
  else await authoriseDeployment(context, { ...lock, repository_id: lock.repository_id });
  if (lock.ended_at || (lock.until && lock.until <= toDate(now))) {
    throw problem('wrong_state', 'The lock has ended already.');
  }
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment_lock')
    .set({ ended_at: toDate(now), ended_by: actor.name })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'environment.unlocked',
    entity: ref,
    after: { lock: toReference('deployment_lock', id), reason },
  });
}
