import { expect, test } from 'vitest';
import { cronFires } from './cron-fires.ts';

const fires = (expression: string, after: string, upTo: string) =>
  cronFires(expression, Temporal.Instant.from(after), Temporal.Instant.from(upTo));

test('a moment on the minute belongs to the span that ends with it, not to the one that begins', () => {
  expect(fires('17 3 * * *', '2026-11-23T02:30Z', '2026-11-23T03:17Z')).toBe(true);
  expect(fires('17 3 * * *', '2026-11-23T03:17Z', '2026-11-23T04:00Z')).toBe(false);
  expect(fires('17 3 * * *', '2026-11-23T03:17Z', '2026-11-24T03:17Z')).toBe(true);
});

test('steps, lists and ranges are read', () => {
  expect(fires('*/15 * * * *', '2026-11-23T02:01Z', '2026-11-23T02:14Z')).toBe(false);
  expect(fires('*/15 * * * *', '2026-11-23T02:01Z', '2026-11-23T02:15Z')).toBe(true);
  expect(fires('0 6,18 * * *', '2026-11-23T07:00Z', '2026-11-23T17:59Z')).toBe(false);
  expect(fires('0 6,18 * * *', '2026-11-23T07:00Z', '2026-11-23T18:00Z')).toBe(true);
});

test('weekdays count from Sunday, which is 0', () => {
  // 23 November 2026 is a Monday, 22 November a Sunday.
  expect(fires('0 0 * * 1-5', '2026-11-21T00:00Z', '2026-11-22T23:59Z')).toBe(false);
  expect(fires('0 0 * * 1-5', '2026-11-22T23:59Z', '2026-11-23T00:00Z')).toBe(true);
  expect(fires('0 0 * * 0', '2026-11-21T23:00Z', '2026-11-22T00:00Z')).toBe(true);
});
