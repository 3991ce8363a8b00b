import { expect, test } from 'vitest';
import { draftOf, ruleOfDraft } from './rule-draft.ts';

const rules = [
  { kind: 'nth-weekday', nth: -1, weekday: 'friday', months: [3, 6], time: '13:00', shift: 'next' },
  { kind: 'fiscal-week', of: 'quarter', week: 2, weekday: 'tuesday', only: [1, 3], time: '09:00' },
  {
    kind: 'recurrence',
    start: '2026-01-07',
    frequency: 'monthly',
    interval: 2,
    byDay: [{ weekday: 'monday', nth: -1 }, { weekday: 'friday' }],
    byMonthDay: [-1, 15],
    byMonth: [1, 7],
    bySetPos: [1],
    until: '2027-12-31T09:00:00Z',
    weekStart: 'sunday',
    clockGap: 'skip',
    time: '09:00',
    zone: 'Europe/Berlin',
  },
  { kind: 'recurrence', start: '2026-01-07', frequency: 'daily', count: 3, time: '09:00' },
  {
    kind: 'offset',
    anchor: { at: 'event', event: 'sprint-end' },
    offsets: [
      { amount: -2, unit: 'business-day' },
      { amount: 0, unit: 'day' },
    ],
    time: '14:00',
    shift: 'previous',
  },
  {
    kind: 'offset',
    anchor: { at: 'date', date: '2027-05-01' },
    offsets: [{ amount: 1, unit: 'week' }],
    time: '14:00',
  },
];

test.each(rules)('a rule of the kind $kind comes back from the editor as it went in', (rule) => {
  expect(ruleOfDraft(draftOf(rule, '2027-01-01'))).toEqual(rule);
});

test('what is no number is kept, so that the server can say so', () => {
  const draft = { ...draftOf({ kind: 'recurrence' }, '2027-01-01'), monthDays: '1, x -1' };
  expect(ruleOfDraft(draft)['byMonthDay']).toEqual([1, 'x', -1]);
});
