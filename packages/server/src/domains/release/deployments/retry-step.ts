import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { requireRunner, type RunnerCheck } from '../runners/require-runner.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { requireUnfrozen } from './deploy-release.ts';
import { currentStep, stateDuring } from './deployment-rules.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { isOvertaken, isPlaceTaken, lockPlace } from './place-store.ts';
import { lockDeployment, stepsOf, type DeploymentRow, type StepRow } from './store.ts';

/** Runs the step again that a deployment failed at or got no answer from, and goes on from there. */
export async function retryStep(
  context: WriteContext,
  deps: { runners: RunnerCheck },
  id: Id<'deployment'>,
): Promise<number> {
  const { deployment, step } = await failedStep(context, id);
  if (step.kind === 'command') await requireRunner(context, deps.runners, deployment.repository_id);
  await moveStep(context, step.id, 'waiting', null);
  const revision = await resume(context, deployment, step, { action: 'deployment.retried' });
  await advanceDeployment(context, id);
  return revision;
}

/** Goes on without the step that a deployment failed at; the reason stays with it. */
export async function skipStep(
  context: WriteContext,
  id: Id<'deployment'>,
  reason: string,
): Promise<number> {
  const { deployment, step } = await failedStep(context, id);
  await moveStep(context, step.id, 'skipped', `${context.actor.name}: ${reason}`);
  const after = { step: step.name, reason };
  const revision = await resume(context, deployment, step, {
    action: 'deployment.step_skipped',
    after,
  });
  await advanceDeployment(context, id);
  return revision;
}

async function failedStep(
  context: WriteContext,
  id: Id<'deployment'>,
): Promise<{ deployment: DeploymentRow; step: StepRow }> {
  const { tx } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const step = currentStep(await stepsOf(tx, id), deployment.phase);
  const stands = step?.state === 'failed' || step?.state === 'inconclusive';
  if (!stands || (deployment.state !== 'failed' && deployment.state !== 'held')) {
    throw problem(
      'wrong_state',
      `The deployment is ${deployment.state}; only one whose step failed or gave no answer can go on.`,
    );
  }
  await requirePlace(context, deployment);
  // What is held has its place, and an approved hotfix passes: neither begins anew.
  const begins = deployment.state === 'failed' && deployment.hotfix_approved_by === null;
  if (begins && deployment.phase === 'deploy') {
    await requireUnfrozen(context, deployment.environment_id);
  }
  return { deployment, step };
}

/**
 * Makes sure that a deployment may hold its place again. Throws `release.environment_busy`, or
 * `wrong_state` where a later one has begun there.
 */
export async function requirePlace(
  context: WriteContext,
  deployment: DeploymentRow,
): Promise<void> {
  await lockPlace(context.tx, deployment);
  if (await isPlaceTaken(context.tx, deployment)) {
    throw problem(
      'release.environment_busy',
      'Another deployment of this repository is under way here. Wait for it, or cancel it.',
    );
  }
  if (await isOvertaken(context.tx, deployment)) {
    throw problem('wrong_state', 'A later deployment has begun here since. Act on that one.');
  }
}

function resume(
  context: WriteContext,
  deployment: DeploymentRow,
  step: StepRow,
  move: { action: string; after?: Readonly<Record<string, unknown>> },
): Promise<number> {
  return moveDeployment(context, deployment, {
    ...move,
    state: stateDuring(deployment.phase, step.kind),
    failure: null,
    after: { step: step.name, ...move.after },
  });
}
