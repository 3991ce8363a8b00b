import type { OperationOf, OutputOf } from '@throughline/contract';

/** An alignment gap. */
export type Gap = OutputOf<OperationOf<'strategy.listAlignmentGaps'>>['items'][number];

/** What each gap is, and what the act is called that mends it. */
export const gapWords = {
  'priority-without-objective': { says: 'No objective serves it', act: 'Add an objective' },
  'objective-period-over': { says: 'Its period is over', act: 'Close and grade' },
  'objective-serves-nothing': { says: 'It serves nothing higher', act: 'Say what it serves' },
  'objective-without-key-result': { says: 'No key result measures it', act: 'Add a key result' },
  'objective-without-initiative': {
    says: 'No running initiative serves it',
    act: 'Begin an initiative',
  },
  'objective-weights': { says: 'Its weights don’t add up', act: 'Weigh' },
  'key-result-without-owner': { says: 'Nobody owns it', act: 'Give it an owner' },
  'key-result-without-measure': {
    says: 'Nothing feeds it, and nobody has checked in',
    act: 'Say what feeds it',
  },
  'initiative-serves-nothing': { says: 'It serves nothing', act: 'Say what it serves' },
  'initiative-without-key-result': {
    says: 'It serves no key result',
    act: 'Say what it serves',
  },
  'unit-without-objective': { says: 'It has no objective', act: 'Add an objective' },
} as const satisfies Record<Gap['gap'], { says: string; act: string }>;

/** All gaps, in their order. */
export const gapKeys = Object.keys(gapWords) as Gap['gap'][];
