import type { InsightChart } from '@throughline/contract';
import { axisWidth, targetMarks, valueAxis } from './axes.ts';
import { textWidth, type Drawing, type Frame, type Mark, type Stop } from './drawing.ts';
import { linePath, scale } from './scale.ts';
import { halves, type Half } from './series.ts';
import { amountSays, changeSays, numberSays, placeInFull, placeSays } from './words.ts';

/**
 * The last six weeks beside the last twelve months, each on a scale of its own, with last year's
 * stroke lighter under this year's. Side by side where there is room, else one above the other.
 */
export function drawSixTwelve(
  chart: InsightChart,
  size: { width: number; height: number },
): Drawing {
  const parts = halves(chart);
  const beside = size.width >= 480 && parts.length === 2;
  const gap = 28;
  const marks: Mark[] = [];
  const stops: Stop[] = [];
  let left = 0;
  let top = 0;
  for (const half of parts) {
    const share = half.key === 'weeks' ? 0.4 : 0.6;
    const width = beside ? (size.width - gap) * share : size.width;
    const box = { left, top, width, height: size.height };
    const drawn = drawHalf(chart, half, box);
    marks.push(...drawn.marks);
    stops.push(...drawn.stops);
    if (beside) left += width + gap;
    else top += size.height;
  }
  const height = beside ? size.height : size.height * Math.max(1, parts.length);
  return { width: size.width, height, marks, stops };
}

function drawHalf(
  chart: InsightChart,
  half: Half,
  box: { left: number; top: number; width: number; height: number },
): { marks: readonly Mark[]; stops: readonly Stop[] } {
  const { places, values, lastYear } = half;
  const all = [...values, ...(lastYear ?? []), chart.target];
  const last = values.findLastIndex((value) => value !== null);
  const end = `${numberSays(values[last] ?? null)}${chart.unit === '%' ? ' %' : ''}`;
  const frame: Frame = {
    left: box.left + axisWidth(all, false) + 4,
    right: box.left + box.width - textWidth(end) - 14,
    top: box.top + 30,
    bottom: box.top + box.height - 26,
  };
  const { y, marks: levels } = valueAxis(frame, all, { zero: false });
  const x = scale(0, Math.max(1, places.length - 1), frame.left + 8, frame.right);
  const marks: Mark[] = [
    {
      kind: 'text',
      x: box.left,
      y: box.top + 12,
      text: `${places.length} ${half.key}${lastYear ? ', last year lighter' : ''}`,
      anchor: 'start',
      pen: 'axis',
      strong: true,
    },
    ...levels,
    ...targetMarks(frame, y, chart.target, { named: half.key === 'weeks' }),
  ];
  const grain = half.key === 'months' ? 'month' : 'day';
  let edge = Infinity;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const text = placeSays(places[index] ?? '', grain);
    if (x(index) + textWidth(text) / 2 > edge) continue;
    edge = x(index) - textWidth(text) / 2 - 4;
    const where = { x: x(index), y: frame.bottom + 18, anchor: 'middle' as const };
    marks.push({ kind: 'text', text, pen: 'axis', ...where });
  }
  if (lastYear) {
    const path = linePath(lastYear, x, y);
    marks.push({ kind: 'line', path, pen: 'faint', width: 1.25, dash: '4 2' });
  }
  marks.push({ kind: 'line', path: linePath(values, x, y), pen: 'ink', width: 1.5 });
  values.forEach((value, index) => {
    if (value === null) return;
    marks.push({ kind: 'dot', x: x(index), y: y(value), shape: 'circle', hollow: index !== last });
  });
  if (last >= 0) {
    marks.push({
      kind: 'text',
      x: x(last) + 8,
      y: y(values[last] ?? 0) + 4,
      text: end,
      anchor: 'start',
      pen: 'ink',
      strong: true,
    });
  }
  const stops = places.map((at, index) => {
    const value = values[index] ?? null;
    const before = lastYear?.[index] ?? null;
    const against =
      before === null
        ? ''
        : `, last year ${numberSays(before)}${value === null ? '' : ` (${changeSays(value - before)})`}`;
    const where =
      half.key === 'months' ? placeSays(at, 'year-month') : `Week of ${placeInFull(at)}`;
    return {
      x: x(index),
      top: frame.top,
      bottom: frame.bottom,
      says: `${where}: ${amountSays(value, chart.unit)}${against}`,
    };
  });
  return { marks, stops };
}
