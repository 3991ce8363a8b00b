import { memo, useState } from 'react';
import { Button } from './button.tsx';
import type { ChartSeries } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { linePath, scale, ticks } from './chart-scale.ts';

export interface LineChartProps {
  readonly title: string;
  /** The places along the x axis, written out: "W 45", "3 Nov". */
  readonly labels: readonly string[];
  /** At most three: they are told apart by dash and name, not by colour. */
  readonly series: readonly ChartSeries[];
  readonly unit?: string | undefined;
  readonly target?: number | undefined;
  /** The index of today among the labels; drawn as a datum. */
  readonly today?: number | undefined;
  readonly height?: number | undefined;
}

const dashes = [undefined, '5 3', '1.5 3'] as const;
const width = 640;
const inset = { top: 12, right: 88, bottom: 24, left: 44 };

function Drawing({
  title,
  labels,
  series,
  target,
  today,
  height,
  unit,
}: LineChartProps & { readonly height: number }) {
  const known = series.flatMap((each) => each.values.filter((value) => value !== null));
  const all = target === undefined ? known : [...known, target];
  const marks = ticks(Math.min(...all), Math.max(...all));
  const low = marks[0] ?? 0;
  const high = marks.at(-1) ?? 1;
  const x = scale(0, Math.max(1, labels.length - 1), inset.left, width - inset.right);
  const y = scale(low, high, height - inset.bottom, inset.top);
  const every = Math.max(1, Math.ceil(labels.length / 8));
  return (
    <svg
      role="img"
      aria-label={`${title}: line chart; the same numbers are in its table`}
      viewBox={`0 0 ${width} ${height}`}
      className="block h-auto w-full max-w-180 text-[11px]"
    >
      {marks.map((mark) => (
        <g key={mark}>
          <path
            d={`M${inset.left} ${y(mark)}H${width - inset.right}`}
            className="stroke-line"
            strokeWidth="1"
          />
          <text
            x={inset.left - 8}
            y={y(mark) + 4}
            textAnchor="end"
            className="figures fill-tertiary"
          >
            {mark}
          </text>
        </g>
      ))}
      {labels.map(
        (label, index) =>
          index % every === 0 && (
            <text
              key={label}
              x={x(index)}
              y={height - 6}
              textAnchor="middle"
              className="fill-tertiary"
            >
              {label}
            </text>
          ),
      )}
      {today !== undefined && (
        <path
          d={`M${x(today)} ${inset.top}V${height - inset.bottom}`}
          className="stroke-accent"
          strokeWidth="2"
        />
      )}
      {target !== undefined && (
        <g>
          <path
            d={`M${inset.left} ${y(target)}H${width - inset.right}`}
            className="stroke-secondary"
            strokeWidth="1"
            strokeDasharray="2 2"
          />
          <text x={width - inset.right + 6} y={y(target) + 4} className="fill-secondary">
            Target {target}
          </text>
        </g>
      )}
      {series.map((each, index) => {
        const last = each.values.findLastIndex((value) => value !== null);
        const end = each.values[last];
        if (end === undefined || end === null) return null;
        return (
          <g key={each.name}>
            <path
              d={linePath(each.values, x, y)}
              fill="none"
              className={index === 0 ? 'stroke-ink' : 'stroke-secondary'}
              strokeWidth="1.5"
              strokeLinejoin="round"
              strokeDasharray={dashes[index % dashes.length]}
            />
            <circle cx={x(last)} cy={y(end)} r="2.5" className="fill-ink" />
            <text
              x={Math.min(x(last) + 6, width - inset.right + 6)}
              y={y(end) + (target !== undefined && Math.abs(y(end) - y(target)) < 12 ? 16 : 4)}
              className="fill-ink font-medium"
            >
              {/* One line alone is named by the title; its name would not fit beside the drawing. */}
              {series.length > 1 && `${each.name} `}
              {end}
              {unit === '%' ? ' %' : ''}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Lines over time, with their table one press away. Draws nothing anew unless its props change. */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { title, unit, labels, series, height = 200 } = props;
  const [asTable, setAsTable] = useState(false);
  const known = series.some((each) => each.values.some((value) => value !== null));
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="flex items-center justify-between gap-3">
        <span className="font-medium">
          {title}
          {unit !== undefined && <span className="font-normal text-tertiary"> · {unit}</span>}
        </span>
        <span data-print="hide">
          <Button
            size="sm"
            tone="quiet"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            Table
          </Button>
        </span>
      </figcaption>
      {!known ? (
        <p className="text-tertiary">No measurement yet.</p>
      ) : asTable ? (
        <ChartTable title={title} labels={labels} series={series} />
      ) : (
        <Drawing {...props} height={height} />
      )}
    </figure>
  );
});
