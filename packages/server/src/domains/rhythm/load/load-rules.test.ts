import { expect, test } from 'vitest';
import { loadsOf, weeksFrom } from './load-rules.ts';

test('weeks begin on the Monday of the day’s own week', () => {
  // 3 January 2027 is a Sunday.
  expect(weeksFrom(Temporal.PlainDate.from('2027-01-03'), 2)).toEqual(['2026-12-28', '2027-01-04']);
});

test('hours are counted by the week of the day, once for a person, and against the limit', () => {
  const weeks = weeksFrom(Temporal.PlainDate.from('2027-01-06'), 2);
  const loads = loadsOf(
    [
      { day: '2027-01-04', minutes: 90, people: ['ada', 'bea', 'ada'] },
      { day: '2027-01-10', minutes: 120, people: ['ada'] },
      { day: '2027-01-11', minutes: 60, people: ['bea'] },
      { day: '2027-01-03', minutes: 600, people: ['cleo'] },
    ],
    weeks,
    3,
  );
  // Ada 90 + 120 = 3.5 h in the first week, over 3 h; Bea 1.5 h and 1 h, 1.25 a week.
  expect(loads).toEqual([
    {
      person: 'ada',
      weeks: [210, 0],
      hoursAWeek: 1.8,
      busiest: { week: '2027-01-04', hours: 3.5 },
      over: 1,
    },
    {
      person: 'bea',
      weeks: [90, 60],
      hoursAWeek: 1.3,
      busiest: { week: '2027-01-04', hours: 1.5 },
      over: 0,
    },
  ]);
});
