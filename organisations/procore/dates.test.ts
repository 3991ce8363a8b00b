import { expect, test } from 'vitest';
import {
  businessCalendar,
  expand,
  parseFiscalCalendar,
  parseRule,
  type CadenceEvent,
} from '../../packages/cadence/src/index.ts';
import { at, file, list, rowOf, rowsOf, wordOf } from './read-files.ts';

const organisation = rowOf(file('organisation.yaml')['organisation']);
const calendars = rowsOf(file('holidays.yaml')['calendars']);
const cycles = list('cycles');

/** The dates of a cycle in a window, on the shipped calendars. */
function datesOf(key: string, from: string, to: string, events: CadenceEvent[] = []): string[] {
  const cycle = at(cycles, key);
  const rule = parseRule({
    ...rowOf(cycle['rule']),
    durationMinutes: cycle['durationMinutes'],
  });
  const calendar = parseFiscalCalendar(organisation['fiscalCalendar']);
  if (!rule.ok || !calendar.ok) throw new Error(JSON.stringify([rule, calendar]));
  const holidays = rowsOf(calendars[0]?.['holidays']).map((day) => ({
    date: wordOf(day['date']),
    name: wordOf(day['name']),
  }));
  return expand(rule.value, {
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    calendar: calendar.value,
    business: businessCalendar({ holidays }),
    zone: wordOf(organisation['timeZone']),
    events,
  }).map((occurrence) => occurrence.date.toString());
}

test('federal holidays are those of 5 U.S.C. 6103, moved off the weekend', () => {
  const fixed = (month: number, day: number) => (year: number) =>
    new Temporal.PlainDate(year, month, day);
  // nth > 0 counts from the first of the month; -1 is the last.
  const nth = (month: number, weekday: number, count: number) => (year: number) => {
    const first = new Temporal.PlainDate(year, month, 1);
    const days = Array.from({ length: first.daysInMonth }, (_, day) => first.add({ days: day }));
    const found = days.filter((day) => day.dayOfWeek === weekday).at(count > 0 ? count - 1 : count);
    if (!found) throw new Error('no such weekday');
    return found;
  };
  const rules: [string, (year: number) => Temporal.PlainDate][] = [
    ["New Year's Day", fixed(1, 1)],
    ['Birthday of Martin Luther King, Jr.', nth(1, 1, 3)],
    ["Washington's Birthday", nth(2, 1, 3)],
    ['Memorial Day', nth(5, 1, -1)],
    ['Juneteenth National Independence Day', fixed(6, 19)],
    ['Independence Day', fixed(7, 4)],
    ['Labor Day', nth(9, 1, 1)],
    ['Columbus Day', nth(10, 1, 2)],
    ['Veterans Day', fixed(11, 11)],
    ['Thanksgiving Day', nth(11, 4, 4)],
    ['Christmas Day', fixed(12, 25)],
  ];
  const shift: Readonly<Record<number, number>> = { 6: -1, 7: 1 };
  const expected = [2026, 2027, 2028].flatMap((year) =>
    rules.map(([name, dayIn]) => {
      const day = dayIn(year);
      const off = day.add({ days: shift[day.dayOfWeek] ?? 0 });
      return [off.toString(), name, off.equals(day) ? undefined : day.toString()];
    }),
  );
  const shipped = rowsOf(at(calendars, 'us-federal')['holidays']);
  expect(shipped.map((day) => [day['date'], day['name'], day['actual']])).toEqual(expected);
});

test('annual planning meets 16, 12, 6 and 2 weeks before the fiscal year', () => {
  // 2027-01-01 less 112, 84, 42 and 14 days.
  expect(datesOf('annual-planning', '2026-08-01', '2026-12-31')).toEqual([
    '2026-09-11',
    '2026-10-09',
    '2026-11-20',
    '2026-12-18',
  ]);
  expect(at(cycles, 'annual-planning')['occurrenceTitles']).toHaveLength(4);
});

test('the quarterly, monthly and weekly reviews fall where the rhythm puts them', () => {
  // Week 2 of a quarter is its days 8 to 14; the second Tuesday of a month lies in the same days.
  expect(datesOf('qbr', '2027-01-01', '2027-12-31')).toEqual([
    '2027-01-12',
    '2027-04-13',
    '2027-07-13',
    '2027-10-12',
  ]);
  expect(datesOf('product-monthly', '2027-01-01', '2027-03-31')).toEqual([
    '2027-01-12',
    '2027-02-09',
    '2027-03-09',
  ]);
  // After 31 December 2026: 4, 5, 6, 7, 8 January (the 1st is a holiday, the 2nd and 3rd a weekend).
  expect(datesOf('initiative-okr', '2027-01-01', '2027-01-31')).toEqual(['2027-01-08']);
  // Veterans Day 2026 is a Wednesday: that week's review is held on Thursday.
  expect(datesOf('eng-ops', '2026-11-01', '2026-11-20')).toEqual([
    '2026-11-04',
    '2026-11-12',
    '2026-11-18',
  ]);
});

test('a design release is reviewed ten business days before its ramp or launch', () => {
  const launch = { event: 'ramp-or-launch', id: 'a', date: '2027-02-01' };
  // Back from Monday 1 February: 29, 28, 27, 26, 25, 22, 21, 20, 19 January; the 18th is a holiday, so
  // the tenth is Friday the 15th.
  expect(datesOf('design-release', '2027-01-01', '2027-02-28', [launch])).toEqual(['2027-01-15']);
});

test('a retrospective closes its sprint', () => {
  const end = { event: 'sprint-end', id: 's', date: '2027-02-12' };
  expect(datesOf('agile', '2027-02-01', '2027-02-28', [end])).toEqual(['2027-02-12']);
});

test('each cadence’s own hour and each session’s rule make a rule that the cadence package accepts', () => {
  for (const cadence of list('cadences')) {
    const cycle = at(cycles, wordOf(cadence['cycle']));
    const time = cadence['time'] === undefined ? {} : { time: cadence['time'] };
    const durationMinutes = cycle['durationMinutes'];
    expect(parseRule({ ...rowOf(cycle['rule']), ...time, durationMinutes })).toMatchObject({
      ok: true,
    });
  }
  for (const session of rowsOf(at(cycles, 'agile')['sessions'])) {
    if (session['rule'] === undefined) continue;
    expect(parseRule({ ...rowOf(session['rule']), durationMinutes: 60 })).toMatchObject({
      ok: true,
    });
  }
});
