import type { DeploymentState, StepKind } from '@throughline/contract';
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
