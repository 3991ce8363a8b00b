import { expect, test } from 'vitest';
import { parseRrule } from './rrule-text.ts';
import { ruleSentence, ruleTimeSentence } from './rule-sentence.ts';
import type { Rule } from './rule.ts';

const AT_NINE = { time: '09:00', durationMinutes: 60 } as const;

test.each<[string, Rule]>([
  [
    'second Tuesday of each month, moved to the next business day',
    { kind: 'nth-weekday', nth: 2, weekday: 'tuesday', shift: 'next', ...AT_NINE },
  ],
  [
    'second to last Friday of March and September',
    { kind: 'nth-weekday', nth: -2, weekday: 'friday', months: [3, 9], ...AT_NINE },
  ],
  [
    'Tuesday of week 2 of each fiscal quarter',
    { kind: 'fiscal-week', of: 'quarter', week: 2, weekday: 'tuesday', ...AT_NINE },
  ],
  [
    'Tuesday of the last week of fiscal quarters 1 and 3',
    { kind: 'fiscal-week', of: 'quarter', week: -1, weekday: 'tuesday', only: [1, 3], ...AT_NINE },
  ],
  [
    '16, 12, 6 and 2 weeks before the first day of each fiscal year, moved to the previous business day',
    {
      kind: 'offset',
      anchor: { at: 'year-start' },
      offsets: [-16, -12, -6, -2].map((amount) => ({ amount, unit: 'week' })),
      shift: 'previous',
      ...AT_NINE,
    },
  ],
  [
    '5 business days after the last day of each month',
    {
      kind: 'offset',
      anchor: { at: 'month-end' },
      offsets: [{ amount: 5, unit: 'business-day' }],
      ...AT_NINE,
    },
  ],
  [
    '1 day before, on and 2 weeks after each sprint start',
    {
      kind: 'offset',
      anchor: { at: 'event', event: 'sprint-start' },
      offsets: [
        { amount: -1, unit: 'day' },
        { amount: 0, unit: 'day' },
        { amount: 2, unit: 'week' },
      ],
      ...AT_NINE,
    },
  ],
  [
    '10 business days before 1 March 2027',
    {
      kind: 'offset',
      anchor: { at: 'date', date: '2027-03-01' },
      offsets: [{ amount: -10, unit: 'business-day' }],
      ...AT_NINE,
    },
  ],
])('%s', (sentence, rule) => {
  expect(ruleSentence(rule)).toBe(sentence);
});

test.each([
  ['FREQ=DAILY', 'every day, from 6 January 2027'],
  ['FREQ=WEEKLY;BYDAY=WE;COUNT=10', 'every week on Wednesday, from 6 January 2027, 10 times'],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;UNTIL=20271224',
    'every 2 weeks on Tuesday and Thursday, weeks starting on Sunday, from 6 January 2027, until 24 December 2027',
  ],
  [
    'FREQ=MONTHLY;BYDAY=1SU,-1SU',
    'every month on the last Sunday and the first Sunday, from 6 January 2027',
  ],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'every month on the 13th of the month where it is Friday, from 6 January 2027',
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=2,22,-1',
    'every month on the last day, the 2nd and the 22nd of the month, from 6 January 2027',
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    'every month, the second to last of these days: Monday, Tuesday, Wednesday, Thursday and Friday, from 6 January 2027',
  ],
  ['FREQ=YEARLY;BYDAY=20MO', 'every year on the 20th Monday of the year, from 6 January 2027'],
  [
    'FREQ=YEARLY;BYMONTH=3;BYDAY=TH;UNTIL=20300101T090000Z',
    'every year on Thursday in March, from 6 January 2027, until 1 January 2030 09:00:00 UTC',
  ],
])('%s reads "%s"', (text, sentence) => {
  const parsed = parseRrule(text, { start: '2027-01-06', ...AT_NINE });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(ruleSentence({ ...parsed.value, clockGap: 'later' })).toBe(sentence);
  expect(ruleSentence(parsed.value)).toBe(`${sentence}, left out where the clock skips its time`);
});

test('the time of day has a phrase of its own', () => {
  const rule: Rule = { kind: 'nth-weekday', nth: 1, weekday: 'monday', ...AT_NINE };
  expect(ruleTimeSentence(rule)).toBe('09:00 for 60 minutes');
  expect(ruleTimeSentence({ ...rule, durationMinutes: 1, zone: 'Europe/Berlin' })).toBe(
    '09:00 for 1 minute, Europe/Berlin',
  );
});
