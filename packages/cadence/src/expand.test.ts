import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import type { Holiday } from './business-days.ts';
import { expand } from './expand.ts';
import type { ExpandOptions } from './expand.ts';
import { CALENDAR_YEAR } from './fiscal-calendar.ts';
import type { Occurrence } from './occurrence.ts';
import type { RecurrenceRule, Rule } from './rule.ts';

const AT_NINE = { time: '09:00', durationMinutes: 60 } as const;
const DAILY: RecurrenceRule = {
  kind: 'recurrence',
  start: '1900-01-01',
  frequency: 'daily',
  ...AT_NINE,
};

function options(
  from: string,
  to: string,
  more: Partial<ExpandOptions> & { holidays?: Holiday[] } = {},
): ExpandOptions {
  const { holidays = [], ...rest } = more;
  return {
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays }),
    zone: 'UTC',
    ...rest,
  };
}

const keysAndDates = (occurrences: readonly Occurrence[]): string[] =>
  occurrences.map(({ key, date }) => `${key} ${date.toString()}`);

test('a shifted occurrence keeps its key and is found in the window that it is moved into', () => {
  const rule: Rule = { kind: 'nth-weekday', nth: 1, weekday: 'monday', shift: 'next', ...AT_NINE };
  // Monday 6 September 2027 is Labor Day.
  const holidays = [{ date: '2027-09-06', name: 'Labor Day' }];
  expect(keysAndDates(expand(rule, options('2027-09-07', '2027-09-30', { holidays })))).toEqual([
    '2027-09 2027-09-07',
  ]);
  expect(expand(rule, options('2027-09-01', '2027-09-06', { holidays }))).toEqual([]);
  const before: Rule = { ...rule, shift: 'previous' };
  const found = expand(before, options('2027-09-01', '2027-09-05', { holidays }));
  expect(keysAndDates(found)).toEqual(['2027-09 2027-09-03']);
  expect(found[0]?.nominalDate.toString()).toBe('2027-09-06');
});

test('a daily rule moved off the weekend has one occurrence on Monday, Monday’s own', () => {
  // 2 January 2027 is a Saturday.
  const found = expand({ ...DAILY, shift: 'next' }, options('2027-01-01', '2027-01-05'));
  expect(keysAndDates(found)).toEqual([
    '2027-01-01 2027-01-01',
    '2027-01-04 2027-01-04',
    '2027-01-05 2027-01-05',
  ]);
});

test('a fifth weekday exists in some months, a last one in all', () => {
  const fifth: Rule = { kind: 'nth-weekday', nth: 5, weekday: 'friday', ...AT_NINE };
  // Fridays of 2027: 1 January is one, so January has five.
  expect(keysAndDates(expand(fifth, options('2027-01-01', '2027-06-30')))).toEqual([
    '2027-01 2027-01-29',
    '2027-04 2027-04-30',
  ]);
  const last: Rule = { ...fifth, nth: -1, months: [3, 6] };
  expect(keysAndDates(expand(last, options('2027-01-01', '2027-12-31')))).toEqual([
    '2027-03 2027-03-26',
    '2027-06 2027-06-25',
  ]);
});

test('weeks of fiscal spans count from their first day, or back from their last', () => {
  const rule: Rule = {
    kind: 'fiscal-week',
    of: 'quarter',
    week: 2,
    weekday: 'tuesday',
    ...AT_NINE,
  };
  const year = options('2027-01-01', '2027-12-31');
  // Quarters of 2027 start on a Friday, two Thursdays and a Friday.
  expect(keysAndDates(expand(rule, year))).toEqual([
    'FY2027-Q1 2027-01-12',
    'FY2027-Q2 2027-04-13',
    'FY2027-Q3 2027-07-13',
    'FY2027-Q4 2027-10-12',
  ]);
  expect(keysAndDates(expand({ ...rule, week: -1, only: [2] }, year))).toEqual([
    'FY2027-Q2 2027-06-29',
  ]);
  // The retail year 2024 starts on Sunday 4 February; its second period on 3 March.
  const retail = options('2024-02-04', '2024-03-31', {
    calendar: {
      pattern: '4-5-4',
      startMonth: 2,
      yearName: 'start',
      endsOn: { weekday: 'saturday', anchor: 'nearest' },
      week53Period: 12,
    },
  });
  expect(keysAndDates(expand({ ...rule, of: 'period', week: 1 }, retail))).toEqual([
    'FY2024-P01 2024-02-06',
    'FY2024-P02 2024-03-05',
  ]);
});

