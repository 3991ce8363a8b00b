import type { ReactNode } from 'react';
import { Confidence, type ConfidenceProps } from './confidence.tsx';
import { CopyButton } from './copy-button.tsx';
import { Age, type AgeProps } from './time.tsx';
import { Status, type StatusProps } from './status.tsx';
import { TextLink } from './text-link.tsx';

export interface TitleBlockProps {
  /** The kind in the domain's word: "Initiative". */
  readonly kind: string;
  readonly title: string;
  /** One sentence below the title. */
  readonly summary?: ReactNode;
  /** The entity's reference, `ini_…`. */
  readonly reference: string;
  readonly owner?: { readonly name: string; readonly href: string } | undefined;
  readonly state?: StatusProps | undefined;
  /** Omit where the kind has none. */
  readonly confidence?: ConfidenceProps | undefined;
  readonly revised?:
    | (AgeProps & { readonly by?: string | undefined; readonly revision?: number | undefined })
    | undefined;
  /** Badges beside the kind: confidential, fictional, followed from Jira. */
  readonly marks?: ReactNode;
  /** Buttons and a menu. */
  readonly actions?: ReactNode;
}

function Cell({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 grow basis-[150px] flex-col gap-1 bg-surface px-4 py-2">
      <dt className="text-xs text-tertiary">{term}</dt>
      <dd className="flex min-h-6 min-w-0 items-center gap-1">{children}</dd>
    </div>
  );
}

/** The head of every entity's page, set like the title block of a drawing. */
export function TitleBlock({
  kind,
  title,
  summary,
  reference,
  owner,
  state,
  confidence,
  revised,
  marks,
  actions,
}: TitleBlockProps) {
  return (
    <header className="overflow-hidden rounded-sm border border-line bg-surface">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 pt-3 pb-4">
        <div className="min-w-0 flex-1 basis-80">
          <p className="flex flex-wrap items-center gap-2 text-xs text-secondary">
            {kind} {marks}
          </p>
          <h1 className="mt-1 text-lg font-semibold text-balance">{title}</h1>
          {summary !== undefined && (
            <p className="mt-1 max-w-prose text-secondary text-pretty">{summary}</p>
          )}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2" data-print="hide">
            {actions}
          </div>
        )}
      </div>
      <dl className="flex flex-wrap gap-px border-t border-line bg-line">
        <Cell term="Reference">
          <span className="truncate font-mono text-xs" title={reference}>
            {reference}
          </span>
          <CopyButton text={reference} label="Copy reference" />
        </Cell>
        <Cell term="Owner">
          {owner === undefined ? (
            <span className="text-at-risk">Vacant</span>
          ) : (
            <TextLink href={owner.href} quiet className="truncate">
              {owner.name}
            </TextLink>
          )}
        </Cell>
        {state !== undefined && (
          <Cell term="State">
            <Status {...state} />
          </Cell>
        )}
        {confidence !== undefined && (
          <Cell term="Confidence">
            <Confidence {...confidence} />
          </Cell>
        )}
        {revised !== undefined && (
          <Cell term="Last revision">
            <span className="truncate">
              {revised.revision !== undefined && (
                <span className="font-mono text-xs">r{revised.revision} </span>
              )}
              <Age at={revised.at} staleAfter={revised.staleAfter} />
              {revised.by !== undefined && <span className="text-tertiary"> by {revised.by}</span>}
            </span>
          </Cell>
        )}
      </dl>
    </header>
  );
}
