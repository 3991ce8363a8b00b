import type { ChartForm, InsightChart } from '@throughline/contract';
import { expect, test } from 'vitest';
import { chartTables } from './chart-tables.ts';
import { drawChart } from './draw-chart.ts';
import { stacked } from './draw-cumulative-flow.ts';
import type { Mark } from './drawing.ts';
import { extent, spread } from './scale.ts';

type Points = readonly (readonly [at: string, value: number | null])[];

function chart(
  form: ChartForm,
  series: Readonly<Record<string, Points>>,
  rest: Partial<InsightChart> = {},
): InsightChart {
  return {
    key: form,
    title: form,
    form,
    unit: 'points',
    target: null,
    series: Object.entries(series).map(([key, points]) => ({
      key,
      label: key,
      points: points.map(([at, value]) => ({ at, value })),
    })),
    ...rest,
  };
}

const size = { width: 640, height: 220 };
const areas = (marks: readonly Mark[]) => marks.filter((mark) => mark.kind === 'area');
const texts = (marks: readonly Mark[]) =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

/** `M1 2h3v4…` of a rectangle, read back. */
function box(path: string): { x: number; y: number; width: number; height: number } {
  const [x, y, width, height] = [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
  return { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
}

test('days lie where the calendar puts them: a week is seven times as wide as a day', () => {
  const drawn = drawChart(
    chart('line', {
      value: [
        ['2026-11-01', 1],
        ['2026-11-02', 2],
        ['2026-11-09', 3],
      ],
    }),
    size,
  );
  const [first, second, third] = drawn.stops.map(({ x }) => x);
  // Day 0, day 1, day 8: the second gap is 7 of 8 parts.
  expect(((third ?? 0) - (second ?? 0)) / ((second ?? 0) - (first ?? 0))).toBeCloseTo(7, 6);
  expect(drawn.stops.map(({ says }) => says)).toEqual([
    '1 Nov 2026: 1 points',
    '2 Nov 2026: 2 points',
    '9 Nov 2026: 3 points',
  ]);
});

test('lines differ by dash and end even where all ink is alike', () => {
  const points: Points = [
    ['a', 1],
    ['b', 2],
  ];
  const { marks } = drawChart(chart('line', { one: points, two: points, three: points }), size);
  const lines = marks.filter((mark) => mark.kind === 'line' && mark.width === 1.5);
  expect(new Set(lines.map((mark) => mark.kind === 'line' && mark.dash)).size).toBe(3);
  const ends = marks.flatMap((mark) => (mark.kind === 'dot' ? [mark.shape] : []));
  expect(ends).toEqual(['circle', 'square', 'triangle']);
  // Three ends at the same height: their names are 14 apart, in order.
  const names = marks.flatMap((mark) =>
    mark.kind === 'text' && mark.strong === true ? [mark.y] : [],
  );
  expect(names.map((y) => y - (names[0] ?? 0))).toEqual([0, 14, 28]);
});

test('a burndown is read from zero, and its ideal is fainter than what remains', () => {
  const { marks, stops } = drawChart(
    chart('burndown', {
      remaining: [
        ['2026-11-02', 40],
        ['2026-11-03', 31],
      ],
      ideal: [
        ['2026-11-02', 40],
        ['2026-11-03', 36],
      ],
    }),
    size,
  );
  expect(texts(marks)).toContain('0');
  const pens = marks.flatMap((mark) =>
    mark.kind === 'line' && (mark.pen === 'ink' || mark.pen === 'faint') ? [mark.pen] : [],
  );
  expect(pens).toEqual(['ink', 'faint']);
  expect(stops[1]?.says).toBe('3 Nov 2026: remaining 31 points, ideal 36 points');
});

test('weeks and months lie beside each other, last year under this year, place by place', () => {
  const sixTwelve = chart(
    'six-twelve',
    {
      weeks: [
        ['2026-11-16', 10],
        ['2026-11-23', 12],
      ],
      'weeks-last-year': [
        ['2025-11-17', 8],
        ['2025-11-24', 9],
      ],
      months: [
        ['2026-10-01', 40],
        ['2026-11-01', null],
      ],
    },
    { target: 11 },
  );
  const { stops, height } = drawChart(sixTwelve, size);
  // Half way between Monday 23 and Monday 16 November nothing is: each half has its own places.
  expect(stops.map(({ says }) => says)).toEqual([
    'Week of 16 Nov 2026: 10 points, last year 8 (+2)',
    'Week of 23 Nov 2026: 12 points, last year 9 (+3)',
    'Oct 2026: 40 points',
    'Nov 2026: –',
  ]);
  expect(height).toBe(220);
  expect(drawChart(sixTwelve, { width: 320, height: 220 }).height).toBe(440);
  expect(chartTables(sixTwelve)).toEqual([
    {
      title: 'Weeks',
      columns: ['Week of', 'This year', 'Last year', 'Target'],
      rows: [
        { place: '16 Nov 2026', values: [10, 8, 11] },
        { place: '23 Nov 2026', values: [12, 9, 11] },
      ],
    },
    {
      title: 'Months',
      columns: ['Month', 'This year', 'Target'],
      rows: [
        { place: 'Oct 2026', values: [40, 11] },
        { place: 'Nov 2026', values: [null, 11] },
      ],
    },
  ]);
});

test('each layer of a cumulative flow begins where the one below it ends', () => {
  // 1, then 1 + 2 = 3, then 3 + nothing known = 3; on the second day 4, 4 + 0, 4 + 5 = 9.
  expect(
    stacked([
      [1, 4],
      [2, 0],
      [null, 5],
    ]),
  ).toEqual([
    [1, 4],
    [3, 4],
    [3, 9],
  ]);
  const { marks, stops } = drawChart(
    chart('cumulative-flow', {
      done: [
        ['2026-11-02', 1],
        ['2026-11-03', 4],
      ],
      open: [
        ['2026-11-02', 2],
        ['2026-11-03', 1],
      ],
    }),
    size,
  );
  const tints = areas(marks).map(({ tint }) => tint);
  expect(new Set(tints).size).toBe(2);
  expect(texts(marks)).toEqual(expect.arrayContaining(['done 4', 'open 1']));
  expect(stops[1]?.says).toBe('3 Nov 2026: done 4, open 1, together 5 points');
});

test('each bar of a waterfall begins where the last ended, and the total stands on zero', () => {
  const fall = chart('waterfall', {
    change: [
      ['Before', 10],
      ['New', 5],
      ['Lost', -3],
    ],
  });
  const { marks, stops } = drawChart(fall, size);
  const [before, gained, lost, total] = areas(marks).map(({ path }) => box(path));
  if (!before || !gained || !lost || !total) throw new Error('four bars are drawn');
  const bottom = ({ y, height }: { y: number; height: number }) => y + height;
  // 0→10, 10→15, 15→12, and 0→12 in all: heights are as 10 : 5 : 3 : 12.
  expect(before.height / gained.height).toBeCloseTo(2, 1);
  expect(bottom(gained)).toBeCloseTo(before.y, 1);
  expect(lost.y).toBeCloseTo(gained.y, 1);
  expect(total.height / before.height).toBeCloseTo(1.2, 1);
  expect(bottom(total)).toBeCloseTo(bottom(before), 1);
  expect(total.y).toBeCloseTo(bottom(lost), 1);
  expect(texts(marks)).toEqual(expect.arrayContaining(['+10', '+5', '−3', '12']));
  expect(stops[2]?.says).toBe('Lost: −3, from 15 to 12 points');
  expect(chartTables(fall)[0]?.rows).toEqual([
    { place: 'Before', values: [10, 10] },
    { place: 'New', values: [5, 15] },
    { place: 'Lost', values: [-3, 12] },
  ]);
});

test('the length of a bar is its value, from zero, to the left where it is below', () => {
  const { marks } = drawChart(
    chart('bars', {
      count: [
        ['North', 30],
        ['South', 15],
        ['West', -15],
      ],
    }),
    size,
  );
  const [north, south, west] = areas(marks).map(({ path }) => box(path));
  if (!north || !south || !west) throw new Error('three bars are drawn');
  expect(north.width / south.width).toBeCloseTo(2, 1);
  expect(west.width).toBeCloseTo(south.width, 1);
  expect(west.x + west.width).toBeCloseTo(south.x, 1);
});

test('a chart without a value, and one with a single place, are drawn all the same', () => {
  const forms = ['line', 'six-twelve', 'burndown', 'cumulative-flow', 'waterfall', 'bars'] as const;
  for (const form of forms) {
    for (const points of [[], [['2026-11-23', null]], [['2026-11-23', 0]]] as Points[]) {
      const series = form === 'six-twelve' ? { weeks: points, months: points } : { one: points };
      const { marks } = drawChart(chart(form, series, { target: 3 }), size);
      const said = JSON.stringify(marks);
      expect(said, form).not.toContain('NaN');
      expect(said, form).not.toContain('Infinity');
      // JSON writes NaN and Infinity as null.
      expect(said, form).not.toContain('null');
    }
  }
});

test('labels that want one place stand one under the other, and stay inside', () => {
  expect(spread([50, 50, 50], 14, 0, 100)).toEqual([50, 64, 78]);
  expect(spread([95, 20, 96], 14, 0, 100)).toEqual([86, 20, 100]);
});

test('lengths are read from zero, courses from their own lowest value', () => {
  expect(extent([41, null, 47], { zero: false })).toEqual([41, 47]);
  expect(extent([41, null, 47], { zero: true })).toEqual([0, 47]);
  expect(extent([], { zero: false })).toEqual([0, 1]);
});
