import { useId, type ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** One line under the heading: what it holds, how fresh it is. */
  readonly note?: ReactNode;
  /** The heading's level on the page; 2 unless it lies inside another section. */
  readonly level?: 2 | 3 | undefined;
  readonly children: ReactNode;
}

/** A named part of a page, opened by a heading on a hairline. */
export function Section({ title, actions, note, level = 2, children }: SectionProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div className="hairline-b flex min-h-row flex-wrap items-end justify-between gap-x-4 gap-y-1 pb-1.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <Heading id={id} className={level === 2 ? 'text-md font-semibold' : 'font-semibold'}>
            {title}
          </Heading>
          {note !== undefined && <p className="text-xs text-tertiary">{note}</p>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2" data-print="hide">
            {actions}
          </div>
        )}
      </div>
      {children}
    </section>
  );
}
