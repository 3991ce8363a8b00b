import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import { markCancelled } from './settle-attempt.ts';
import { attemptCounts, lockDeployment, stepsOf } from './store.ts';

/** More losses than this in one step are no accident: a person looks. */
const maximumLosses = 3;

/**
 * Deals with an attempt whose lease ended without a word: nobody knows what became of it. What is
 * declared repeatable begins anew; of everything else a person says what happened.
 */
export async function loseAttempt(
  context: WriteContext,
  lost: { id: Id<'attempt'>; fence: string; deployment_id: Id<'deployment'> },
): Promise<void> {
  const { tx, now } = context;
  const deployment = await lockDeployment(tx, lost.deployment_id);
  const written = await tx
    .$extendTables<ReleaseTables>()
    .updateTable('step_attempt')
    .set({
      state: 'lost',
      says: 'The runner was not heard of until its lease ended.',
      finished_at: toDate(now),
    })
    .where('id', '=', lost.id)
    .where('fence', '=', lost.fence)
    .where('state', '=', 'running')
    .where('lease_until', '<', toDate(now))
    .returning('step_id')
    .executeTakeFirst();
  if (!written) return;
  const step = (await stepsOf(tx, deployment.id)).find(({ id }) => id === written.step_id);
  if (!step) return;
  if (deployment.cancel_reason !== null) {
    await moveStep(context, step.id, 'cancelled', 'The runner was lost while it was cancelled.');
    await markCancelled(context, deployment);
    return;
  }
  const repeatable = 'run' in step.definition && step.definition.repeatable;
  if (repeatable && (await attemptCounts(tx, step.id)).lost < maximumLosses) {
    await moveStep(context, step.id, 'waiting');
    await advanceDeployment(context, deployment.id);
    return;
  }
  await moveDeployment(context, deployment, {
    action: 'deployment.held',
    state: 'held',
    failure: {
      class: 'lost-worker',
      says: `${step.name}: the runner was lost while it ran.`,
      step: step.id,
      at: now.toString(),
      log: [],
    },
    question: `The runner was lost while “${step.name}” ran, and nobody knows how far it came. Look, then say whether to run it again, whether it is done, or whether it failed.`,
  });
}
