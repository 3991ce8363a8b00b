import type { InsightChart } from '@throughline/contract';
import { axisWidth, placeAxis, targetMarks, valueAxis } from './axes.ts';
import { fitted, textWidth, type Drawing, type Frame, type Mark } from './drawing.ts';
import { spread } from './scale.ts';
import { laidOut } from './series.ts';
import { amountSays, numberSays, placeInFull } from './words.ts';

/**
 * Areas on top of each other, the first series at the bottom: each a tint of the ink with its own
 * outline, and its name beside it, so that no colour is needed.
 */
export function drawCumulativeFlow(
  chart: InsightChart,
  size: { width: number; height: number },
): Drawing {
  const { places, series } = laidOut(chart);
  const tops = stacked(series.map(({ values }) => values));
  const totals = places.map((_, index) => tops.at(-1)?.[index] ?? 0);
  const all = [...totals, chart.target];
  const names = series.map(({ label, values }) => `${label} ${numberSays(values.at(-1) ?? null)}`);
  const room = Math.min(size.width * 0.36, Math.max(...names.map(textWidth)) + 12);
  const frame: Frame = {
    left: axisWidth(all, true),
    right: size.width - room - 8,
    top: 12,
    bottom: size.height - 26,
  };
  const { y, marks: levels } = valueAxis(frame, all, { zero: true });
  const { x, marks: labels } = placeAxis(frame, places);
  const marks: Mark[] = [...levels, ...labels];
  const last = places.length - 1;
  const middles = series.map((_, index) => {
    const lower = index === 0 ? 0 : (tops[index - 1]?.[last] ?? 0);
    return y((lower + (tops[index]?.[last] ?? 0)) / 2) + 4;
  });
  const heights = spread(middles, 14, frame.top + 4, frame.bottom + 4);
  series.forEach((_, index) => {
    const upper = tops[index] ?? [];
    const lower = index === 0 ? places.map(() => 0) : (tops[index - 1] ?? []);
    marks.push(
      {
        kind: 'area',
        path: area(upper, lower, x, y),
        tint: 0.5 - (0.42 * index) / Math.max(1, series.length - 1),
        outline: true,
      },
      {
        kind: 'line',
        path: `M${frame.right + 1} ${(middles[index] ?? 4) - 4}L${frame.right + 7} ${(heights[index] ?? 4) - 4}`,
        pen: 'axis',
        width: 1,
      },
      {
        kind: 'text',
        x: frame.right + 10,
        y: heights[index] ?? 0,
        text: fitted(names[index] ?? '', room - 4),
        anchor: 'start',
        pen: 'ink',
      },
    );
  });
  marks.push(...targetMarks(frame, y, chart.target, { named: true }));
  const stops = places.map((at, index) => ({
    x: x(index),
    top: frame.top,
    bottom: frame.bottom,
    says: `${placeInFull(at)}: ${series
      .map(({ label, values }) => `${label} ${numberSays(values[index])}`)
      .join(', ')}, together ${amountSays(totals[index], chart.unit)}`,
  }));
  return { width: size.width, height: size.height, marks, stops };
}

/** The upper edge of each layer. What is not known adds nothing. */
export function stacked(layers: readonly (readonly (number | null)[])[]): number[][] {
  const edges: number[][] = [];
  for (const layer of layers) {
    const below = edges.at(-1);
    edges.push(layer.map((value, index) => (below?.[index] ?? 0) + Math.max(0, value ?? 0)));
  }
  return edges;
}

function area(
  upper: readonly number[],
  lower: readonly number[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const point = (value: number, index: number) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  const there = upper.map(point);
  const back = lower.map(point).toReversed();
  return `M${[...there, ...back].join('L')}Z`;
}
