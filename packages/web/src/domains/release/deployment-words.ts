import type { DeploymentState } from '@throughline/contract';
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

/** What only a person can answer now: about a lost step, or what an approval asks. */
export function questionOf({ question, state, steps }: DeploymentView): string | null {
  if (question !== null || state !== 'approving') return question;
  return steps.find((step) => step.kind === 'approval' && step.state === 'running')?.does ?? null;
}

/** A commit's name as people write it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 8);
}
