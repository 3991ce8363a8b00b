import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** One sentence: what would stand here, and why it doesn't yet. */
  readonly sentence: string;
  /** The one act that fills it. */
  readonly action?: ReactNode;
  /** What a filled row looks like, in words. */
  readonly example?: ReactNode;
}

/** One sentence, one action, one example. */
export function EmptyState({ sentence, action, example }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-sm border border-dashed border-line px-4 py-6">
      <p className="max-w-prose text-secondary">{sentence}</p>
      {action}
      {example !== undefined && (
        <p className="max-w-prose text-xs text-tertiary">
          <span className="font-medium">For example: </span>
          {example}
        </p>
      )}
    </div>
  );
}
