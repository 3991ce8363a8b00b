import type { InsightChart } from '@throughline/contract';
import { axisWidth, targetMarks, valueAxis } from './axes.ts';
import { fitted, rectangle, type Drawing, type Frame, type Mark, type Stop } from './drawing.ts';
import { steps } from './series.ts';
import { amountSays, changeSays, numberSays, placeInFull, placeSays } from './words.ts';

/**
 * Changes, each beginning where the last ended, and what they come to. A rise is light, a fall is
 * dark with its sign above it: the sign says it, the tint only helps.
 */
export function drawWaterfall(
  chart: InsightChart,
  size: { width: number; height: number },
): Drawing {
  const changes = steps(chart);
  const total = changes.at(-1)?.to ?? 0;
  const levels = [...changes.flatMap(({ from, to }) => [from, to]), chart.target];
  const frame: Frame = {
    left: axisWidth(levels, true),
    right: size.width - 8,
    top: 22,
    bottom: size.height - 26,
  };
  const { y, marks: grid } = valueAxis(frame, levels, { zero: true });
  const marks: Mark[] = [...grid, ...targetMarks(frame, y, chart.target, { named: true })];
  const stops: Stop[] = [];
  const slot = (frame.right - frame.left) / (changes.length + 1);
  const bar = Math.min(48, slot * 0.64);
  const columns = [
    ...changes.map((step) => ({ ...step, name: placeSays(step.at), total: false })),
    { at: 'Total', change: total, from: 0, to: total, name: 'Total', total: true },
  ];
  columns.forEach(({ at, change, from, to, name, total: sum }, index) => {
    const middle = frame.left + slot * (index + 0.5);
    const left = middle - bar / 2;
    const up = Math.min(y(from), y(to));
    if (!sum) {
      // The level goes on as a hairline to the next bar.
      const path = `M${left.toFixed(1)} ${y(to).toFixed(1)}H${(left + slot + bar).toFixed(1)}`;
      marks.push({ kind: 'line', path, pen: 'faint', width: 1 });
    }
    marks.push(
      {
        kind: 'area',
        path: rectangle(left, y(from), bar, y(to) - y(from)),
        tint: sum ? 0 : (change ?? 0) < 0 ? 0.62 : 0.16,
        outline: true,
        ...(change === null ? { dash: '2 2' } : {}),
      },
      {
        kind: 'text',
        x: middle,
        y: up - 5,
        text: sum ? numberSays(change) : changeSays(change),
        anchor: 'middle',
        pen: 'ink',
        strong: sum,
      },
      {
        kind: 'text',
        x: middle,
        y: frame.bottom + 18,
        text: fitted(name, slot - 4),
        anchor: 'middle',
        pen: 'axis',
      },
    );
    stops.push({
      x: middle,
      top: frame.top,
      bottom: frame.bottom,
      says: sum
        ? `Total: ${amountSays(total, chart.unit)}`
        : `${placeInFull(at)}: ${changeSays(change)}, from ${numberSays(from)} to ${amountSays(to, chart.unit)}`,
    });
  });
  return { width: size.width, height: size.height, marks, stops };
}
