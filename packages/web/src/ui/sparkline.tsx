import { memo } from 'react';
import { linePath, scale } from '@throughline/chart';

export interface SparklineProps {
  /** Oldest first; null where there was no measurement. */
  readonly values: readonly (number | null)[];
  /** What it shows and where it ended, in words. */
  readonly label: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** A trend the size of a word; the number itself stands beside it. */
export const Sparkline = memo(function Sparkline({
  values,
  label,
  width = 80,
  height = 20,
}: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span className="text-xs text-tertiary">No data</span>;
  const x = scale(0, Math.max(1, values.length - 1), 2, width - 4);
  const y = scale(Math.min(...known), Math.max(...known), height - 3, 3);
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="inline-block align-middle text-secondary"
    >
      <path d={linePath(values, x, y)} fill="none" stroke="currentColor" strokeWidth="1.25" />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2" className="fill-ink" />
    </svg>
  );
});
