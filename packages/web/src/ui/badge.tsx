import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A short word about a thing: its kind, a count, "confidential". For states use Status. */
export function Badge({
  children,
  tone = 'plain',
}: {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'strong';
}) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 rounded-sm border px-1.5 text-xs whitespace-nowrap',
        tone === 'strong' ? 'border-ink text-ink' : 'border-line text-secondary',
      )}
    >
      {children}
    </span>
  );
}
