import type { ReviewState } from '@throughline/contract';
import { problem } from '../../../platform/problem.ts';

/** In which states each act on a review may be done; see `domains.md`, rhythm. */
export const reviewStates = {
  prepare: ['scheduled'],
  comment: ['scheduled', 'preparing'],
  freeze: ['scheduled', 'preparing'],
  revise: ['frozen'],
  move: ['scheduled', 'preparing', 'frozen'],
  assign: ['scheduled', 'preparing', 'frozen', 'held'],
  cancel: ['scheduled', 'preparing', 'frozen'],
  hold: ['frozen'],
  notes: ['scheduled', 'preparing', 'frozen', 'held'],
  time: ['held'],
  dive: ['scheduled', 'preparing', 'frozen', 'held'],
  look: ['scheduled', 'preparing', 'frozen', 'held'],
  close: ['held'],
} as const satisfies Record<string, readonly ReviewState[]>;

const instead: Record<ReviewState, string> = {
  scheduled: 'Its pack is not frozen yet.',
  preparing: 'Its pack is not frozen yet.',
  frozen: 'Its pack is frozen.',
  held: 'It has been held.',
  closed: 'It is closed; what is new belongs to the next review.',
  cancelled: 'It was cancelled.',
};

/** Throws `wrong_state` unless the act may be done in the review's state. */
export function requireState(state: ReviewState, act: keyof typeof reviewStates): void {
  const allowed: readonly ReviewState[] = reviewStates[act];
  if (!allowed.includes(state)) throw problem('wrong_state', instead[state]);
}
