import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { requireRunner, type RunnerCheck } from '../runners/require-runner.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { moveDeployment } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { requirePlace } from './retry-step.ts';
import { lockDeployment, stepsOf } from './store.ts';

/**
 * Runs the rollback steps of a deployment that failed, was cancelled or is held, or of the one that
 * runs now. A freeze doesn't stop it: it leads back to what was good.
 */
export async function rollBack(
  context: WriteContext,
  deps: { runners: RunnerCheck },
  id: Id<'deployment'>,
  reason: string,
): Promise<number> {
  const { tx } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const { state } = deployment;
  const isCurrent = state === 'succeeded' && deployment.current;
  const broken = state === 'failed' || state === 'held' || state === 'cancelled';
  if (deployment.phase !== 'deploy' || !(isCurrent || broken)) {
    throw problem('wrong_state', `The deployment is ${state}; there is nothing to roll back.`);
  }
  const steps = (await stepsOf(tx, id)).filter(({ phase }) => phase === 'rollback');
  if (steps.length === 0) {
    throw problem(
      'release.no_rollback',
      'Its pipeline declares no rollback steps. Deploy the last good release instead.',
    );
  }
  if (steps.some(({ kind }) => kind === 'command')) {
    await requireRunner(context, deps.runners, deployment.repository_id);
  }
  await requirePlace(context, deployment);
  const revision = await moveDeployment(context, deployment, {
    action: 'deployment.rollback_started',
    state: 'rolling-back',
    phase: 'rollback',
    after: { reason },
  });
  await advanceDeployment(context, id);
  return revision;
}
