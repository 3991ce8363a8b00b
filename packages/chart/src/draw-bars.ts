import type { InsightChart } from '@throughline/contract';
import { axisWidth, targetMarks, valueAxis } from './axes.ts';
import {
  fitted,
  rectangle,
  textWidth,
  type Drawing,
  type Frame,
  type Mark,
  type Stop,
} from './drawing.ts';
import { extent, scale } from './scale.ts';
import { laidOut, type LaidSeries } from './series.ts';
import { amountSays, dayNumber, numberSays, placeInFull, placeSays } from './words.ts';

/** One bar a label: upright over days, lying beside words, which then have the room to be read. */
export function drawBars(chart: InsightChart, size: { width: number; height: number }): Drawing {
  const { places, series } = laidOut(chart);
  const days = places.every((at) => dayNumber(at) !== undefined);
  return days ? upright(chart, places, series, size) : lying(chart, places, series, size);
}

const tintOf = (index: number, count: number) =>
  count === 1 ? 0.24 : 0.6 - (0.5 * index) / (count - 1);

function saysOf(chart: InsightChart, at: string, series: readonly LaidSeries[], index: number) {
  const values = series.map(({ label, values: own }) =>
    `${series.length > 1 ? `${label} ` : ''}${amountSays(own[index], chart.unit)}`.trim(),
  );
  return `${placeInFull(at)}: ${values.join(', ')}`;
}

function upright(
  chart: InsightChart,
  places: readonly string[],
  series: readonly LaidSeries[],
  size: { width: number; height: number },
): Drawing {
  const all = [...series.flatMap(({ values }) => values), chart.target];
  const frame: Frame = {
    left: axisWidth(all, true),
    right: size.width - 8,
    top: series.length > 1 ? 42 : 22,
    bottom: size.height - 26,
  };
  const { y, marks: grid } = valueAxis(frame, all, { zero: true });
  const marks: Mark[] = [
    ...grid,
    ...targetMarks(frame, y, chart.target, { named: true }),
    ...legend(series, frame.left, frame.right),
  ];
  const slot = (frame.right - frame.left) / Math.max(1, places.length);
  const bar = Math.min(36, (slot * 0.7) / series.length);
  const stops: Stop[] = [];
  const every = Math.max(1, Math.ceil((textWidth('30 Nov') + 8) / slot));
  places.forEach((at, index) => {
    const middle = frame.left + slot * (index + 0.5);
    series.forEach(({ values }, which) => {
      const value = values[index] ?? null;
      if (value === null) return;
      const left = middle + (which - series.length / 2) * bar;
      const path = rectangle(left, y(0), bar, y(value) - y(0));
      marks.push({ kind: 'area', path, tint: tintOf(which, series.length), outline: true });
      const text = numberSays(value);
      if (textWidth(text) > bar + 8) return;
      const above = Math.min(y(0), y(value)) - 4;
      marks.push({ kind: 'text', x: left + bar / 2, y: above, text, anchor: 'middle', pen: 'ink' });
    });
    if ((places.length - 1 - index) % every === 0) {
      const where = { x: middle, y: frame.bottom + 18, anchor: 'middle' as const };
      marks.push({ kind: 'text', text: placeSays(at), pen: 'axis', ...where });
    }
    const says = saysOf(chart, at, series, index);
    stops.push({ x: middle, top: frame.top, bottom: frame.bottom, says });
  });
  return { width: size.width, height: size.height, marks, stops };
}

/** What the bars of each place are, from left to right. */
function legend(series: readonly LaidSeries[], left: number, right: number): readonly Mark[] {
  if (series.length < 2) return [];
  let x = left;
  return series.flatMap(({ label }, which): Mark[] => {
    const text = fitted(label, (right - left) / series.length - 26);
    const box = rectangle(x, 5, 9, 9);
    const where = { x: x + 14, y: 13, anchor: 'start' as const };
    x += textWidth(text) + 32;
    return [
      { kind: 'area', path: box, tint: tintOf(which, series.length), outline: true },
      { kind: 'text', text, pen: 'ink', ...where },
    ];
  });
}

const thick = 14;

function lying(
  chart: InsightChart,
  places: readonly string[],
  series: readonly LaidSeries[],
  size: { width: number; height: number },
): Drawing {
  const all = [...series.flatMap(({ values }) => values), chart.target];
  const [low, high] = extent(all, { zero: true });
  const names = places.map((at) => placeSays(at));
  const left = Math.min(size.width * 0.36, Math.max(40, ...names.map(textWidth)) + 12);
  const numbers = Math.max(...all.map((value) => textWidth(amountSays(value, ''))));
  const row = thick * series.length + 10;
  const top = chart.target === null ? 4 : 20;
  const height = top + row * places.length + 4;
  const x = scale(low, high === low ? low + 1 : high, left, size.width - numbers - 40);
  const goal = chart.target === null ? undefined : x(chart.target);
  const marks: Mark[] = [
    {
      kind: 'line',
      path: `M${x(0).toFixed(1)} ${top}V${height - 4}`,
      pen: 'axis',
      width: 1,
    },
  ];
  const stops: Stop[] = [];
  places.forEach((at, index) => {
    const begin = top + row * index + 5;
    marks.push({
      kind: 'text',
      x: left - 8,
      y: begin + (thick * series.length) / 2 + 4,
      text: fitted(names[index] ?? '', left - 12),
      anchor: 'end',
      pen: 'ink',
    });
    series.forEach(({ label, values }, which) => {
      const value = values[index] ?? null;
      const y = begin + which * thick;
      const end = x(value ?? 0);
      if (value !== null) {
        const path = rectangle(x(0), y, end - x(0), thick - 3);
        marks.push({ kind: 'area', path, tint: tintOf(which, series.length), outline: true });
      }
      const said = `${numberSays(value)}${series.length > 1 ? ` ${label}` : ''}`;
      const after = Math.max(end, x(0)) + 6;
      // The number stands clear of the target's line.
      const crossed = goal !== undefined && goal > after - 6 && goal < after + textWidth(said) + 4;
      const begins = crossed ? goal + 6 : after;
      marks.push({
        kind: 'text',
        x: begins,
        y: y + 9.5,
        text: fitted(said, size.width - begins - 2),
        anchor: 'start',
        pen: 'ink',
      });
    });
    stops.push({
      x: x(0),
      top: begin - 2,
      bottom: begin + thick * series.length,
      says: saysOf(chart, at, series, index),
    });
  });
  if (goal !== undefined) {
    const path = `M${goal.toFixed(1)} ${top - 4}V${height - 4}`;
    marks.push(
      { kind: 'line', path, pen: 'target', width: 1, dash: '2 2' },
      {
        kind: 'text',
        x: goal,
        y: top - 8,
        text: `Target ${numberSays(chart.target)}`,
        anchor: 'middle',
        pen: 'target',
      },
    );
  }
  return { width: size.width, height, marks, stops };
}
