import type { DeploymentState, StepKind } from '@throughline/contract';
import type { Phase, StepState } from '../tables.ts';

/** States in which a deployment holds its environment: there is one such at a time. */
export const activeStates = [
  'running',
  'approving',
  'gating',
  'soaking',
  'held',
  'rolling-back',
] as const;

/** Whether a deployment holds its environment. */
export function isActive(state: DeploymentState): boolean {
  return (activeStates as readonly string[]).includes(state);
}

/** As much of a step as decides what comes next. */
export interface StepPlace {
  readonly phase: Phase;
  readonly wave: number | null;
  readonly kind: StepKind;
  readonly state: StepState;
}

const isBehind = ({ state }: StepPlace) => state === 'succeeded' || state === 'skipped';

/** The step that a phase has come to; undefined where all are behind it. */
export function currentStep<S extends StepPlace>(steps: readonly S[], phase: Phase): S | undefined {
  return steps.find((step) => step.phase === phase && !isBehind(step));
}

/** The state of a deployment while a step of this kind is its present one. */
export function stateDuring(phase: Phase, kind: StepKind): DeploymentState {
  if (phase === 'rollback') return 'rolling-back';
  switch (kind) {
    case 'approval':
    case 'manual':
      return 'approving';
    case 'http':
    case 'gate':
    case 'figure':
      return 'gating';
    case 'soak':
      return 'soaking';
    case 'command':
    case 'webhook':
      return 'running';
  }
}

/** What a person can do with a deployment. */
export type Act =
  | 'approve'
  | 'approve-hotfix'
  | 'done'
  | 'cancel'
  | 'retry'
  | 'skip'
  | 'settle'
  | 'roll-back';

/**
 * What a person can do now. `overtaken`: a later deployment has begun in the same place, so that
 * going on with this one would undo that one.
 */
export function actsOn(deployment: {
  state: DeploymentState;
  phase: Phase;
  current: boolean;
  overtaken: boolean;
  /** A hotfix that nobody has approved yet. */
  unapproved: boolean;
  steps: readonly StepPlace[];
}): Act[] {
  const { state, phase, steps, overtaken } = deployment;
  const step = currentStep(steps, phase);
  const acts: Act[] = [];
  const goesOn = isActive(state) && state !== 'held';
  if (state === 'queued' && deployment.unapproved) acts.push('approve-hotfix');
  if (goesOn && step?.state === 'running') {
    if (step.kind === 'approval') acts.push('approve');
    if (step.kind === 'manual') acts.push('done');
  }
  if (state === 'held' && step?.state === 'running') acts.push('settle');
  const stands = step?.state === 'failed' || step?.state === 'inconclusive';
  if (stands && (state === 'held' || (state === 'failed' && !overtaken))) {
    acts.push('retry', 'skip');
  }
  const canReturn =
    phase === 'deploy' &&
    steps.some((one) => one.phase === 'rollback') &&
    ((state === 'succeeded' && deployment.current) ||
      ((state === 'failed' || state === 'held' || state === 'cancelled') && !overtaken));
  if (canReturn) acts.push('roll-back');
  if (state === 'queued' || goesOn || state === 'held') acts.push('cancel');
  return acts;
}

/** The waves of which any step began, in their order. */
function begunWaves(steps: readonly StepPlace[]): number[] {
  const begun = steps.flatMap(({ phase, wave, state }) =>
    phase === 'deploy' && wave !== null && state !== 'waiting' ? [wave] : [],
  );
  return [...new Set(begun)].toSorted((one, other) => one - other);
}

/** The waves of which every step is behind, in their order. */
export function doneWaves(steps: readonly StepPlace[]): number[] {
  return begunWaves(steps).filter((wave) =>
    steps.every((step) => step.phase !== 'deploy' || step.wave !== wave || isBehind(step)),
  );
}

/**
 * Why a step of a rollback isn't run; undefined where it is. What succeeded is taken back as a whole;
 * of what broke, the wave that it came to, or all that had begun.
 */
export function leftOut(
  step: StepPlace,
  deploySteps: readonly StepPlace[],
  scope: { waves: 'failed' | 'all'; succeeded: boolean },
): string | undefined {
  if (step.wave === null) return undefined;
  const begun = begunWaves(deploySteps);
  if (!begun.includes(step.wave)) return 'Its wave had not begun.';
  if (scope.succeeded || scope.waves === 'all' || step.wave === begun.at(-1)) return undefined;
  return 'Its wave stays: only the one that failed is taken back.';
}

/** How a wave stands. */
export type WaveState =
  | 'waiting'
  | 'running'
  | 'held'
  | 'failed'
  | 'done'
  | 'rolled-back'
  | 'not-begun';

/** How a wave stands, from its steps and its deployment. */
export function waveState(
  wave: number,
  steps: readonly StepPlace[],
  deployment: { state: DeploymentState; phase: Phase },
): WaveState {
  const own = steps.filter((step) => step.phase === 'deploy' && step.wave === wave);
  if (own.every(({ state }) => state === 'waiting')) {
    const goesOn =
      deployment.phase === 'deploy' &&
      (isActive(deployment.state) || deployment.state === 'queued');
    return goesOn ? 'waiting' : 'not-begun';
  }
  const back = steps.filter((step) => step.phase === 'rollback' && step.wave === wave);
  const taken = back.filter(({ state }) => state !== 'skipped');
  if (
    deployment.phase === 'rollback' &&
    taken.length > 0 &&
    taken.every(({ state }) => state === 'succeeded')
  ) {
    return 'rolled-back';
  }
  if (own.every(isBehind)) return 'done';
  if (deployment.state === 'held') return 'held';
  return isActive(deployment.state) && deployment.phase === 'deploy' ? 'running' : 'failed';
}

/** The last lines of a log: what a person looks at first. */
export function lastLines(log: string, count = 40): string[] {
  return log
    .replace(/\n$/, '')
    .split('\n')
    .slice(-count)
    .map((line) => line.slice(-2000));
}
