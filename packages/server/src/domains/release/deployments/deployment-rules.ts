import type { DeploymentState } from '@throughline/contract';
import type { Phase, StepState } from '../tables.ts';

/** States in which a deployment holds its environment: there is one such at a time. */
export const activeStates = ['running', 'approving', 'gating', 'held', 'rolling-back'] as const;

/** Whether a deployment holds its environment. */
export function isActive(state: DeploymentState): boolean {
  return (activeStates as readonly string[]).includes(state);
}

/** As much of a step as decides what comes next. */
export interface StepPlace {
  readonly phase: Phase;
  readonly kind: 'command' | 'http' | 'approval';
  readonly state: StepState;
}

/** The step that a phase has come to; undefined where all are behind it. */
export function currentStep<S extends StepPlace>(steps: readonly S[], phase: Phase): S | undefined {
  return steps.find(
    (step) => step.phase === phase && step.state !== 'succeeded' && step.state !== 'skipped',
  );
}

/** The state of a deployment while a step of this kind is its present one. */
export function stateDuring(phase: Phase, kind: StepPlace['kind']): DeploymentState {
  if (phase === 'rollback') return 'rolling-back';
  if (kind === 'approval') return 'approving';
  return kind === 'http' ? 'gating' : 'running';
}

/** What a person can do with a deployment. */
export type Act = 'approve' | 'cancel' | 'retry' | 'skip' | 'settle' | 'roll-back';

/**
 * What a person can do now. `overtaken`: a later deployment has begun in the same place, so that
 * going on with this one would undo that one.
 */
export function actsOn(deployment: {
  state: DeploymentState;
  phase: Phase;
  current: boolean;
  overtaken: boolean;
  steps: readonly StepPlace[];
}): Act[] {
  const { state, phase, steps, overtaken } = deployment;
  const step = currentStep(steps, phase);
  const acts: Act[] = [];
  const goesOn =
    state === 'running' || state === 'gating' || state === 'approving' || state === 'rolling-back';
  if (goesOn && step?.kind === 'approval' && step.state === 'running') acts.push('approve');
  if (state === 'held') acts.push('settle');
  if (state === 'failed' && !overtaken) acts.push('retry', 'skip');
  const canReturn =
    phase === 'deploy' &&
    steps.some((one) => one.phase === 'rollback') &&
    ((state === 'succeeded' && deployment.current) ||
      ((state === 'failed' || state === 'held' || state === 'cancelled') && !overtaken));
  if (canReturn) acts.push('roll-back');
  if (state === 'queued' || goesOn || state === 'held') acts.push('cancel');
  return acts;
}

/** The last lines of a log: what a person looks at first. */
export function lastLines(log: string, count = 40): string[] {
  return log
    .replace(/\n$/, '')
    .split('\n')
    .slice(-count)
    .map((line) => line.slice(-2000));
}
