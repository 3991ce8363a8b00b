import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import { CadenceError } from './cadence-error.ts';
import { expand } from './expand.ts';
import type { ExpandOptions } from './expand.ts';
import { CALENDAR_YEAR } from './fiscal-calendar.ts';
import { parseRule } from './parse-rule.ts';
import { ruleSentence } from './rule-sentence.ts';
import type { RecurrenceRule, Rule } from './rule.ts';

const AT_NINE = { time: '09:00', durationMinutes: 60 } as const;
const DAILY: RecurrenceRule = {
  kind: 'recurrence',
  start: '1900-01-01',
  frequency: 'daily',
  ...AT_NINE,
};

function options(from: string, to: string, zone = 'UTC'): ExpandOptions {
  return {
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone,
  };
}

test('the rule on which a known parser hung has its five dates', () => {
  const rule: Rule = { ...DAILY, start: '2027-01-01', byMonthDay: [-2, -1], count: 5 };
  expect(expand(rule, options('2027-01-01', '2027-12-31')).map(({ key }) => key)).toEqual([
    '2027-01-30',
    '2027-01-31',
    '2027-02-27',
    '2027-02-28',
    '2027-03-30',
  ]);
});

const centuries = options('1900-01-01', '2199-12-31');

test.each<[string, Rule]>([
  ['every day of three centuries', DAILY],
  ['no interval', { ...DAILY, interval: 0 }],
  ['an interval backwards', { ...DAILY, frequency: 'weekly', interval: -1, count: 9 }],
  ['a count from the year 1', { ...DAILY, start: '0001-01-01', byMonthDay: [31], count: 1e9 }],
  [
    'fifty offsets of 10,000 business days from every month',
    {
      kind: 'offset',
      anchor: { at: 'month-end' },
      offsets: Array.from({ length: 50 }, (_, index) => ({
        amount: 9_000 + index,
        unit: 'business-day' as const,
      })),
      ...AT_NINE,
    },
  ],
])('%s is refused within the work limit', (_, rule) => {
  const started = process.cpuUsage();
  expect(() => expand(rule, centuries)).toThrow(
    expect.objectContaining({ name: 'CadenceError', code: 'work_limit' }),
  );
  // Not a benchmark: endless work would take minutes.
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
});

test('a rule that hardly ever happens is answered, not searched for without end', () => {
  const rule: Rule = { ...DAILY, frequency: 'yearly', byMonth: [2], byMonthDay: [29], interval: 7 };
  // Leap years among 1900 + 7k: 1900 is none, so 1928, 1956, … 2180 but 2100 isn't 1900 + 7k.
  const years = expand(rule, centuries).map(({ date }) => date.year);
  expect(years).toEqual([1928, 1956, 1984, 2012, 2040, 2068, 2096, 2124, 2152, 2180]);
  expect(expand({ ...rule, byMonthDay: [30] }, centuries)).toEqual([]);
});

test('an unknown zone and a window out of bounds are refused in words', () => {
  const year = options('2027-01-01', '2027-12-31');
  expect(() => expand({ ...DAILY, zone: 'Mars/Olympus' }, year)).toThrow(
    new CadenceError('invalid_input', 'Mars/Olympus is no IANA time zone'),
  );
  expect(() => expand(DAILY, options('1899-12-31', '2027-01-01'))).toThrow(/outside 1900–2199/);
  expect(expand(DAILY, options('2027-01-02', '2027-01-01'))).toEqual([]);
});

