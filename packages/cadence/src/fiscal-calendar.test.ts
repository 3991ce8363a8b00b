import { expect, test } from 'vitest';
import {
  comparableWeek,
  fiscalYear,
  fiscalYearOf,
  periodOf,
  quarterOf,
  weekOf,
} from './fiscal-calendar.ts';
import type { FiscalCalendar, FiscalSpan, WeekCalendar } from './fiscal-calendar.ts';
import { parseFiscalCalendar } from './parse-fiscal-calendar.ts';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const days = ({ start, end }: Pick<FiscalSpan, 'start' | 'end'>): string =>
  `${start.toString()}…${end.toString()}`;

/** The National Retail Federation's calendar: Saturday nearest 31 January, 4-5-4. */
const retail: WeekCalendar = {
  pattern: '4-5-4',
  startMonth: 2,
  yearName: 'start',
  endsOn: { weekday: 'saturday', anchor: 'nearest' },
  week53Period: 12,
};

const lastSaturday: WeekCalendar = { ...retail, endsOn: { weekday: 'saturday', anchor: 'last' } };

/** Apple Inc.: last Saturday of September; the first quarter takes the fourteenth week. */
const apple: WeekCalendar = {
  pattern: '4-4-5',
  startMonth: 10,
  yearName: 'end',
  endsOn: { weekday: 'saturday', anchor: 'last' },
  week53Period: 3,
};

function yearsOf53Weeks(calendar: FiscalCalendar, from: number, to: number): number[] {
  const years: number[] = [];
  for (let year = from; year <= to; year++) {
    if (fiscalYear(calendar, year).weeks.length === 53) years.push(year);
  }
  return years;
}

test('the Saturday nearest 31 January gives the published years of 53 weeks', () => {
  expect(yearsOf53Weeks(retail, 2000, 2024)).toEqual([2000, 2006, 2012, 2017, 2023]);
});

test('the last Saturday of January gives the published years of 53 weeks', () => {
  expect(yearsOf53Weeks(lastSaturday, 2000, 2024)).toEqual([2003, 2008, 2014, 2020]);
});

test('the retail years 2023 and 2024 lie where the National Retail Federation prints them', () => {
  const year = fiscalYear(retail, 2023);
  expect(days(year)).toBe('2023-01-29…2024-02-03');
  expect(year.periods.map((period) => period.number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  expect(days(year.periods[11] ?? year)).toBe('2023-12-31…2024-02-03');
  const next = fiscalYear(retail, 2024);
  expect(days(next)).toBe('2024-02-04…2025-02-01');
  expect(next.periods.slice(0, 3).map(days)).toEqual([
    '2024-02-04…2024-03-02',
    '2024-03-03…2024-04-06',
    '2024-04-07…2024-05-04',
  ]);
});

test('a year named by its end with week 53 in the first quarter is Apple’s fiscal 2023', () => {
  const year = fiscalYear(apple, 2023);
  expect(year.quarters.map(days)).toEqual([
    '2022-09-25…2022-12-31',
    '2023-01-01…2023-04-01',
    '2023-04-02…2023-07-01',
    '2023-07-02…2023-09-30',
  ]);
});

test('a month calendar from April has the months in order and weeks that end with the year', () => {
  const calendar: FiscalCalendar = { pattern: 'month', startMonth: 4, yearName: 'end' };
  const year = fiscalYear(calendar, 2028);
  expect(days(year)).toBe('2027-04-01…2028-03-31');
  expect(year.quarters.map(days)[3]).toBe('2028-01-01…2028-03-31');
  expect(year.periods.map(days)[10]).toBe('2028-02-01…2028-02-29');
  // 366 days: 52 weeks and two days.
  expect(year.weeks.map(days).at(-1)).toBe('2028-03-30…2028-03-31');
  expect(year.weeks.at(-1)).toMatchObject({ number: 53, quarter: 4, period: 12 });
});

test('every pattern tiles its years without gap or overlap, and finds each day in its place', () => {
  const anchors = ['nearest', 'last'] as const;
  const calendars: FiscalCalendar[] = [
    { pattern: 'month', startMonth: 1, yearName: 'start' },
    { pattern: 'month', startMonth: 7, yearName: 'end' },
  ];
  for (const pattern of ['4-4-5', '4-5-4', '5-4-4'] as const) {
    for (const anchor of anchors) {
      for (const startMonth of [1, 2, 10]) {
        const endsOn = { weekday: 'sunday', anchor } as const;
        calendars.push({ pattern, startMonth, yearName: 'end', endsOn, week53Period: 6 });
      }
    }
  }
  for (const calendar of calendars) {
    let next: string | undefined;
    for (let number = 2019; number <= 2030; number++) {
      const year = fiscalYear(calendar, number);
      for (const spans of [year.quarters, year.periods, year.weeks]) {
        let start = year.start;
        for (const span of spans) {
          expect(span.start.toString()).toBe(start.toString());
          start = span.end.add({ days: 1 });
        }
        expect(start.subtract({ days: 1 }).toString()).toBe(year.end.toString());
      }
      expect(next ?? year.start.toString()).toBe(year.start.toString());
      next = year.end.add({ days: 1 }).toString();
      for (const edge of [year.start, year.end]) {
        expect(fiscalYearOf(calendar, edge).year).toBe(number);
        expect(quarterOf(calendar, edge).number).toBe(edge === year.start ? 1 : 4);
        expect(periodOf(calendar, edge).number).toBe(edge === year.start ? 1 : 12);
        expect(weekOf(calendar, edge).number).toBe(edge === year.start ? 1 : year.weeks.length);
      }
    }
  }
});

test('after a 53-week year the comparison drops its first week', () => {
  expect(comparableWeek(retail, 2024, 1)).toEqual({ year: 2023, week: 2 });
  expect(comparableWeek(retail, 2024, 52)).toEqual({ year: 2023, week: 53 });
  expect(comparableWeek(retail, 2023, 52)).toEqual({ year: 2022, week: 52 });
  expect(comparableWeek(retail, 2023, 53)).toBeUndefined();
});

test('a date is found by its fiscal quarter, period and week', () => {
  expect(quarterOf(retail, date('2024-05-04'))).toMatchObject({ fiscalYear: 2024, number: 1 });
  expect(quarterOf(retail, date('2024-05-05')).number).toBe(2);
  expect(periodOf(retail, date('2024-04-06'))).toMatchObject({ number: 2, quarter: 1 });
  expect(weekOf(retail, date('2024-02-03'))).toMatchObject({ fiscalYear: 2023, number: 53 });
});

test('a fiscal calendar is read from JSON, or every fault is named', () => {
  expect(parseFiscalCalendar(structuredClone(retail))).toEqual({ ok: true, value: retail });
  expect(parseFiscalCalendar({ pattern: 'month', startMonth: 13, endsOn: {} })).toEqual({
    ok: false,
    problems: [
      { path: 'startMonth', message: 'must be a whole number from 1 to 12' },
      { path: 'yearName', message: 'is missing' },
      { path: 'endsOn', message: 'is not known here' },
    ],
  });
  expect(
    parseFiscalCalendar({
      pattern: '4-4-5',
      startMonth: 1,
      yearName: 'end',
      endsOn: { weekday: 'mo' },
    }),
  ).toEqual({
    ok: false,
    problems: [
      {
        path: 'endsOn.weekday',
        message: 'must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
      },
      { path: 'endsOn.anchor', message: 'is missing' },
      { path: 'week53Period', message: 'is missing' },
    ],
  });
});
