import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export interface BulkBarProps {
  readonly count: number;
  readonly onClear: () => void;
  /** Buttons that act on all that is selected. */
  readonly children: ReactNode;
}

/** Appears while rows are selected, with the acts that take them all at once. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  if (count === 0) return null;
  return (
    <div
      role="group"
      aria-label="Selected rows"
      data-print="hide"
      className="sticky bottom-4 z-20 mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg border border-line bg-surface py-1.5 pr-1.5 pl-3 shadow-lift"
    >
      <span className="figures font-medium" role="status">
        {count} selected
      </span>
      {children}
      <Button tone="quiet" size="sm" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