const number = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.constantFrom(366, 1000, 10_000));
const weekday = fc.constantFrom('monday', 'wednesday', 'saturday', 'someday');
const date = fc.constantFrom('1900-01-01', '2026-02-28', '2027-01-31', '2199-12-31', '2027-13-01');
const anything = fc.record(
  {
    kind: fc.constantFrom('recurrence', 'nth-weekday', 'fiscal-week', 'offset'),
    time: fc.constantFrom('00:00', '02:30', '23:59'),
    durationMinutes: fc.constantFrom(1, 60, 10_080),
    zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia'),
    shift: fc.constantFrom('none', 'next', 'previous'),
    start: date,
    until: date,
    frequency: fc.constantFrom('daily', 'weekly', 'monthly', 'yearly'),
    interval: number,
    count: number,
    byDay: fc.array(fc.record({ weekday, nth: number }, { requiredKeys: ['weekday'] })),
    byMonthDay: fc.array(number, { maxLength: 3 }),
    byMonth: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
    bySetPos: fc.array(number, { maxLength: 3 }),
    weekStart: weekday,
    clockGap: fc.constantFrom('later', 'skip'),
    nth: number,
    week: number,
    weekday,
    of: fc.constantFrom('year', 'quarter', 'period'),
    only: fc.array(number),
    months: fc.array(number),
    anchor: fc.oneof(
      fc.record({ at: fc.constantFrom('month-end', 'quarter-start', 'year-end', 'period-start') }),
      fc.record({ at: fc.constant('date'), date }),
    ),
    offsets: fc.array(
      fc.record({ amount: number, unit: fc.constantFrom('day', 'business-day', 'week') }),
      { maxLength: 5 },
    ),
  },
  { requiredKeys: ['kind', 'time', 'durationMinutes', 'start', 'frequency', 'anchor', 'offsets'] },
);

/** Only the fields that a kind knows, so that many of the random rules are accepted. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  recurrence: [
    'start',
    'until',
    'frequency',
    'interval',
    'count',
    'byDay',
    'byMonthDay',
    'byMonth',
    'bySetPos',
    'weekStart',
    'clockGap',
  ],
  'nth-weekday': ['nth', 'weekday', 'months'],
  'fiscal-week': ['of', 'week', 'weekday', 'only'],
  offset: ['anchor', 'offsets'],
};

test('whatever JSON is accepted as a rule reads as a sentence and expands within its limit', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(anything, (json) => {
      const known = [
        'kind',
        'time',
        'durationMinutes',
        'zone',
        'shift',
        ...(FIELDS[json.kind] ?? []),
      ];
      const parsed = parseRule(
        Object.fromEntries(Object.entries(json).filter(([field]) => known.includes(field))),
      );
      if (!parsed.ok) {
        expect(parsed.problems.length).toBeGreaterThan(0);
        return;
      }
      accepted += 1;
      expect(ruleSentence(parsed.value)).toMatch(/^[A-Za-z0-9][^\n]+$/);
      expect(ruleSentence(parsed.value)).not.toMatch(/undefined|NaN|null/);
      const window = options('2026-01-01', '2029-12-31');
      try {
        const days = expand(parsed.value, window).map(({ date: day }) => day.toString());
        expect(days).toEqual(days.toSorted());
        expect(days.every((day) => day >= '2026-01-01' && day <= '2029-12-31')).toBe(true);
      } catch (error) {
        if (!(error instanceof CadenceError) || error.code !== 'work_limit') throw error;
        refused += 1;
      }
    }),
    { numRuns: 3000, seed: 20_271 },
  );
  expect(accepted).toBeGreaterThan(300);
  // Only several offsets of very many business days cost that much.
  expect(refused).toBeLessThan(accepted / 20);
}, 30_000);

test('any JSON at all is read without a throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const parsed = parseRule(json);
      expect(parsed.ok).toBe(false);
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('an event without a real date is named', () => {
  const rule: Rule = {
    kind: 'offset',
    anchor: { at: 'event', event: 'launch' },
    offsets: [{ amount: 0, unit: 'day' }],
    ...AT_NINE,
  };
  const events = [{ event: 'launch', id: 'lch_1', date: 'soon' }];
  expect(() => expand(rule, { ...options('2027-01-01', '2027-12-31'), events })).toThrow(
    new CadenceError('invalid_input', 'event lch_1: soon is not a date (YYYY-MM-DD)'),
  );
});
