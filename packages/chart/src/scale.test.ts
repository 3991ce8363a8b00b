import { expect, test } from 'vitest';
import { linePath, scale, ticks } from './scale.ts';

test('ticks are round numbers that cover the values', () => {
  expect(ticks(3, 97)).toEqual([0, 25, 50, 75, 100]);
  expect(ticks(0.12, 0.31)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(ticks(-4, 4)).toEqual([-4, -2, 0, 2, 4]);
});

test('a single value still has a scale around it', () => {
  const found = ticks(7, 7);
  expect(found[0]).toBeLessThan(7);
  expect(found.at(-1)).toBeGreaterThan(7);
});

test('a missing value breaks the line rather than bending it to zero', () => {
  const same = (value: number) => value;
  expect(linePath([1, 2, null, 4], same, same)).toBe('M0.0 1.0L1.0 2.0M3.0 4.0');
});

test('a flat domain is drawn in the middle', () => {
  expect(scale(5, 5, 0, 10)(5)).toBe(5);
  expect(scale(0, 10, 100, 0)(2)).toBe(80);
});
