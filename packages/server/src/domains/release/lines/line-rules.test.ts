import { expect, test } from 'vitest';
import {
  isOfSeries,
  lineNames,
  makesLines,
  newestFirst,
  seriesOf,
  standingOf,
} from './line-rules.ts';
import { nextPatch } from './start-hotfix.ts';

test.each([
  ['release/1.4', '1.4'],
  ['release/v1.4.x', '1.4'],
  ['release-3.5', '3.5'],
  ['support/2', '2'],
  ['release/1.4-rc', undefined],
  ['release/next', undefined],
  ['feature/release/1.4', undefined],
])('%s is the line %s', (branch, series) => {
  expect(seriesOf(branch, lineNames)).toBe(series);
});

test('a pattern has its version once and makes names of branches; its signs mean themselves', () => {
  expect(makesLines('v{version}.x')).toBe(true);
  expect(makesLines('release')).toBe(false);
  expect(makesLines('{version}/{version}')).toBe(false);
  expect(makesLines('a..{version}')).toBe(false);
  expect(seriesOf('rel+1.4', ['rel+{version}'])).toBe('1.4');
  expect(seriesOf('rell1.4', ['rel+{version}'])).toBeUndefined();
});

test('series are sorted by their numbers, the newest first', () => {
  expect(['1.9', '1.10', '2', '0.3'].toSorted(newestFirst)).toEqual(['2', '1.10', '1.9', '0.3']);
});

test('1.4.12 is of 1.4 and of 1, not of 1.41', () => {
  expect(['1.4', '1', '1.41'].map((series) => isOfSeries('1.4.12', series))).toEqual([
    true,
    true,
    false,
  ]);
});

const line = {
  branch: 'release/1.4',
  series: '1.4',
  head: 'a',
  opening: false,
  strategy: 'backport-from-main' as const,
  supportedUntil: null,
  setBy: 'found' as const,
  endedReason: null,
};
const rules = { patch: 'backport-from-main' as const, windows: {} };
const day = Temporal.PlainDate.from('2026-06-30');

test('the last day of a window still counts, the day after it doesn’t', () => {
  const own = { ...line, setBy: 'person' as const, supportedUntil: '2026-06-30' };
  expect(standingOf(own, rules, ['1.4'], day).state).toBe('supported');
  expect(standingOf(own, rules, ['1.4'], day.add({ days: 1 })).state).toBe('ended');
});

test('the file wins over a person, by series or by branch', () => {
  const own = { ...line, setBy: 'person' as const, supportedUntil: '2030-01-01' };
  const windows = { 'release/1.4': { until: '2026-06-01', patch: 'roll-forward' as const } };
  expect(standingOf(own, { ...rules, windows }, ['1.4'], day)).toEqual({
    state: 'ended',
    strategy: 'roll-forward',
    supportedUntil: '2026-06-01',
    setBy: 'file',
  });
});

test('of the lines that nobody set, so many of the newest are supported', () => {
  const two = { ...rules, supported: 2 };
  const all = ['1.3', '1.4', '1.10'];
  expect(standingOf(line, two, all, day).state).toBe('supported');
  expect(standingOf({ ...line, series: '1.3' }, two, all, day).state).toBe('ended');
  const kept = { ...line, series: '1.3', setBy: 'person' as const };
  expect(standingOf(kept, two, all, day).state).toBe('supported');
});

test('a line whose branch is gone has ended', () => {
  expect(standingOf({ ...line, head: null }, rules, ['1.4'], day).state).toBe('ended');
});

test('a hotfix is the next patch that nobody has', () => {
  expect(nextPatch('1.4.2', ['1.4.2'])).toBe('1.4.3');
  expect(nextPatch('1.4.2', ['1.4.2', '1.4.3', '1.4.4'])).toBe('1.4.5');
  expect(nextPatch('1.4.0-rc.1', ['1.4.0-rc.1'])).toBe('1.4.0');
});
