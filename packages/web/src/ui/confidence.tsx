import { cx } from './cx.ts';

export interface ConfidenceProps {
  /** 0 to 10; null where nobody has said. */
  readonly value: number | null;
  /** Against the check-in before; omitted where there is none. */
  readonly change?: number | undefined;
  /** Greys it: the check-in is older than two cadences. */
  readonly stale?: boolean | undefined;
}

function changeText(change: number): string {
  if (change > 0) return `+${change}`;
  return change < 0 ? `−${-change}` : '±0';
}

/** Five segments, the number and its change. It says how sure people are, not how it stands. */
export function Confidence({ value, change, stale = false }: ConfidenceProps) {
  if (value === null) return <span className="text-xs text-tertiary">No check-in</span>;
  const spoken =
    `Confidence ${value} of 10` +
    (change === undefined ? '' : `, ${changeText(change)} since the last check-in`) +
    (stale ? ', out of date' : '');
  return (
    <span className={cx('inline-flex items-center gap-2', stale && 'text-tertiary')}>
      <span className="sr-only">{spoken}</span>
      <span aria-hidden="true" className="flex gap-0.5">
        {[2, 4, 6, 8, 10].map((upTo) => {
          const share = Math.max(0, Math.min(1, (value - upTo + 2) / 2));
          return (
            <span key={upTo} className="h-2.5 w-2 border border-current">
              <span className="block h-full bg-current" style={{ width: `${share * 100}%` }} />
            </span>
          );
        })}
      </span>
      <span aria-hidden="true" className="figures font-medium">
        {value}
      </span>
      {change !== undefined && (
        <span aria-hidden="true" className="figures text-xs text-tertiary">
          {changeText(change)}
        </span>
      )}
    </span>
  );
}
