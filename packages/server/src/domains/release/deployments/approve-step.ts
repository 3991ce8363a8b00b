import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { currentStep, isActive } from './deployment-rules.ts';
import { deploymentRef, moveStep } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { lockDeployment, stepsOf } from './store.ts';

/** Approves the step that waits for a person. */
export async function approveStep(
  context: WriteContext,
  id: Id<'deployment'>,
  note: string,
): Promise<number> {
  const { tx, actor } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const step = currentStep(await stepsOf(tx, id), deployment.phase);
  const waits = isActive(deployment.state) && step?.kind === 'approval' && step.state === 'running';
  if (!waits) throw problem('wrong_state', 'Nothing here waits for an approval.');
  const needsAnother = 'another' in step.definition && step.definition.another;
  if (needsAnother && deployment.requested_by_id === actor.id) {
    throw problem(
      'release.own_deployment',
      'The pipeline asks for somebody else than who asked for the deployment.',
    );
  }
  await moveStep(context, step.id, 'succeeded', [actor.name, note].filter(Boolean).join(': '));
  const revision = await changeEntity(context, deploymentRef(id), {
    action: 'deployment.approved',
    after: { step: step.name, note },
  });
  await advanceDeployment(context, id);
  return revision;
}
