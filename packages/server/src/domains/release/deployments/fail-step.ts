import type { FailureClass } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { Failure } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { beginRollback } from './begin-rollback.ts';
import { doneWaves } from './deployment-rules.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import {
  irreversibleMigration,
  lockDeployment,
  stepsOf,
  type DeploymentRow,
  type StepRow,
} from './store.ts';

/** How a step failed. */
export interface StepFailure {
  readonly class: FailureClass;
  readonly says: string;
  readonly log: readonly string[];
}

/**
 * Fails a step with the evidence. Its deployment ends, is held until a person decides, or turns
 * round, as the pipeline says; a failing rollback ends it.
 */
export async function failStep(
  context: WriteContext,
  deployment: DeploymentRow,
  step: StepRow,
  found: StepFailure,
): Promise<number> {
  await moveStep(context, step.id, 'failed');
  const migrates = 'run' in step.definition && step.definition.migration !== undefined;
  const failure: Failure = {
    class:
      deployment.phase === 'rollback' ? 'rollback-failed' : migrates ? 'migration' : found.class,
    says: `${step.name}: ${found.says}`,
    log: found.log,
    step: step.id,
    at: context.now.toString(),
  };
  if (deployment.phase === 'rollback' || deployment.on_failure === 'stop') {
    return moveDeployment(context, deployment, {
      action: 'deployment.failed',
      state: 'failed',
      failure,
    });
  }
  const partial = await partialSays(context, deployment, step);
  const revision = await moveDeployment(context, deployment, {
    action: 'deployment.failed',
    state: 'held',
    failure,
    question: `“${step.name}” failed. ${partial}Try it again, go on without it, or roll back.`,
  });
  return deployment.on_failure === 'roll-back'
    ? turnRound(context, deployment, step, revision)
    : revision;
}

/** Nobody can tell what a step found: a person decides, with what it said. */
export async function holdStep(
  context: WriteContext,
  deployment: DeploymentRow,
  step: StepRow,
  says: string,
): Promise<number> {
  await moveStep(context, step.id, 'inconclusive');
  const partial = await partialSays(context, deployment, step);
  return moveDeployment(context, deployment, {
    action: 'deployment.held',
    state: 'held',
    failure: {
      class: 'inconclusive',
      says: `${step.name}: ${says}`,
      step: step.id,
      at: context.now.toString(),
      log: [],
    },
    question: `“${step.name}” gave no clear answer: ${says} ${partial}Ask again, go on without it, or roll back.`,
  });
}

/** The pipeline says to take it back at once; an irreversible migration is for a person to weigh. */
async function turnRound(
  context: WriteContext,
  failed: DeploymentRow,
  step: StepRow,
  revision: number,
): Promise<number> {
  const { tx } = context;
  const deployment = await lockDeployment(tx, failed.id);
  const steps = await stepsOf(tx, failed.id);
  if (!steps.some(({ phase }) => phase === 'rollback')) return revision;
  const migration = await irreversibleMigration(tx, failed.id);
  if (migration !== undefined) {
    return moveDeployment(context, deployment, {
      action: 'deployment.held',
      state: 'held',
      question: `“${step.name}” failed, and “${migration}” has no way back: it is not rolled back by itself. Decide.`,
    });
  }
  const turned = await beginRollback(context, deployment, steps, {
    reason: `“${step.name}” failed, and the pipeline says to roll back.`,
    waves: deployment.roll_back_waves,
  });
  await advanceDeployment(context, failed.id);
  return turned;
}

/** Which waves have the new version already, in a sentence with a space behind it. */
async function partialSays(
  context: WriteContext,
  deployment: DeploymentRow,
  step: StepRow,
): Promise<string> {
  if (step.wave === null) return '';
  const done = doneWaves(await stepsOf(context.tx, deployment.id)).filter(
    (wave) => wave !== step.wave,
  );
  const name = (wave: number) => `“${deployment.waves[wave]?.name ?? ''}”`;
  const here = `It is the wave ${name(step.wave)}, ${step.wave + 1} of ${deployment.waves.length}. `;
  if (done.length === 0) return here;
  return `${here}The new version runs in ${done.map(name).join(', ')} already. `;
}
