import type { ReviewTemplate } from '../cycle/cycle-store.ts';

const unlessSaid = 3;

/** How many actions a retrospective may commit to: what the cycle's output of actions says. */
export function mostActions(outputs: ReviewTemplate['outputs']): number {
  return outputs.find(({ kind }) => kind === 'action')?.max ?? unlessSaid;
}
