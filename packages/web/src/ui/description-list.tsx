import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Description {
  readonly term: string;
  /** A missing value is said to be missing. */
  readonly value: ReactNode;
}

/** Terms and their values; in two columns of pairs where `wide`. */
export function DescriptionList({
  entries,
  wide = false,
}: {
  readonly entries: readonly Description[];
  readonly wide?: boolean;
}) {
  return (
    <dl className={cx('grid gap-x-8', wide && 'md:grid-cols-2')}>
      {entries.map(({ term, value }) => (
        <div
          key={term}
          className="hairline-b grid sm:grid-cols-[minmax(6rem,10rem)_1fr] gap-x-4 py-1.5 last:border-b-0"
        >
          <dt className="text-tertiary">{term}</dt>
          <dd className="min-w-0 break-words">
            {value === null || value === undefined || value === '' ? (
              <span className="text-tertiary">Not set</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