test.each([
  // 31 January 2027 is a Sunday, so five business days later is Friday the 5th.
  ['month-end', 5, 'business-day', '2027-02-01', '2027-02-28', ['2027-01/+5bd 2027-02-05']],
  ['month-end', -1, 'business-day', '2027-01-15', '2027-02-14', ['2027-01/-1bd 2027-01-29']],
  ['quarter-start', 3, 'day', '2027-04-01', '2027-04-30', ['FY2027-Q2/+3d 2027-04-04']],
  ['quarter-end', 0, 'day', '2027-04-01', '2027-06-30', ['FY2027-Q2/+0d 2027-06-30']],
  ['period-start', 1, 'week', '2027-04-01', '2027-04-30', ['FY2027-P04/+1w 2027-04-08']],
  ['year-end', 2, 'week', '2027-01-01', '2027-12-31', ['FY2026/+2w 2027-01-14']],
  // 300 days are 30 of April, 245 of May to December and 25 of January
  ['month-start', 300, 'day', '2027-01-01', '2027-01-31', ['2026-04/+300d 2027-01-26']],
] as const)('%s and %i %ss', (at, amount, unit, from, to, expected) => {
  const rule: Rule = { kind: 'offset', anchor: { at }, offsets: [{ amount, unit }], ...AT_NINE };
  expect(keysAndDates(expand(rule, options(from, to)))).toEqual(expected);
});

test('offsets count from a date, and from events that keep their keys when they move', () => {
  const offsets = [{ amount: -10, unit: 'business-day' as const }];
  const year = options('2027-01-01', '2027-12-31');
  // Monday 1 March 2027; two working weeks before it is Monday 15 February.
  const dated: Rule = {
    kind: 'offset',
    anchor: { at: 'date', date: '2027-03-01' },
    offsets,
    ...AT_NINE,
  };
  expect(keysAndDates(expand(dated, year))).toEqual(['2027-03-01/-10bd 2027-02-15']);

  const launched: Rule = { ...dated, anchor: { at: 'event', event: 'launch' } };
  const events = [
    { event: 'launch', id: 'lch_1', date: '2027-03-01' },
    { event: 'launch', id: 'lch_2', date: '2027-03-01' },
    { event: 'sprint-start', id: 'spr_1', date: '2027-03-01' },
  ];
  expect(keysAndDates(expand(launched, { ...year, events }))).toEqual([
    'lch_1/-10bd 2027-02-15',
    'lch_2/-10bd 2027-02-15',
  ]);
  const moved = [{ event: 'launch', id: 'lch_1', date: '2027-03-02' }];
  expect(keysAndDates(expand(launched, { ...year, events: moved }))).toEqual([
    'lch_1/-10bd 2027-02-16',
  ]);
});

test('business-day offsets find every anchor that reaches the window, as a wide window shows', () => {
  const holidays = [
    { date: '2027-01-01', name: 'New Year' },
    { date: '2027-05-31', name: 'Memorial Day' },
    { date: '2027-07-05', name: 'Independence Day' },
  ];
  for (const shift of ['none', 'next', 'previous'] as const) {
    for (let amount = -30; amount <= 30; amount += 3) {
      const rule: Rule = {
        kind: 'offset',
        anchor: { at: 'month-end' },
        offsets: [{ amount, unit: 'business-day' }],
        shift,
        ...AT_NINE,
      };
      const wide = keysAndDates(expand(rule, options('2026-01-01', '2028-12-31', { holidays })));
      const months: string[] = [];
      for (let month = 1; month <= 12; month++) {
        const first = new Temporal.PlainDate(2027, month, 1);
        const last = first.add({ months: 1 }).subtract({ days: 1 });
        months.push(
          ...keysAndDates(
            expand(rule, {
              ...options('2027-01-01', '2027-01-01', { holidays }),
              from: first,
              to: last,
            }),
          ),
        );
      }
      expect(months).toEqual(wide.filter((line) => line.includes(' 2027-')));
    }
  }
});

test('UNTIL as a date includes that whole local day, as an instant ends at that instant', () => {
  const rule: Rule = { ...DAILY, start: '2027-01-01', zone: 'Pacific/Kiritimati' };
  const window = options('2027-01-01', '2027-12-31');
  const last = (until: string): string | undefined =>
    expand({ ...rule, until }, window).at(-1)?.key;
  expect(last('2027-01-10')).toBe('2027-01-10');
  // 09:00+14 on the 10th is 19:00Z on the 9th.
  expect(last('2027-01-09T19:00:00Z')).toBe('2027-01-10');
  expect(last('2027-01-09T18:59:59Z')).toBe('2027-01-09');
});
