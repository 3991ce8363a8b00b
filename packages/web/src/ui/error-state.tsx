import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** The parts of an RFC 9457 problem document that a person is shown. */
export interface Problem {
  readonly title: string;
  readonly detail?: string | undefined;
  /** What the reader can do about it. */
  readonly remedy?: string | undefined;
  /** Finds the failure in the server's log. */
  readonly requestId?: string | undefined;
}

export interface ErrorStateProps {
  readonly problem: Problem;
  readonly onRetry?: (() => void) | undefined;
  /** For forms and dialogs: no frame of its own height. */
  readonly compact?: boolean | undefined;
}

/** Says what failed, what to do, and the id that the log knows it by. */
export function ErrorState({ problem, onRetry, compact = false }: ErrorStateProps) {
  const { title, detail, remedy, requestId } = problem;
  return (
    <div
      role="alert"
      className={`flex flex-col items-start gap-2 border-l-2 border-off-track pl-3 ${compact ? 'py-0.5' : 'my-4 py-1'}`}
    >
      <p className="text-sm font-semibold">{title}</p>
      {detail !== undefined && <p className="max-w-prose text-secondary">{detail}</p>}
      {remedy !== undefined && <p className="max-w-prose">{remedy}</p>}
      {(onRetry !== undefined || requestId !== undefined) && (
        <div className="flex flex-wrap items-center gap-3">
          {onRetry !== undefined && (
            <Button size="sm" icon="retry" onClick={onRetry}>
              Try again
            </Button>
          )}
          {requestId !== undefined && (
            <span className="inline-flex items-center gap-1 text-xs text-tertiary">
              Request <span className="font-mono">{requestId}</span>
              <CopyButton text={requestId} label="Copy request id" />
            </span>
          )}
        </div>
      )}
    </div>
  );
}
