import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { currentStep, isActive } from './deployment-rules.ts';
import { deploymentRef, moveStep } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { markCancelled } from './settle-attempt.ts';
import { lockDeployment, openAttempt, stepsOf } from './store.ts';

/**
 * Stops a deployment. A command that runs is ended by its runner first, which hears of it within
 * seconds; everything else ends now.
 */
export async function cancelDeployment(
  context: WriteContext,
  id: Id<'deployment'>,
  reason: string,
): Promise<number> {
  const { tx, now } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  if (deployment.state !== 'queued' && !isActive(deployment.state)) {
    throw problem('wrong_state', `The deployment is ${deployment.state} already.`);
  }
  const tables = tx.$extendTables<ReleaseTables>();
  await tables
    .updateTable('deployment')
    .set({ cancel_reason: reason })
    .where('id', '=', id)
    .execute();
  const step = currentStep(await stepsOf(tx, id), deployment.phase);
  const attempt = step && (await openAttempt(tx, step.id));
  if (step && attempt) {
    // A gate is only a question; a command or a webhook that has begun is not.
    const ended = await tables
      .updateTable('step_attempt')
      .set({ state: 'cancelled', says: 'Cancelled.', finished_at: toDate(now), due_at: null })
      .where('id', '=', attempt.id)
      .where((where) =>
        where.or([where('state', '=', 'ready'), where('kind', 'not in', ['command', 'webhook'])]),
      )
      .returning('id')
      .executeTakeFirst();
    if (!ended) {
      return changeEntity(context, deploymentRef(id), {
        action: 'deployment.cancel_requested',
        after: { reason },
      });
    }
  }
  if (step) await moveStep(context, step.id, 'cancelled');
  return markCancelled(context, { ...deployment, cancel_reason: reason });
}
