import type { WriteContext } from '../../../platform/context.ts';
import { leftOut } from './deployment-rules.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import type { DeploymentRow, StepRow } from './store.ts';

/** Turns a deployment round: the steps of waves that stay are left out, the others are next. */
export async function beginRollback(
  context: WriteContext,
  deployment: DeploymentRow,
  steps: readonly StepRow[],
  how: { reason: string; waves: 'failed' | 'all' },
): Promise<number> {
  const scope = { waves: how.waves, succeeded: deployment.state === 'succeeded' };
  for (const step of steps) {
    const why = step.phase === 'rollback' ? leftOut(step, steps, scope) : undefined;
    if (why !== undefined) await moveStep(context, step.id, 'skipped', why);
  }
  return moveDeployment(context, deployment, {
    action: 'deployment.rollback_started',
    state: 'rolling-back',
    phase: 'rollback',
    after: { reason: how.reason, waves: how.waves },
  });
}
