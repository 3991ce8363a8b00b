import { cx } from './cx.ts';
import { StatusShape } from './status-shape.tsx';
import type { StatusTone } from './status-tone.ts';

export interface RibbonStage {
  /** `priority`, `objective`, … */
  readonly id: string;
  /** The stage in the domain's word: "Initiative". */
  readonly label: string;
  /** How many entities the line passes here, as far as the viewer may see. */
  readonly count: number;
  /** The state of what stands here; the worst one, where there are several. */
  readonly tone?: StatusTone | undefined;
  /** The state's own word: "Rolling out". */
  readonly word?: string | undefined;
  /** Where a click walks to: the entity itself, or the list where there are several. */
  readonly href?: string | undefined;
  /** True for the stage of the entity whose page this is. */
  readonly current?: boolean | undefined;
  /** Set where the line should pass and doesn't: the act that closes the gap. */
  readonly gap?:
    | { readonly label: string; readonly href?: string; readonly onAct?: () => void }
    | undefined;
}

function Mark({ stage }: { readonly stage: RibbonStage }) {
  if (stage.count > 1) {
    return <span className="figures text-xs font-medium">{stage.count}</span>;
  }
  if (stage.tone !== undefined && stage.count > 0) return <StatusShape tone={stage.tone} />;
  return stage.count === 1 ? <span className="figures text-xs font-medium">1</span> : null;
}

function GapAct({ gap }: { readonly gap: NonNullable<RibbonStage['gap']> }) {
  const className = 'link inline-block min-h-6 text-left text-xs';
  return gap.href === undefined ? (
    <button type="button" className={className} onClick={gap.onAct}>
      {gap.label}
    </button>
  ) : (
    <a className={className} href={gap.href}>
      {gap.label}
    </a>
  );
}

function Stage({ stage, first }: { readonly stage: RibbonStage; readonly first: boolean }) {
  const current = stage.current === true;
  const open = stage.gap !== undefined;
  const empty = stage.count === 0;
  const words = empty ? (open ? 'Missing' : 'None yet') : stage.word;
  const label = (
    <>
      <span
        className={cx(
          'block text-xs hyphens-auto',
          current ? 'font-semibold text-ink' : empty ? 'text-tertiary' : 'text-secondary',
        )}
      >
        {stage.label}
      </span>
      <span className="sr-only">{empty ? '' : `, ${stage.count}`}</span>
    </>
  );
  return (
    <li
      aria-current={current ? 'location' : undefined}
      className="relative flex min-w-20 flex-1 flex-col gap-1.5 pr-2"
    >
      <span aria-hidden="true" className="relative flex h-6 items-center">
        {!first && (
          <span
            className={cx(
              'absolute right-full left-[calc(-100%+24px)] border-t',
              empty ? 'border-dashed border-control' : 'border-control',
            )}
          />
        )}
        <span
          className={cx(
            'flex h-6 min-w-6 items-center justify-center rounded-full border bg-surface px-1',
            current
              ? 'border-2 border-accent text-accent'
              : empty
                ? 'border-dashed border-control'
                : 'border-control text-ink',
          )}
        >
          <Mark stage={stage} />
        </span>
      </span>
      <span className="flex flex-col">
        {stage.href !== undefined && !empty ? (
          <a href={stage.href} className="quiet-link after:absolute after:inset-0">
            {label}
          </a>
        ) : (
          label
        )}
        {words !== undefined && !open && <span className="text-xs text-tertiary">{words}</span>}
        {stage.gap !== undefined && (
          <>
            <span className="text-xs text-at-risk">Missing</span>
            <GapAct gap={stage.gap} />
          </>
        )}
      </span>
      {current && (
        <span aria-hidden="true" className="absolute right-3 -bottom-3 left-0 h-0.5 bg-accent" />
      )}
    </li>
  );
}

/**
 * The line through an entity, from priority to feedback: each stage with its count and state, the
 * current one marked, a gap drawn as one with the act that closes it.
 */
export function Ribbon({
  stages,
  label = 'The line',
}: {
  readonly stages: readonly RibbonStage[];
  readonly label?: string;
}) {
  return (
    <nav
      aria-label={label}
      className="relative overflow-x-auto rounded-sm border border-line bg-surface px-4 py-3"
    >
      <ol className="flex w-full min-w-max md:min-w-0">
        {stages.map((stage, index) => (
          <Stage key={stage.id} stage={stage} first={index === 0} />
        ))}
      </ol>
    </nav>
  );
}
