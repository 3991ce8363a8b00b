import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { currentStep, isActive } from './deployment-rules.ts';
import { failStep } from './fail-step.ts';
import { deploymentRef, moveStep } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { lockDeployment, stepsOf } from './store.ts';

/** A person says what became of what only a person can do; the note stays with the step. */
export async function completeManualStep(
  context: WriteContext,
  id: Id<'deployment'>,
  input: { outcome: 'done' | 'failed'; note: string },
): Promise<number> {
  const { tx, actor } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const step = currentStep(await stepsOf(tx, id), deployment.phase);
  const waits =
    isActive(deployment.state) &&
    deployment.state !== 'held' &&
    step?.kind === 'manual' &&
    step.state === 'running';
  if (!waits) throw problem('wrong_state', 'Nothing here waits for a person to do it.');
  const note = `${actor.name}: ${input.note}`;
  if (input.outcome === 'failed') {
    await moveStep(context, step.id, 'running', note);
    return failStep(context, deployment, step, { class: 'step-failed', says: note, log: [] });
  }
  await moveStep(context, step.id, 'succeeded', note);
  const revision = await changeEntity(context, deploymentRef(id), {
    action: 'deployment.step_done',
    after: { step: step.name, note: input.note },
  });
  await advanceDeployment(context, id);
  return revision;
}
