import type { CardHeading, RetrospectivePhase } from '@throughline/contract';

/** What each heading asks. */
export const headingWords: Readonly<Record<CardHeading, string>> = {
  keep: 'Keep',
  change: 'Change',
  try: 'Try',
};

/** What the team does in each phase, in order. */
export const phaseWords: Readonly<Record<RetrospectivePhase, string>> = {
  write: 'Write',
  group: 'Group',
  vote: 'Vote',
  discuss: 'Discuss',
  commit: 'Commit',
};

/** What the button that leads to each phase says. */
export const phaseActs: Readonly<Record<RetrospectivePhase, string>> = {
  write: '',
  group: 'Reveal the cards',
  vote: 'Vote on the topics',
  discuss: 'Count the dots',
  commit: 'Commit to actions',
};

/** The phases in their order. */
export const phases = Object.keys(phaseWords) as readonly RetrospectivePhase[];
