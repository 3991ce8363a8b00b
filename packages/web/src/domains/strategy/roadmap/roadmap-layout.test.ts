import { expect, test } from 'vitest';
import { connectorPath, connectorsOf } from './connectors.ts';
import { dateOf, dayNumber } from './days.ts';
import { drawRoadmap, inks, svgOf, type Palette } from './drawing.ts';
import { filtered, roadmapRows, unitsWithin, type RoadmapRow } from './roadmap-rows.ts';
import type { Initiative, Quarter } from './roadmap-types.ts';
import { timeAxis } from './time-axis.ts';
import { timelineKey } from './timeline-keys.ts';
import { brokenBy, covered, droppedAt, horizonOf, movedTo, shifted } from './windows.ts';

const quarter = (fiscalYear: number, number: number, from: string, to: string): Quarter => ({
  fiscalYear,
  quarter: number,
  from,
  to,
  months: [],
});
// A fiscal year from February: today, 23 November 2026, lies in the fourth quarter of FY2027.
const quarters = [
  quarter(2027, 3, '2026-08-01', '2026-10-31'),
  quarter(2027, 4, '2026-11-01', '2027-01-31'),
  quarter(2028, 1, '2027-02-01', '2027-04-30'),
  quarter(2028, 2, '2027-05-01', '2027-07-31'),
];
const today = '2026-11-23';

function initiative(title: string, more: Partial<Initiative> = {}): Initiative {
  return {
    ref: `ini_${title}` as Initiative['ref'],
    title,
    revision: 1,
    stage: 'idea',
    health: null,
    ownerUnit: null,
    owner: null,
    from: null,
    to: null,
    priorities: [],
    dependsOn: [],
    mayChange: true,
    ...more,
  };
}

test('days count without a zone, over leap years and back', () => {
  expect(dayNumber('1970-01-02')).toBe(1);
  // 366 days from one 1 January to the next.
  expect(dayNumber('2029-01-01') - dayNumber('2028-01-01')).toBe(366);
  expect(dateOf(dayNumber('2028-02-28') + 1)).toBe('2028-02-29');
});

test('a day is as wide as the zoom says, and a drag moves by its steps', () => {
  const half = timeAxis(quarters, 'half');
  // 1 August to 23 November: 31 + 30 + 31 + 22 = 114 days of 5 px.
  expect(half.xOf(dayNumber(today))).toBe(570);
  expect(half.dayAt(574)).toBe(dayNumber(today));
  expect(half.width).toBe(365 * 5);
  expect(half.daysOf(13)).toBe(3);
  const year = timeAxis(quarters, 'year');
  // 2.5 px a day, whole weeks: 30 px are 12 days, nearer to 14 than to 7.
  expect(year.daysOf(30)).toBe(14);
  expect(Object.is(year.daysOf(-3), 0)).toBe(true);
});

test('a window moves as a whole, and an end stops at the other', () => {
  const span = { from: '2026-12-01', to: '2026-12-10' };
  expect(shifted(span, 'move', 31)).toEqual({ from: '2027-01-01', to: '2027-01-10' });
  expect(shifted(span, 'to', -30)).toEqual({ from: '2026-12-01', to: '2026-12-01' });
  expect(shifted(span, 'from', 30)).toEqual({ from: '2026-12-10', to: '2026-12-10' });
});

test('an open window is drawn for four weeks, moves with one date, and gets the other by resizing', () => {
  const open = { from: '2026-12-01', to: null };
  const first = dayNumber('2026-12-01');
  expect(covered(open)).toEqual({ first, last: first + 27 });
  expect(shifted(open, 'move', 7)).toEqual({ from: '2026-12-08', to: null });
  expect(shifted(open, 'to', 3)).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(covered({ from: null, to: null })).toBeUndefined();
  expect(droppedAt(first)).toEqual({ from: '2026-12-01', to: '2027-01-25' });
});

