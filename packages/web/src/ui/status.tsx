import { cx } from './cx.ts';
import { StatusShape } from './status-shape.tsx';
import type { StatusTone } from './status-tone.ts';

interface Look {
  readonly word: string;
  readonly colour: string;
}

const looks: Record<StatusTone, Look> = {
  'on-track': { word: 'On track', colour: 'text-on-track bg-on-track-soft' },
  'at-risk': { word: 'At risk', colour: 'text-at-risk bg-at-risk-soft' },
  'off-track': { word: 'Off track', colour: 'text-off-track bg-off-track-soft' },
  'not-started': { word: 'Not started', colour: 'text-not-started bg-not-started-soft' },
  done: { word: 'Done', colour: 'text-done bg-done-soft' },
  running: { word: 'In progress', colour: 'text-ink bg-not-started-soft' },
  waiting: { word: 'Waiting', colour: 'text-at-risk bg-at-risk-soft' },
  stopped: { word: 'Stopped', colour: 'text-not-started bg-not-started-soft' },
  unknown: { word: 'Unknown', colour: 'text-not-started bg-not-started-soft' },
};

export interface StatusProps {
  readonly tone: StatusTone;
  /** The state's own word, where it has one: "Rolling back", "Approved". */
  readonly word?: string | undefined;
  /** Without the tinted ground, for dense tables. */
  readonly plain?: boolean | undefined;
}

/** A state as shape, word and colour, so that no one of them must be seen to read it. */
export function Status({ tone, word, plain = false }: StatusProps) {
  const look = looks[tone];
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 rounded-sm text-xs font-medium sm:whitespace-nowrap',
        look.colour,
        plain ? 'bg-transparent!' : 'px-1.5 py-0.5',
      )}
    >
      <StatusShape tone={tone} />
      {word ?? look.word}
    </span>
  );
}
