import { expect, test } from 'vitest';
import {
  guardStateOf,
  isStale,
  newsOf,
  pointsTheRightWay,
  progressOf,
  scoreObjectives,
} from './rules.ts';

const up = { baseline: 40, target: 60, direction: 'up', guardrail: false } as const;
const down = { baseline: 60, target: 40, direction: 'down', guardrail: false } as const;
const at = (value: number | null, inRange: number | null = null) => ({ value, inRange });

test('progress is the part of the way gone, in either direction, and never beyond its ends', () => {
  expect(progressOf(up, at(50))).toBe(0.5); // (50 − 40) / (60 − 40)
  expect(progressOf(down, at(55))).toBe(0.25); // (55 − 60) / (40 − 60)
  expect(progressOf(up, at(70))).toBe(1);
  expect(progressOf(up, at(30))).toBe(0);
  expect(progressOf(up, at(null))).toBeNull();
});

test('where the target is the baseline it is met or not, without a division by zero', () => {
  const hold = { baseline: 99, target: 99, direction: 'up', guardrail: false } as const;
  expect(progressOf(hold, at(99))).toBe(1);
  expect(progressOf(hold, at(98.9))).toBe(0);
});

test('a guardrail scores by the share of check-in periods in range', () => {
  expect(progressOf({ ...up, guardrail: true }, at(10, 0.75))).toBe(0.75);
});

test('a target on the wrong side of its baseline is refused, but for a guardrail', () => {
  expect(pointsTheRightWay({ ...up, target: 30 })).toBe(false);
  expect(pointsTheRightWay({ ...up, target: 30, guardrail: true })).toBe(true);
});

const day = (text: string) => Temporal.PlainDate.from(text);

test('a check-in counts for two periods, the last day included', () => {
  const weekly = { check_in_days: 7, fresh_days: null };
  expect(isStale('2026-11-09', weekly, day('2026-11-23'))).toBe(false);
  expect(isStale('2026-11-09', weekly, day('2026-11-24'))).toBe(true);
  expect(isStale(null, weekly, day('2026-11-24'))).toBe(true);
});

test('a number from a source counts as long as the source says, not two periods', () => {
  const fed = { check_in_days: 7, fresh_days: 2 };
  expect(isStale('2026-11-21', fed, day('2026-11-23'))).toBe(false);
  expect(isStale('2026-11-20', fed, day('2026-11-23'))).toBe(true);
});

test('a guardrail is breached on the wrong side of its bound, and unknown before its first value', () => {
  const atMost = { ...down, target: 5, guardrail: true };
  expect(guardStateOf(atMost, 5)).toBe('holds');
  expect(guardStateOf(atMost, 5.1)).toBe('breached');
  expect(guardStateOf({ ...atMost, direction: 'up' }, 4.9)).toBe('breached');
  expect(guardStateOf(atMost, null)).toBe('unknown');
});

test('what stands is no news, and a day of which a person said otherwise stays as they said', () => {
  const standing = new Map([
    ['2026-11-20', { value: 4, overrides: false, measured: true }],
    ['2026-11-21', { value: 5, overrides: false, measured: true }],
    ['2026-11-22', { value: 6, overrides: true, measured: true }],
    // Said by a person alone: that its source says the same is news.
    ['2026-11-24', { value: 9, overrides: false, measured: false }],
  ]);
  const values = [
    { on: '2026-11-20', value: 4 },
    { on: '2026-11-21', value: 5.5 },
    { on: '2026-11-22', value: 7 },
    { on: '2026-11-23', value: 8 },
    { on: '2026-11-24', value: 9 },
  ];
  expect(newsOf(values, standing).map(({ on }) => on)).toEqual([
    '2026-11-21',
    '2026-11-23',
    '2026-11-24',
  ]);
});

test('an objective scores as the weighted mean of what serves it, all the way down', () => {
  const edges = [
    { from: 'k1', to: 'child', weight: 1 },
    { from: 'k2', to: 'child', weight: 3 },
    { from: 'child', to: 'top', weight: 1 },
    { from: 'k3', to: 'top', weight: 1 },
  ];
  const scores = scoreObjectives(
    ['top', 'child'],
    edges,
    new Map([
      ['k1', 0],
      ['k2', 1],
      ['k3', 0.25],
    ]),
  );
  expect(scores.get('child')).toBe(0.75); // (0·1 + 1·3) / 4
  expect(scores.get('top')).toBe(0.5); // (0.75 + 0.25) / 2
});

test('what is not scored takes no part, and weights that are all zero are not scored instead of 0', () => {
  const edges = [
    { from: 'k1', to: 'one', weight: 1 },
    { from: 'k2', to: 'one', weight: 1 },
    { from: 'k1', to: 'other', weight: 0 },
  ];
  const scores = scoreObjectives(
    ['one', 'other', 'bare'],
    edges,
    new Map([
      ['k1', 0.6],
      ['k2', null],
    ]),
  );
  expect(scores.get('one')).toBe(0.6);
  expect(scores.get('other')).toBeNull();
  expect(scores.get('bare')).toBeNull();
});
