import type { InsightChart } from '@throughline/contract';
import { axisWidth, placeAxis, targetMarks, valueAxis } from './axes.ts';
import { fitted, strokeOf, textWidth, type Drawing, type Frame, type Mark } from './drawing.ts';
import { linePath, spread } from './scale.ts';
import { laidOut } from './series.ts';
import { amountSays, numberSays, placeInFull } from './words.ts';

/**
 * Lines over places. A burndown is read from zero, and its ideal is a faint stroke; other lines are
 * as strong as each other, and told apart by dash, end and name.
 */
export function drawLines(
  chart: InsightChart,
  size: { width: number; height: number; today?: string | undefined },
): Drawing {
  const { places, series } = laidOut(chart);
  const burndown = chart.form === 'burndown';
  const all = [...series.flatMap(({ values }) => values), chart.target];
  const ends = series.map(({ label, values }) => {
    const value = values.findLast((one) => one !== null) ?? null;
    const name = series.length > 1 ? `${label} ` : '';
    return `${name}${numberSays(value)}${chart.unit === '%' ? ' %' : ''}`;
  });
  const room = Math.min(size.width * 0.34, Math.max(...ends.map(textWidth)) + 12);
  const frame: Frame = {
    left: axisWidth(all, burndown),
    right: size.width - room - 8,
    top: 12,
    bottom: size.height - 26,
  };
  const { y, marks: levels } = valueAxis(frame, all, { zero: burndown });
  const { x, marks: labels } = placeAxis(frame, places);
  const marks: Mark[] = [...levels, ...labels, ...targetMarks(frame, y, chart.target, named)];
  const today = size.today === undefined ? -1 : places.indexOf(size.today);
  if (today >= 0) {
    const path = `M${x(today).toFixed(1)} ${frame.top}V${frame.bottom}`;
    marks.push({ kind: 'line', path, pen: 'datum', width: 2 });
  }
  const lasts = series.map(({ values }) => values.findLastIndex((value) => value !== null));
  const heights = spread(
    series.map(({ values }, index) => y(values[lasts[index] ?? -1] ?? 0) + 4),
    14,
    frame.top + 4,
    frame.bottom + 4,
  );
  series.forEach(({ key, values }, index) => {
    const last = lasts[index] ?? -1;
    if (last < 0) return;
    const ideal = burndown && key === 'ideal';
    const stroke = strokeOf(index);
    const end = y(values[last] ?? 0);
    marks.push(
      {
        kind: 'line',
        path: linePath(values, x, y),
        pen: ideal ? 'faint' : index === 0 || burndown ? 'ink' : 'second',
        width: ideal ? 1 : 1.5,
        dash: stroke.dash,
      },
      ...alone(values).map((place): Mark => ({
        kind: 'dot',
        x: x(place),
        y: y(values[place] ?? 0),
        shape: stroke.shape,
        hollow: stroke.hollow || ideal,
      })),
      { kind: 'dot', x: x(last), y: end, shape: stroke.shape, hollow: stroke.hollow || ideal },
      {
        kind: 'text',
        x: Math.min(x(last), frame.right) + 8,
        y: heights[index] ?? end,
        text: fitted(ends[index] ?? '', size.width - Math.min(x(last), frame.right) - 10),
        anchor: 'start',
        pen: ideal ? 'axis' : 'ink',
        strong: !ideal,
      },
    );
  });
  const stops = places.map((at, index) => ({
    x: x(index),
    top: frame.top,
    bottom: frame.bottom,
    says: `${placeInFull(at)}: ${series
      .map(({ label, values }) =>
        `${series.length > 1 ? `${label} ` : ''}${amountSays(values[index], chart.unit)}`.trim(),
      )
      .join(', ')}`,
  }));
  return { width: size.width, height: size.height, marks, stops };
}

const named = { named: true } as const;

/** Places of values with no neighbour: no line shows them. */
function alone(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}
