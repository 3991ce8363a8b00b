import type { DeploymentState, FailureClass, StepKind } from '@throughline/contract';
import type { DeploymentView } from './release-types.ts';

/** Every state of a deployment, in the order of its life. */
export const deploymentStates: readonly DeploymentState[] = [
  'queued',
  'running',
  'approving',
  'gating',
  'soaking',
  'held',
  'rolling-back',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'superseded',
];

/** What a class of failure means, and what people usually do about it. */
export const failureWords: Readonly<
  Record<FailureClass, { readonly name: string; readonly advice: string }>
> = {
  'step-failed': {
    name: 'A step failed',
    advice: 'Read its log. Retry if the cause has gone, or roll back.',
  },
  'timed-out': {
    name: 'A step took too long',
    advice: 'It was ended. Look whether it hangs or is only slow before you retry.',
  },
  'health-gate': {
    name: 'The health gate did not open',
    advice:
      'What was deployed runs but does not answer as it should. Roll back unless you know why.',
  },
  inconclusive: {
    name: 'Nobody can tell',
    advice: 'The gate gave no clear answer. Look yourself, then ask again or go on with a reason.',
  },
  migration: {
    name: 'A migration failed',
    advice:
      'Data may be between two forms. Look at them before you retry; going back may not be possible.',
  },
  'lost-worker': {
    name: 'The worker was lost',
    advice:
      'Nobody knows how far the command came. Look at the environment, then say what became of it.',
  },
  refused: {
    name: 'It was refused',
    advice: 'Nothing ran. See what the message asks for, then retry.',
  },
  'rollback-failed': {
    name: 'The rollback failed',
    advice: 'The environment may be between two versions. Look at it before anything else.',
  },
};

const asksPerson: ReadonlySet<string> = new Set(['approval', 'manual']);

/** What a kind of step is called. */
export const stepKindWords: Readonly<Record<StepKind, string>> = {
  command: 'Command',
  webhook: 'Webhook',
  manual: 'By hand',
  http: 'Gate',
  gate: 'Gate',
  figure: 'Gate',
  approval: 'Approval',
  soak: 'Soak',
};

/** What only a person can answer now: about a lost step, what an approval asks, what to do. */
export function questionOf({ question, state, steps }: DeploymentView): string | null {
  if (question !== null || state !== 'approving') return question;
  return (
    steps.find(({ kind, state: of }) => asksPerson.has(kind) && of === 'running')?.does ?? null
  );
}

/** A commit's name as people write it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 8);
}
