import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { isRepeatable } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import { markCancelled } from './settle-attempt.ts';
import { attemptCounts, lastObservation, lockDeployment, logTail, stepsOf } from './store.ts';

/** More losses than this in one step are no accident: a person looks. */
const maximumLosses = 3;

/**
 * Deals with an attempt whose time ended without a word: nobody knows what became of it. What is
 * declared repeatable begins anew; of everything else a person says what happened.
 */
export async function loseAttempt(
  context: WriteContext,
  lost: { id: Id<'attempt'>; fence: string; deployment_id: Id<'deployment'>; says: string },
): Promise<void> {
  const { tx, now } = context;
  const deployment = await lockDeployment(tx, lost.deployment_id);
  const written = await tx
    .$extendTables<ReleaseTables>()
    .updateTable('step_attempt')
    .set({
      state: 'lost',
      says: lost.says,
      due_at: null,
      finished_at: toDate(now),
    })
    .where('id', '=', lost.id)
    .where('fence', '=', lost.fence)
    .where('state', '=', 'running')
    .where((where) =>
      where.or([where('lease_until', '<', toDate(now)), where('kind', '=', 'webhook')]),
    )
    .returning('step_id')
    .executeTakeFirst();
  if (!written) return;
  const step = (await stepsOf(tx, deployment.id)).find(({ id }) => id === written.step_id);
  if (!step) return;
  if (deployment.cancel_reason !== null) {
    await moveStep(context, step.id, 'cancelled', 'It was lost while it was cancelled.');
    await markCancelled(context, deployment);
    return;
  }
  if (isRepeatable(step.definition) && (await attemptCounts(tx, step.id)).lost < maximumLosses) {
    await moveStep(context, step.id, 'waiting');
    await advanceDeployment(context, deployment.id);
    return;
  }
  const observed = await lastObservation(tx, deployment);
  await moveDeployment(context, deployment, {
    action: 'deployment.held',
    state: 'held',
    failure: {
      class: 'lost-worker',
      says: `${step.name}: ${lost.says}`,
      step: step.id,
      at: now.toString(),
      log: await logTail(tx, lost.id),
    },
    question: `“${step.name}” was lost while it ran, and nobody knows how far it came. ${observed}Look, then say whether to run it again, whether it is done, or whether it failed.`,
  });
}
