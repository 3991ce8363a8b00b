import type { OperationOf, OutputOf } from '@throughline/contract';
import type { StatusTone } from '../../ui/status-tone.ts';

/** A merge queue as its tab shows it. */
export type QueueView = OutputOf<OperationOf<'release.getQueue'>>;

/** A change's time in a queue. */
export type QueueEntry = QueueView['entries'][number];

/** A build of a queue's first changes. */
export type QueueBuild = QueueView['builds'][number];

/** How an entry looks: its state, and of a waiting one what it waits for. */
export function entryLook(entry: QueueEntry): { tone: StatusTone; word: string } {
  switch (entry.state) {
    case 'queued':
      return entry.conflictsWith === null
        ? { tone: 'waiting', word: 'Queued' }
        : { tone: 'at-risk', word: 'Waits for another' };
    case 'landing':
      return { tone: 'running', word: 'Landing' };
    case 'landed':
      return { tone: 'done', word: 'Landed' };
    case 'out':
      return { tone: 'off-track', word: 'Put out' };
    case 'left':
      return { tone: 'stopped', word: 'Left' };
  }
}

/** How a build or a check looks. */
export const tryLooks: Readonly<
  Record<QueueBuild['state'] | 'waiting', { tone: StatusTone; word: string }>
> = {
  waiting: { tone: 'waiting', word: 'Waiting' },
  running: { tone: 'running', word: 'Running' },
  green: { tone: 'on-track', word: 'Green' },
  red: { tone: 'off-track', word: 'Red' },
  stopped: { tone: 'stopped', word: 'Stopped' },
};

/** The lanes, in the order in which they land. */
export const laneWords = { incident: 'Incident', high: 'Soon', normal: 'In turn' } as const;
