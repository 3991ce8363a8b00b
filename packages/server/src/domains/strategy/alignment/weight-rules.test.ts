import { expect, test } from 'vitest';
import { weightFault } from './weight-rules.ts';

test('any ratio will do, and so does no weight at all', () => {
  expect(weightFault([])).toBeNull();
  expect(weightFault([null, null])).toBeNull();
  expect(weightFault([3, 1, null])).toBeNull();
  expect(weightFault([1, 1])).toBeNull();
});

test('shares of one add up to 1, and shares in per cent to 100', () => {
  expect(weightFault([0.5, 0.3, 0.2])).toBeNull();
  expect(weightFault([0.5, 0.3])).toBe('The weights add up to 0.8, not to 1.');
  expect(weightFault([60, 40])).toBeNull();
  expect(weightFault([33.3, 33.3, 33.3])).toBeNull(); // 99.9: rounded thirds
  expect(weightFault([60, 30])).toBe('The weights add up to 90, not to 100.');
});

test('shares beside what nobody weighed, and weights that are all 0, are said', () => {
  expect(weightFault([60, 40, null])).toBe('Shares are said for 2 of 3; the others weigh 1.');
  expect(weightFault([0, 0])).toBe('All weights are 0: it cannot be scored.');
});