test.each([
  ['now', { from: '2026-11-01', to: '2026-12-31' }],
  ['now', { from: '2026-03-01', to: '2026-04-30' }],
  ['now', { from: '2027-01-31', to: null }],
  ['next', { from: '2027-02-01', to: '2027-12-31' }],
  ['next', { from: null, to: '2027-04-30' }],
  ['later', { from: '2027-05-01', to: '2027-06-30' }],
  ['undated', { from: null, to: null }],
] as const)('on the board %s is where %o stands', (horizon, span) => {
  expect(horizonOf({ ...span, stage: 'building' }, quarters, today)).toBe(horizon);
});

test('what is done is past, and what is launched once its window is over', () => {
  const span = { from: '2026-03-01', to: '2026-04-30' };
  expect(horizonOf({ ...span, stage: 'done' }, quarters, today)).toBe('past');
  expect(horizonOf({ ...span, stage: 'launched' }, quarters, today)).toBe('past');
  expect(horizonOf({ ...span, to: today, stage: 'launched' }, quarters, today)).toBe('now');
});

test('a column gives its first day and keeps the length', () => {
  const span = { from: '2026-12-01', to: '2026-12-31' };
  expect(movedTo(span, 'next', quarters, today)).toEqual({ from: '2027-02-01', to: '2027-03-03' });
  expect(movedTo({ from: null, to: null }, 'later', quarters, today)).toEqual({
    from: '2027-05-01',
    to: '2027-07-31',
  });
  expect(movedTo(span, 'now', quarters, today).from).toBe(today);
  expect(movedTo(span, 'undated', quarters, today)).toEqual({ from: null, to: null });
  for (const column of ['now', 'next', 'later', 'undated'] as const) {
    const moved = movedTo(span, column, quarters, today);
    expect(horizonOf({ ...moved, stage: 'idea' }, quarters, today)).toBe(column);
  }
});

test('what ends after what needs it begins is broken, from both sides', () => {
  const needed = initiative('needed', { from: '2026-12-01', to: '2026-12-31' });
  const dependent = initiative('dependent', {
    from: '2027-01-04',
    to: '2027-02-01',
    dependsOn: [needed.ref],
  });
  const all = new Map([needed, dependent].map((one) => [one.ref as string, one]));
  const neededBy = new Map([[needed.ref as string, [dependent.ref as string]]]);
  const days = (one: Initiative, span = { from: one.from, to: one.to }) =>
    brokenBy(one, span, all, neededBy).map((broken) => broken.days);
  expect(days(needed)).toEqual([]);
  // 31 December and 10 days is 10 January, 6 after the 4th.
  expect(days(needed, shifted(needed, 'to', 10))).toEqual([6]);
  expect(days(dependent, shifted(dependent, 'from', -14))).toEqual([10]);
});

test('a connector turns in right angles, and goes round where there is no room', () => {
  expect(connectorPath({ x: 10, y: 17 }, { x: 50, y: 51 }, 34)).toBe('M10 17H42V51H50');
  // Room for 4 px only: down between the rows (51 − 17 = 34), back, and in.
  expect(connectorPath({ x: 10, y: 17 }, { x: 14, y: 51 }, 34)).toBe('M10 17H18V34H6V51H14');
  expect(connectorPath({ x: 10, y: 51 }, { x: 14, y: 17 }, 34)).toBe('M10 51H18V34H6V17H14');
});

const linesOf = (rows: readonly RoadmapRow[]) =>
  rows.map((row) =>
    row.kind === 'group'
      ? `${row.label} ${row.count}`
      : row.initiatives.map(({ title }) => title).join(' + '),
  );

