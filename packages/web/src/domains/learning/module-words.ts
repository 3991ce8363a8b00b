import type { OperationOf, OutputOf } from '@throughline/contract';
import type { StatusTone } from '../../ui/status-tone.ts';

type Row = OutputOf<OperationOf<'learning.getTrack'>>['modules'][number];

/** How the states of a module read and look. */
export const moduleStates: Readonly<Record<Row['mine'], { tone: StatusTone; word: string }>> = {
  locked: { tone: 'waiting', word: 'Others come first' },
  open: { tone: 'not-started', word: 'To read' },
  read: { tone: 'running', word: 'Read, quiz to pass' },
  done: { tone: 'done', word: 'Done' },
};

/** When a module is due, in words. */
export const dueWords: Readonly<Record<Row['due'], string>> = {
  'day-1': 'on day 1',
  'week-1': 'in week 1',
  'day-30': 'by day 30',
  'day-60': 'by day 60',
  'day-90': 'by day 90',
};
