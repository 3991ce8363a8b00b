import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { ReleaseTables } from '../tables.ts';
import { moveDeployment } from './move-deployment.ts';
import { lockPlace } from './place-store.ts';

/** Takes what still waits in a place out of its queue: a newer release goes instead. Hotfixes stay. */
export async function supersedeWaiting(
  context: WriteContext,
  place: { environment_id: Id<'environment'>; repository_id: Id<'repository'> },
  newer: string,
): Promise<void> {
  const { tx } = context;
  await lockPlace(tx, place);
  const waiting = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select(['id', 'started_at'])
    .where('environment_id', '=', place.environment_id)
    .where('repository_id', '=', place.repository_id)
    .where('state', '=', 'queued')
    .where('hotfix_reason', 'is', null)
    .forUpdate()
    .execute();
  for (const deployment of waiting) {
    await moveDeployment(context, deployment, {
      action: 'deployment.superseded',
      state: 'superseded',
      question: `${newer} was to be deployed here before its turn came.`,
      after: { by: newer },
    });
  }
}