test('packed, bars that don’t overlap share a lane, in as few lanes as overlap at once', () => {
  const bar = (title: string, from: string, to: string, stage: 'idea' | 'building' = 'idea') =>
    initiative(title, { from, to, stage });
  const shown = [
    bar('a', '2026-12-01', '2026-12-31'),
    bar('b', '2026-12-15', '2027-01-15'),
    // The day after a ends: the same lane. The day on which b ends: not b’s.
    bar('c', '2027-01-01', '2027-01-10'),
    bar('d', '2027-01-15', '2027-01-20'),
    bar('e', '2026-12-01', '2026-12-02', 'building'),
  ];
  expect(linesOf(roadmapRows({ priorities: [] }, shown, 'none', 'packed'))).toEqual([
    'a + c + d',
    'e + b',
  ]);
  expect(linesOf(roadmapRows({ priorities: [] }, shown, 'stage', 'packed'))).toEqual([
    'idea 4',
    'a + c + d',
    'b',
    'building 1',
    'e',
  ]);
});

test('rows follow their groups’ order, each by its beginning; undated ones have none', () => {
  const one = initiative('one', { from: '2026-12-01', stage: 'building' });
  const two = initiative('two', { from: '2026-11-01', stage: 'building' });
  const idea = initiative('idea', { from: '2027-01-01' });
  const rows = roadmapRows({ priorities: [] }, [one, two, idea, initiative('undated')], 'stage');
  expect(linesOf(rows)).toEqual(['idea 1', 'idea', 'building 2', 'two', 'one']);
  const connectors = connectorsOf(
    roadmapRows({ priorities: [] }, [two, { ...one, dependsOn: [two.ref] }], 'none'),
    timeAxis(quarters, 'half'),
    34,
  );
  // Two's bar is open: 28 days from day 92 of the axis, 5 px each; one
  // begins 30 days after two, 10 px on: too near for a straight way.
  expect(connectors).toMatchObject([{ path: 'M600 17H608V34H602V51H610', late: 0, rows: [0, 1] }]);
});

test('a unit’s filter takes what is below it, and words must all be there', () => {
  const units = [
    { ref: 'a', parent: null },
    { ref: 'b', parent: 'a' },
    { ref: 'c', parent: 'b' },
    { ref: 'd', parent: 'a' },
  ];
  expect([...unitsWithin(units, 'b')]).toEqual(['b', 'c']);
  const all = [initiative('Faster drawings'), initiative('Faster tiles')];
  expect(filtered(all, { q: 'draw fast' }).map(({ title }) => title)).toEqual(['Faster drawings']);
});

test('arrows select, with Shift they move, with Alt they resize', () => {
  const press = (key: string, more: object = {}) =>
    timelineKey({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...more });
  expect(press('ArrowDown')).toEqual({ act: 'select', rows: 1 });
  expect(press('ArrowDown', { shiftKey: true })).toEqual({ act: 'shift', grip: 'move', days: 7 });
  expect(press('ArrowLeft', { altKey: true })).toEqual({ act: 'shift', grip: 'to', days: -1 });
  expect(press('ArrowLeft', { altKey: true, shiftKey: true })).toEqual({
    act: 'shift',
    grip: 'from',
    days: -1,
  });
  expect(press('ArrowLeft', { ctrlKey: true })).toBeUndefined();
});

test('the drawing has every row, and its text can’t break out of the file', () => {
  const palette = Object.fromEntries(inks.map((ink) => [ink, `c-${ink}`])) as Palette;
  const rows = roadmapRows(
    { priorities: [] },
    [initiative('<script>&"', { from: '2026-12-01', to: '2026-12-31', health: 'red' })],
    'none',
  );
  const drawing = drawRoadmap(rows, quarters, today, { zoom: 'half', palette });
  // 40 px of axis, one row of 24, 32 of legend.
  expect(drawing.height).toBe(96);
  const svg = svgOf(drawing);
  expect(svg).toContain('&lt;script&gt;&amp;&quot;');
  expect(svg).not.toContain('<script');
  expect(svg).toContain('fill="c-off-track-soft" stroke="c-off-track"');
});
