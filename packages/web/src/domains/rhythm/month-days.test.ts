import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  instantAt,
  lastDayOf,
  timeIn,
  weekdayOf,
  weeksOf,
} from './month-days.ts';

test('a month is shown in whole weeks from Monday', () => {
  // 1 January 2027 is a Friday, 31 January a Sunday.
  const weeks = weeksOf('2027-01');
  expect(weeks.map(([monday]) => monday)).toEqual([
    '2026-12-28',
    '2027-01-04',
    '2027-01-11',
    '2027-01-18',
    '2027-01-25',
  ]);
  expect(weeks.at(-1)?.at(-1)).toBe('2027-01-31');
  // February 2027 begins on a Monday and has 28 days: exactly four weeks.
  expect(weeksOf('2027-02')).toHaveLength(4);
});

test('days and months are counted over the ends of months and years', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  expect(addMonths('2026-11', 3)).toBe('2027-02');
  expect(lastDayOf('2027-12')).toBe('2027-12-31');
  expect(weekdayOf('2027-01-12')).toBe(2);
});

test('a local time in a zone is one moment, in winter, in summer and where the clock skips it', () => {
  expect(instantAt('2027-01-12', '13:00', 'America/Los_Angeles')).toBe('2027-01-12T21:00:00.000Z');
  expect(instantAt('2027-07-13', '13:00', 'America/Los_Angeles')).toBe('2027-07-13T20:00:00.000Z');
  expect(timeIn('2027-07-13T20:00:00Z', 'America/Los_Angeles')).toBe('13:00');
  // 14 March 2027, 02:30 does not exist in Los Angeles: 01:59 PST is followed by 03:00 PDT.
  expect(['2027-03-14T09:30:00.000Z', '2027-03-14T10:30:00.000Z']).toContain(
    instantAt('2027-03-14', '02:30', 'America/Los_Angeles'),
  );
});
