import type { FailureClass, Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { AttemptState, ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { failStep, holdStep } from './fail-step.ts';
import { deploymentRef, moveDeployment, moveStep } from './move-deployment.ts';
import {
  deploymentOfAttempt,
  lockDeployment,
  logTail,
  settleMigration,
  stepsOf,
  type DeploymentRow,
} from './store.ts';

/** How an attempt ended. */
export interface Outcome {
  readonly state: Exclude<AttemptState, 'ready' | 'running'>;
  readonly says: string;
  /** What kind of failure it is, where it is one. */
  readonly failure?: FailureClass;
}

/**
 * Writes an attempt's outcome, if the fence is still the attempt's, and goes on from there. Throws
 * `release.stale_fence` where the attempt ended before or isn't this runner's.
 */
export async function settleAttempt(
  context: WriteContext,
  attempt: { id: Id<'attempt'>; fence: string; runner?: Id<'runner'> },
  outcome: Outcome,
): Promise<void> {
  const { tx, now } = context;
  const id = await deploymentOfAttempt(tx, attempt.id);
  if (!id) throw staleFence();
  const deployment = await lockDeployment(tx, id);
  const query = tx
    .$extendTables<ReleaseTables>()
    .updateTable('step_attempt')
    .set({ state: outcome.state, says: outcome.says, finished_at: toDate(now), due_at: null })
    .where('id', '=', attempt.id)
    .where('fence', '=', attempt.fence)
    .where('state', 'in', ['ready', 'running']);
  const written = await (attempt.runner ? query.where('runner_id', '=', attempt.runner) : query)
    .returning('step_id')
    .executeTakeFirst();
  if (!written) throw staleFence();
  const step = (await stepsOf(tx, id)).find((one) => one.id === written.step_id);
  if (!step) throw staleFence();
  await record(context, {
    action: 'deployment.attempt_ended',
    entity: deploymentRef(id),
    after: { step: step.name, outcome: outcome.state, says: outcome.says },
  });
  const { failure } = outcome;
  if (outcome.state === 'succeeded' || failure === 'refused') {
    await settleMigration(tx, attempt.id, outcome.state === 'succeeded');
  }
  if (outcome.state === 'succeeded') {
    await moveStep(context, step.id, 'succeeded');
    if (deployment.cancel_reason !== null) await markCancelled(context, deployment);
    else await advanceDeployment(context, id);
    return;
  }
  if (outcome.state === 'cancelled' || deployment.cancel_reason !== null) {
    await moveStep(context, step.id, 'cancelled');
    await markCancelled(context, deployment);
    return;
  }
  if (outcome.state === 'inconclusive') {
    await holdStep(context, deployment, step, outcome.says);
    return;
  }
  await failStep(context, deployment, step, {
    class: failure ?? 'step-failed',
    says: outcome.says,
    log: await logTail(tx, attempt.id),
  });
}

/** The problem for whoever still acts on an attempt that is no longer theirs. */
export function staleFence() {
  return problem(
    'release.stale_fence',
    'The attempt has ended, or a newer one took its place. Stop your work on it.',
  );
}

/** Ends a deployment that was cancelled; its remaining steps stay undone. */
export async function markCancelled(
  context: WriteContext,
  deployment: DeploymentRow,
): Promise<number> {
  return moveDeployment(context, deployment, {
    action: 'deployment.cancelled',
    state: 'cancelled',
    after: { reason: deployment.cancel_reason ?? '' },
  });
}
