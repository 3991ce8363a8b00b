import { memo } from 'react';
import type { TimeAxis } from './time-axis.ts';
import { dayNumber } from './days.ts';
import type { Connector } from './connectors.ts';

/** The head of the axis: fiscal quarters, and below them months where there is room. */
export const AxisHead = memo(function AxisHead({
  axis,
  named,
}: {
  readonly axis: TimeAxis;
  /** Whether names stand at the left edge. */
  readonly named: boolean;
}) {
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-[6] flex h-12 border-b border-line bg-paper text-xs"
    >
      {named && (
        <div className="sticky left-0 z-[7] flex w-(--label) shrink-0 items-end border-r border-line bg-paper px-2 pb-1 text-tertiary">
          Initiative
        </div>
      )}
      <div className="relative shrink-0" style={{ width: axis.width }}>
        {axis.quarters.map(({ fiscalYear, quarter, from, to, months }) => {
          const left = axis.xOf(dayNumber(from));
          return (
            <div
              key={from}
              className="absolute inset-y-0 overflow-hidden border-l border-control"
              style={{ left, width: axis.xOf(dayNumber(to) + 1) - left }}
            >
              <p className="truncate px-1 pt-1 font-medium">
                FY{fiscalYear} Q{quarter}
              </p>
              {months.map((month) => (
                <span
                  key={month.from}
                  className="absolute bottom-0 overflow-hidden border-l border-line pb-1 pl-1 text-secondary first-of-type:border-l-0"
                  style={{
                    left: axis.xOf(dayNumber(month.from)) - left,
                    width: axis.xOf(dayNumber(month.to) + 1) - axis.xOf(dayNumber(month.from)),
                  }}
                >
                  {month.name}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
});

/** The lines behind the bars: quarters, months, and the datum line of today. */
export const TimelineGround = memo(function TimelineGround({
  axis,
  today,
}: {
  readonly axis: TimeAxis;
  readonly today: string;
}) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0"
      style={{ left: 'var(--label)' }}
    >
      {axis.quarters.flatMap(({ months }) =>
        months.map(({ from }, index) => (
          <span
            key={from}
            className={`absolute inset-y-0 w-px ${index === 0 ? 'bg-control opacity-60' : 'bg-line'}`}
            style={{ left: axis.xOf(dayNumber(from)) }}
          />
        )),
      )}
      <span
        data-today=""
        className="absolute inset-y-0 z-[3] w-(--datum) bg-accent"
        style={{ left: axis.xOf(dayNumber(today)) }}
      />
    </div>
  );
});

/** The dependencies between rows in view: what can't hold is drawn off track, and says by how much. */
export const ConnectorLayer = memo(function ConnectorLayer({
  connectors,
  first,
  last,
  width,
  height,
}: {
  readonly connectors: readonly Connector[];
  readonly first: number;
  readonly last: number;
  readonly width: number;
  readonly height: number;
}) {
  const shown = connectors.filter(({ rows: [from, to] }) => to >= first && from <= last);
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      className="pointer-events-none absolute top-12 z-[3]"
      style={{ left: 'var(--label)' }}
    >
      {shown.map(({ key, path, end, late }) => (
        <g key={key} className={late > 0 ? 'text-off-track' : 'text-tertiary'}>
          <path
            d={path}
            fill="none"
            stroke="currentColor"
            strokeWidth={late > 0 ? 2 : 1.25}
            strokeDasharray={late > 0 ? '5 3' : undefined}
          />
          <path d={`M${end.x} ${end.y}l-6 -3.5v7z`} fill="currentColor" />
          {late > 0 && (
            <text
              x={end.x - 10}
              y={end.y - 6}
              textAnchor="end"
              fontSize="11"
              fontWeight="600"
              fill="currentColor"
              stroke="var(--surface)"
              strokeWidth="3"
              paintOrder="stroke"
            >
              {late} d late
            </text>
          )}
        </g>
      ))}
    </svg>
  );
});
