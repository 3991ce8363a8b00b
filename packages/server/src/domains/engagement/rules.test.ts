import { expect, test } from 'vitest';
import { daysBetween, titleOfVerbatim } from './rules.ts';

test('a title is the first line, cut at a word after 80 characters', () => {
  expect(titleOfVerbatim('Short.\nAnd more.')).toBe('Short.');
  const long = `${'word '.repeat(20)}end`;
  expect(titleOfVerbatim(long)).toBe(`${'word '.repeat(15)}word…`);
  expect(titleOfVerbatim('x'.repeat(100))).toBe(`${'x'.repeat(80)}…`);
});

test('days are whole, and never negative', () => {
  const now = Temporal.Instant.from('2026-11-23T09:00:00Z');
  expect(daysBetween(new Date('2026-11-21T10:00:00Z'), now)).toBe(1);
  expect(daysBetween(new Date('2026-11-24T10:00:00Z'), now)).toBe(0);
});
