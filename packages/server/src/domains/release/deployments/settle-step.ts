import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { currentStep, stateDuring } from './deployment-rules.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { failStep } from './fail-step.ts';
import { lastAttempt, lockDeployment, settleMigration, stepsOf } from './store.ts';

/** A person says what became of a step whose worker was lost. */
export async function settleStep(
  context: WriteContext,
  id: Id<'deployment'>,
  input: { answer: 'retry' | 'done' | 'failed'; reason: string },
): Promise<number> {
  const { tx, actor } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const step = currentStep(await stepsOf(tx, id), deployment.phase);
  if (deployment.state !== 'held' || step?.state !== 'running') {
    throw problem(
      'wrong_state',
      `The deployment is ${deployment.state}; nothing waits for an answer.`,
    );
  }
  const note = [actor.name, input.answer, input.reason].filter(Boolean).join(': ');
  if (input.answer === 'failed') {
    const says = `The runner was lost while it ran. ${input.reason}`.trim();
    return failStep(context, deployment, step, { class: 'lost-worker', says, log: [] });
  }
  const attempt = await lastAttempt(tx, step.id);
  if (attempt && input.answer === 'done') await settleMigration(tx, attempt, true);
  await moveStep(context, step.id, input.answer === 'done' ? 'succeeded' : 'waiting', note);
  const revision = await moveDeployment(context, deployment, {
    action: 'deployment.settled',
    state: stateDuring(deployment.phase, step.kind),
    failure: null,
    after: { step: step.name, answer: input.answer, reason: input.reason },
  });
  await advanceDeployment(context, id);
  return revision;
}
