import type { FailureClass, FailureState, RollbackSafety, Settlement } from '@throughline/contract';
import type { StatusTone } from '../../ui/status-tone.ts';

/** What a class of failure means, and what people usually do about it. */
export const failureWords: Readonly<
  Record<FailureClass, { readonly name: string; readonly advice: string }>
> = {
  'step-failed': {
    name: 'Step failed',
    advice: 'Read its log. Retry if the cause has gone, or roll back.',
  },
  'timed-out': {
    name: 'Timed out',
    advice: 'It was ended. Look whether it hangs or is only slow before you retry.',
  },
  'health-gate': {
    name: 'Health gate',
    advice:
      'What was deployed runs but does not answer as it should. Roll back unless you know why.',
  },
  inconclusive: {
    name: 'Inconclusive gate',
    advice: 'Nobody can tell yet. Look at what the gate asks, then decide.',
  },
  migration: {
    name: 'Migration',
    advice: 'Look at the database before anything runs again: which part took effect?',
  },
  'partial-wave': {
    name: 'Partial wave',
    advice: 'Two versions run. Mend it and go on, or take all waves back.',
  },
  flaky: {
    name: 'Flaky',
    advice: 'Running it again helped each time before. Retry, then mend the step.',
  },
  'lost-worker': {
    name: 'Lost worker',
    advice:
      'Nobody knows how far the command came. Look at the environment, then say what became of it.',
  },
  locked: { name: 'Lock', advice: 'Somebody locked this place. See why, and wait or ask.' },
  frozen: {
    name: 'Freeze',
    advice: 'The environment takes no deployments. What can’t wait goes as a hotfix.',
  },
  superseded: {
    name: 'Superseded',
    advice: 'A newer deployment took its place. Look at that one.',
  },
  refused: {
    name: 'Refused',
    advice: 'Nothing ran. See what the message asks for, then retry.',
  },
  'rollback-failed': {
    name: 'Rollback failed',
    advice: 'The environment may be between two versions. Look at it before anything else.',
  },
  conflict: {
    name: 'Conflict',
    advice: 'It doesn’t fit what came before it. Bring it up to date, or resolve it.',
  },
  'checks-failed': {
    name: 'Checks failed',
    advice: 'A required check did not pass. Mend the change, or try again with another batch.',
  },
  'push-refused': {
    name: 'Push refused',
    advice: 'The remote did not take it. Somebody moved the branch, or a rule protects it.',
  },
};

/** Every class of failure. */
export const failureClasses = Object.keys(failureWords) as FailureClass[];

/** What ended a failure. */
export const settlementWords: Readonly<Record<Settlement, string>> = {
  retry: 'Running it again',
  skip: 'Skipping the step',
  answer: 'An answer about the step',
  'roll-back': 'Rolling back',
  'roll-forward': 'A later deployment',
  cancelled: 'Cancelling',
  recurred: 'It failed again',
  'by-hand': 'Somebody, by hand',
};

/** How a failure stands, as shape and word. */
export const failureStanding: Readonly<
  Record<FailureState, { readonly tone: StatusTone; readonly word: string }>
> = {
  open: { tone: 'off-track', word: 'Open' },
  acting: { tone: 'running', word: 'Being acted on' },
  held: { tone: 'waiting', word: 'Held' },
  settled: { tone: 'done', word: 'Settled' },
};

/** How safe a rollback is, as shape and word. */
export const safetyLooks: Readonly<
  Record<RollbackSafety | 'impossible', { readonly tone: StatusTone; readonly word: string }>
> = {
  safe: { tone: 'on-track', word: 'Safe' },
  look: { tone: 'at-risk', word: 'Look first' },
  unsafe: { tone: 'off-track', word: 'Not safe' },
  impossible: { tone: 'stopped', word: 'Not possible' },
};
