import { textWidth, type Frame, type Mark } from './drawing.ts';
import { extent, scale, ticks } from './scale.ts';
import { dayNumber, numberSays, placeSays } from './words.ts';

/** A value axis: where a value lies, and the hairlines with their numbers at the left. */
export function valueAxis(
  frame: Frame,
  values: readonly (number | null | undefined)[],
  options: { zero: boolean },
): { y: (value: number) => number; marks: readonly Mark[] } {
  const [low, high] = extent(values, options);
  const wanted = Math.max(2, Math.min(5, Math.round((frame.bottom - frame.top) / 40)));
  const levels = low === high && low === 0 ? [0, 1] : ticks(low, high, wanted);
  const y = scale(levels[0] ?? 0, levels.at(-1) ?? 1, frame.bottom, frame.top);
  const marks = levels.flatMap((level): Mark[] => [
    {
      kind: 'line',
      path: `M${frame.left} ${y(level).toFixed(1)}H${frame.right}`,
      pen: level === 0 && (levels[0] ?? 0) < 0 ? 'axis' : 'grid',
      width: 1,
    },
    {
      kind: 'text',
      x: frame.left - 8,
      y: y(level) + 4,
      text: numberSays(level),
      anchor: 'end',
      pen: 'axis',
    },
  ]);
  return { y, marks };
}

/** How wide the numbers of a value axis are, so that the frame leaves them room. */
export function axisWidth(values: readonly (number | null | undefined)[], zero: boolean): number {
  const [low, high] = extent(values, { zero });
  const levels = ticks(low, high);
  return 12 + Math.max(...levels.map((level) => textWidth(numberSays(level))));
}

/**
 * Where places lie from left to right. Days lie where the calendar puts them; places of another
 * kind stand at equal distances.
 */
export function placeAxis(
  frame: Frame,
  places: readonly string[],
): { x: (index: number) => number; marks: readonly Mark[] } {
  const days = places.map(dayNumber);
  const known = days.filter((day) => day !== undefined);
  const byDay = known.length === places.length && known.length > 1;
  const along = byDay
    ? scale(Math.min(...known), Math.max(...known), frame.left, frame.right)
    : scale(0, Math.max(1, places.length - 1), frame.left, frame.right);
  const x = (index: number) => along(byDay ? (days[index] ?? 0) : index);
  const long = byDay && Math.max(...known) - Math.min(...known) > 330;
  const marks: Mark[] = [];
  let edge = Infinity;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const text = placeSays(places[index] ?? '', long ? 'year-month' : 'day');
    const half = textWidth(text) / 2;
    if (x(index) + half > edge) continue;
    edge = x(index) - half - 10;
    marks.unshift({
      kind: 'text',
      x: x(index),
      y: frame.bottom + 18,
      text,
      anchor: 'middle',
      pen: 'axis',
    });
  }
  return { x, marks };
}

/** The level to be reached or kept: a dashed hairline across, with its name at the right end. */
export function targetMarks(
  frame: Frame,
  y: (value: number) => number,
  target: number | null,
  options: { named: boolean },
): readonly Mark[] {
  if (target === null) return [];
  const line: Mark = {
    kind: 'line',
    path: `M${frame.left} ${y(target).toFixed(1)}H${frame.right}`,
    pen: 'target',
    width: 1,
    dash: '2 2',
  };
  if (!options.named) return [line];
  const text = `Target ${numberSays(target)}`;
  return [
    line,
    {
      kind: 'text',
      x: frame.left + 4,
      y: y(target) - 4,
      text,
      anchor: 'start',
      pen: 'target',
    },
  ];
}
