import { expect, test } from 'vitest';
import { parseRule } from './parse-rule.ts';
import { parseRrule, rruleText } from './rrule-text.ts';
import type { Rule } from './rule.ts';

const AT_NINE = { time: '09:00', durationMinutes: 60 } as const;

function problemsOf(json: unknown): string[] {
  const parsed = parseRule(json);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

test.each<[string, Rule]>([
  [
    'a recurrence',
    {
      kind: 'recurrence',
      start: '2027-01-06',
      frequency: 'yearly',
      interval: 2,
      until: '2030-12-31T23:59:59Z',
      byDay: [{ weekday: 'tuesday', nth: -1 }, { weekday: 'friday' }],
      byMonth: [3, 9],
      bySetPos: [-1],
      weekStart: 'sunday',
      clockGap: 'skip',
      zone: 'Europe/Berlin',
      shift: 'previous',
      ...AT_NINE,
    },
  ],
  [
    'an nth weekday',
    { kind: 'nth-weekday', nth: 2, weekday: 'tuesday', shift: 'next', ...AT_NINE },
  ],
  [
    'a fiscal week',
    { kind: 'fiscal-week', of: 'quarter', week: 2, weekday: 'tuesday', only: [1, 3], ...AT_NINE },
  ],
  [
    'several offsets',
    {
      kind: 'offset',
      anchor: { at: 'year-start' },
      offsets: [
        { amount: -16, unit: 'week' },
        { amount: -2, unit: 'week' },
      ],
      ...AT_NINE,
    },
  ],
  [
    'an event',
    {
      kind: 'offset',
      anchor: { at: 'event', event: 'launch' },
      offsets: [{ amount: -10, unit: 'business-day' }],
      ...AT_NINE,
    },
  ],
])('%s is read back from its own JSON', (_, rule) => {
  expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual({ ok: true, value: rule });
});

test('lists come back in order, each number once', () => {
  expect(
    parseRule({
      kind: 'recurrence',
      start: '2027-01-01',
      frequency: 'monthly',
      byMonthDay: [15, -1, 15, 2],
      ...AT_NINE,
    }),
  ).toMatchObject({ ok: true, value: { byMonthDay: [-1, 2, 15] } });
});

test.each<[unknown, string[]]>([
  [null, [': a rule must be an object']],
  [[], [': a rule must be an object']],
  [{}, ['kind: must be one of recurrence, nth-weekday, fiscal-week, offset']],
  [{ kind: 'hourly' }, ['kind: must be one of recurrence, nth-weekday, fiscal-week, offset']],
  [
    { kind: 'nth-weekday', nth: 6, weekday: 'Tue', time: '9:00', zone: '+02:00', colour: 1 },
    [
      'time: must be a time HH:MM from 00:00 to 23:59',
      'durationMinutes: is missing',
      'zone: +02:00 is no IANA time zone',
      'nth: must be a whole number from 1 to 5, or from −5 to −1',
      'weekday: must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
      'colour: is not known here',
    ],
  ],
  [
    { kind: 'fiscal-week', of: 'quarter', week: 15, weekday: 'monday', only: [5], ...AT_NINE },
    [
      'week: must be a whole number from 1 to 14, or from −14 to −1',
      'only: must be a non-empty list of numbers 1–4',
    ],
  ],
  [
    {
      kind: 'offset',
      anchor: { at: 'date' },
      offsets: [{ amount: 1.5, unit: 'month' }],
      ...AT_NINE,
    },
    [
      'anchor.date: is missing',
      'offsets[0].amount: must be a whole number from −1000 to 1000',
      'offsets[0].unit: must be one of day, business-day, week',
    ],
  ],
  [
    {
      kind: 'offset',
      anchor: { at: 'month-end' },
      offsets: [
        { amount: 1, unit: 'day' },
        { amount: 1, unit: 'day' },
      ],
      ...AT_NINE,
    },
    ['offsets: has one offset twice'],
  ],
])('%j is refused with all that is wrong', (json, problems) => {
  expect(problemsOf(json)).toEqual(problems);
});

test.each<[Record<string, unknown>, string]>([
  [
    { frequency: 'monthly', count: 3, until: '2027-12-31' },
    'until: can’t stand together with count',
  ],
  [
    { frequency: 'monthly', until: '2026-12-31' },
    'until: 2026-12-31 is before the start, 2027-01-01',
  ],
  [
    { frequency: 'monthly', until: '2027-12-31T09:00' },
    'until: must be a date YYYY-MM-DD or an instant YYYY-MM-DDTHH:MM:SSZ',
  ],
  [
    { frequency: 'weekly', byDay: [{ weekday: 'friday', nth: 1 }] },
    'byDay: an nth weekday needs a monthly or yearly rule, not a weekly one',
  ],
  [
    { frequency: 'monthly', byDay: [{ weekday: 'friday', nth: 6 }] },
    'byDay: a month has no more than 5 of one weekday',
  ],
  [{ frequency: 'weekly', byMonthDay: [1] }, 'byMonthDay: can’t stand in a weekly rule'],
  [
    { frequency: 'monthly', bySetPos: [1] },
    'bySetPos: chooses among byDay, byMonthDay or byMonth, and there is none',
  ],
  [
    { frequency: 'yearly', byMonth: [2], byMonthDay: [30, 31] },
    'byMonthDay: never happens: the longest of its months has 29 days',
  ],
  [{ frequency: 'daily', interval: 0 }, 'interval: must be a whole number from 1 to 1000'],
])('a recurrence with %j is refused in words', (parts, problem) => {
  expect(problemsOf({ kind: 'recurrence', start: '2027-01-01', ...AT_NINE, ...parts })).toEqual([
    problem,
  ]);
});

test('a fallacious prototype field is no field', () => {
  const json: unknown = JSON.parse(
    '{"kind":"nth-weekday","nth":1,"weekday":"monday","time":"09:00","durationMinutes":5,"__proto__":{}}',
  );
  expect(problemsOf(json)).toEqual(['__proto__: is not known here']);
});

test('RFC 5545 text beyond the dialect is named, not ignored', () => {
  const at = { start: '2027-01-01', ...AT_NINE };
  expect(parseRrule('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;FREQ=DAILY;', at)).toEqual({
    ok: false,
    problems: [
      { path: 'BYWEEKNO', message: 'BYWEEKNO=20 is not understood' },
      { path: 'FREQ', message: 'FREQ stands twice' },
      { path: '', message: ' is not understood' },
    ],
  });
  expect(parseRrule('FREQ=HOURLY;BYDAY=9XX', at)).toEqual({
    ok: false,
    problems: [
      { path: 'frequency', message: 'must be one of daily, weekly, monthly, yearly' },
      { path: 'byDay[0]', message: 'must be an object' },
    ],
  });
});

test('a rule is written as RFC 5545 writes it', () => {
  expect(
    rruleText({
      kind: 'recurrence',
      start: '2027-01-01',
      frequency: 'monthly',
      until: '2027-12-24T00:00Z',
      byDay: [{ weekday: 'sunday', nth: -1 }, { weekday: 'monday' }],
      weekStart: 'sunday',
      ...AT_NINE,
    }),
  ).toBe('FREQ=MONTHLY;UNTIL=20271224T000000Z;BYDAY=-1SU,MO;WKST=SU');
});
