import type { ReactNode } from 'react';
import { TextLink } from './text-link.tsx';

export interface PageHeaderProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** From the top down, without the page itself. */
  readonly trail?: readonly { readonly label: string; readonly href: string }[] | undefined;
  readonly actions?: ReactNode;
}

/** The head of a page that is not an entity's: lists, boards, settings. */
export function PageHeader({ title, description, trail = [], actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        {trail.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-1" data-print="hide">
            <ol className="flex flex-wrap gap-1 text-xs text-tertiary">
              {trail.map((step) => (
                <li key={step.href} className="flex gap-1">
                  <TextLink quiet href={step.href}>
                    {step.label}
                  </TextLink>
                  <span aria-hidden="true">/</span>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1 className="text-lg font-semibold text-balance">{title}</h1>
        {description !== undefined && (
          <p className="mt-0.5 max-w-prose text-secondary">{description}</p>
        )}
      </div>
      {actions !== undefined && (
        <div className="flex flex-wrap items-center gap-2" data-print="hide">
          {actions}
        </div>
      )}
    </header>
  );
}
