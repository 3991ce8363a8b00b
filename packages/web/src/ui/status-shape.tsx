import type { ReactElement } from 'react';
import type { StatusTone } from './status-tone.ts';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const;

const shapes: Record<StatusTone, ReactElement> = {
  'on-track': <circle cx="6" cy="6" r="4" fill="currentColor" />,
  'at-risk': <path d="M6 1.5 11 10.5H1z" fill="currentColor" />,
  'off-track': <rect x="2" y="2" width="8" height="8" fill="currentColor" />,
  'not-started': <circle cx="6" cy="6" r="3.5" {...line} />,
  done: <path d="m2 6.5 2.8 2.8L10.2 3" {...line} strokeWidth={1.75} />,
  running: (
    <>
      <circle cx="6" cy="6" r="3.75" {...line} />
      <path d="M6 2.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" />
    </>
  ),
  waiting: <path d="M6 1.5 10.5 6 6 10.5 1.5 6z" {...line} />,
  stopped: <path d="m2.5 2.5 7 7m0-7-7 7" {...line} />,
  unknown: <circle cx="6" cy="6" r="3.5" {...line} strokeDasharray="2 1.6" />,
};

/** The shape of a state, drawn rather than set, so that every machine shows the same one. */
export function StatusShape({ tone }: { readonly tone: StatusTone }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className="shrink-0">
      {shapes[tone]}
    </svg>
  );
}
