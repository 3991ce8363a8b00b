import type { Drawing } from '@throughline/chart';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { ChartDrawing } from './chart-drawing.tsx';

const along: Readonly<Record<string, (stop: number, count: number) => number>> = {
  ArrowRight: (stop, count) => Math.min(count - 1, stop + 1),
  ArrowDown: (stop, count) => Math.min(count - 1, stop + 1),
  ArrowLeft: (stop) => Math.max(0, stop - 1),
  ArrowUp: (stop) => Math.max(0, stop - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

function nearest({ stops }: Drawing, x: number, y: number): number {
  const far = stops.map((stop) => {
    const outside = Math.max(0, stop.top - y, y - stop.bottom);
    return outside * 1000 + Math.abs(stop.x - x);
  });
  return far.indexOf(Math.min(...far));
}

/**
 * A drawing whose places can be read one by one: by the arrow keys or under the pointer. The datum
 * line marks the place, and its numbers stand below.
 */
export function ChartPlot({
  title,
  drawing,
}: {
  readonly title: string;
  readonly drawing: Drawing;
}) {
  const { stops, width, height } = drawing;
  const [place, setPlace] = useState<number>();
  const stop = place === undefined ? undefined : stops[place];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moved = along[event.key];
    if (moved === undefined) return;
    event.preventDefault();
    setPlace(moved(place ?? (event.key === 'ArrowLeft' ? stops.length : -1), stops.length));
  };
  const onPointerMove = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>) => {
    const box = currentTarget.getBoundingClientRect();
    const x = ((clientX - box.left) / box.width) * width;
    setPlace(nearest(drawing, x, ((clientY - box.top) / box.height) * height));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${title}: chart; the arrow keys read its values`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, stops.length - 1)}
      aria-valuenow={place ?? stops.length - 1}
      aria-valuetext={(stop ?? stops.at(-1))?.says}
      onKeyDown={onKeyDown}
      onBlur={() => setPlace(undefined)}
      className="rounded-sm"
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${width} ${height}`}
        className="block h-auto w-full text-[11px]"
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPlace(undefined)}
      >
        {stop !== undefined && (
          <path
            data-print="hide"
            d={`M${stop.x.toFixed(1)} ${stop.top}V${stop.bottom}`}
            className="stroke-accent"
            strokeWidth="2"
          />
        )}
        <ChartDrawing drawing={drawing} />
      </svg>
      <p data-print="hide" className="figures min-h-4 text-xs text-secondary">
        {stop?.says}
      </p>
    </div>
  );
}
