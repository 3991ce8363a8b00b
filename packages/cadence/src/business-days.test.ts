import { expect, test } from 'vitest';
import {
  addBusinessDays,
  businessCalendar,
  holidayOn,
  isBusinessDay,
  shiftToBusinessDay,
} from './business-days.ts';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

// Thursday 25 November 2027 is Thanksgiving; the 26th is a Friday off.
const business = businessCalendar({
  holidays: [
    { date: '2027-11-25', name: 'Thanksgiving' },
    { date: '2027-11-26', name: 'Day after Thanksgiving' },
  ],
});

test.each([
  ['2027-11-24', 1, '2027-11-29'],
  ['2027-11-24', 2, '2027-11-30'],
  ['2027-11-29', -1, '2027-11-24'],
  ['2027-11-27', -1, '2027-11-24'],
  ['2027-11-27', 1, '2027-11-29'],
  ['2027-11-27', 0, '2027-11-27'],
  // 22 working days of December 2027 from the 1st, the first of them not counted
  ['2027-12-01', 22, '2027-12-31'],
])('%s and %i business days is %s', (from, amount, to) => {
  expect(addBusinessDays(business, date(from), amount).toString()).toBe(to);
});

test('a holiday or weekend moves to the next or previous business day, or stays', () => {
  const holiday = date('2027-11-25');
  expect(shiftToBusinessDay(business, holiday, 'next').toString()).toBe('2027-11-29');
  expect(shiftToBusinessDay(business, holiday, 'previous').toString()).toBe('2027-11-24');
  expect(shiftToBusinessDay(business, holiday, 'none').toString()).toBe('2027-11-25');
  expect(shiftToBusinessDay(business, date('2027-11-24'), 'next').toString()).toBe('2027-11-24');
});

test('a week may work from Sunday to Thursday', () => {
  const sundays = businessCalendar({
    workingWeekdays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'],
    holidays: [],
  });
  expect(isBusinessDay(sundays, date('2027-11-28'))).toBe(true);
  expect(addBusinessDays(sundays, date('2027-11-25'), 1).toString()).toBe('2027-11-28');
});

test('two holidays on one day are named together', () => {
  const both = businessCalendar({
    holidays: [
      { date: '2008-05-01', name: 'Labour Day' },
      { date: '2008-05-01', name: 'Ascension Day' },
    ],
  });
  expect(holidayOn(both, date('2008-05-01'))).toBe('Labour Day, Ascension Day');
  expect(holidayOn(both, date('2008-05-02'))).toBeUndefined();
});

test('a calendar that nobody could work by is refused', () => {
  expect(() => businessCalendar({ workingWeekdays: [], holidays: [] })).toThrow(/working weekday/);
  expect(() => businessCalendar({ holidays: [{ date: '2027-02-29', name: 'Leap' }] })).toThrow(
    'holiday "Leap": 2027-02-29 is not a date (YYYY-MM-DD)',
  );
  expect(() => addBusinessDays(business, date('2027-01-01'), 1e9)).toThrow(/at most 10000/);
});

test('holidays without end give an error, not an endless search', () => {
  const start = date('2027-01-01');
  const holidays = Array.from({ length: 4000 }, (_, index) => ({
    date: start.add({ days: index }).toString(),
    name: 'Off',
  }));
  expect(() => addBusinessDays(businessCalendar({ holidays }), start, 1)).toThrow(
    /no business day within 3660 days of 2027-01-02/,
  );
});
