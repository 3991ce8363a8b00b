import { expect, test } from 'vitest';
import { momentInZone } from './moment-in-zone.ts';

// Expected: Temporal (ECMA-262), whose default for skipped hours is the same.
const byTemporal = (zone: string, text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().epochMilliseconds;

test.each([
  ['UTC', '2026-11-23T08:30'],
  ['Europe/Vienna', '2026-07-01T08:30'],
  ['Europe/Vienna', '2026-12-01T08:30'],
  // An hour before and after clocks go forward (2026-03-29, 02:00) and within what they skip.
  ['Europe/Vienna', '2026-03-29T01:30'],
  ['Europe/Vienna', '2026-03-29T02:30'],
  ['Europe/Vienna', '2026-03-29T03:30'],
  ['America/Los_Angeles', '2026-11-01T12:00'],
  ['Asia/Kathmandu', '2026-01-01T00:10'],
  ['Pacific/Kiritimati', '2026-01-01T00:10'],
])('%s shows %s at the moment that Temporal names', (zone, text) => {
  expect(Date.parse(momentInZone(zone, text))).toBe(byTemporal(zone, text));
});
