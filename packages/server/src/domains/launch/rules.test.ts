import { expect, test } from 'vitest';
import { dueDates, itemState, leadTimeWarnings, lineAge, tierOf, verdictOf } from './rules.ts';

const question = (key: string) => ({
  key,
  question: key,
  answers: [1, 2, 3].map((score) => ({ score, text: String(score) })),
});
const practice = {
  questions: ['a', 'b', 'c', 'd', 'e', 'f'].map(question),
  // Six questions scored 1 to 3: 15–18 tier 1, 11–14 tier 2, 7–10 tier 3 (notes on launch practice).
  bands: [
    { tier: 1, from: 15, to: 18 },
    { tier: 2, from: 11, to: 14 },
    { tier: 3, from: 7, to: 10 },
  ],
};
const scored = (...scores: number[]) =>
  Object.fromEntries(scores.map((score, index) => [practice.questions[index]!.key, score]));

test.each([
  [[3, 3, 3, 2, 2, 2], 15, 1],
  [[3, 3, 2, 2, 2, 2], 14, 2],
  [[2, 2, 2, 2, 2, 1], 11, 2],
  [[2, 2, 2, 2, 1, 1], 10, 3],
  [[2, 1, 1, 1, 1, 1], 7, 3],
])('the answers %j sum to %i and make tier %i', (scores, score, tier) => {
  expect(tierOf(practice, scored(...scores))).toEqual({ score, tier });
});

test('six ones need no launch; a missing or unknown answer is refused', () => {
  expect(() => tierOf(practice, scored(1, 1, 1, 1, 1, 1))).toThrow('needs no launch');
  expect(() => tierOf(practice, scored(3, 3, 3, 3, 3))).toThrow('answers.f');
  expect(() => tierOf(practice, scored(4, 3, 3, 3, 3, 3))).toThrow('none of its scores');
});

test('due dates skip weekends and holidays', () => {
  const due = dueDates(
    {
      workingWeekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }],
    },
    '2026-12-01', // a Tuesday
  );
  // Back from Tuesday: Monday 30, Friday 27, (Thursday 26 off), Wednesday 25.
  expect([due(0), due(-1), due(-2), due(-3), due(1)]).toEqual([
    '2026-12-01',
    '2026-11-30',
    '2026-11-27',
    '2026-11-25',
    '2026-12-02',
  ]);
});

const items = (p0: string[], p1: string[]) => [
  ...p0.map((state) => ({ priority: 'P0' as const, state })),
  ...p1.map((state) => ({ priority: 'P1' as const, state })),
];
const of = (met: number, missing: number) => [
  ...Array<string>(met).fill('met'),
  ...Array<string>(missing).fill('missing'),
];
const rule = { goFrom: 0.8, conditionalFrom: 0.6 };

test.each([
  ['all met', items(of(3, 0), of(5, 0)), 'go'],
  ['4 of 5 P1 are 80 %', items(of(3, 0), of(4, 1)), 'go'],
  ['15 of 19 P1 are 79 %', items(of(1, 0), of(15, 4)), 'conditional'],
  ['3 of 5 P1 are 60 %', items(of(3, 0), of(3, 2)), 'conditional'],
  ['10 of 17 P1 are 59 %', items(of(3, 0), of(10, 7)), 'no-go'],
  ['one P0 of many is missing', items(of(9, 1), of(5, 0)), 'no-go'],
  ['one P0 is impossible', items(['met', 'impossible'], of(5, 0)), 'no-go'],
  ['a waived P1 counts in neither number: 4 of 5', items(of(1, 0), [...of(4, 1), 'waived']), 'go'],
  ['no P1 at all', items(of(1, 0), []), 'go'],
])('%s', (_, given, verdict) => {
  expect(verdictOf(given, rule).verdict).toBe(verdict);
});

test('an item that was due before T0 was set, and isn’t met, is impossible; met it is met', () => {
  const item = { met: false, waived: false, dueOn: '2026-11-20', scheduledOn: '2026-11-23' };
  expect(itemState(item)).toBe('impossible');
  expect(itemState({ ...item, met: true })).toBe('met');
  expect(itemState({ ...item, scheduledOn: '2026-11-01' })).toBe('missing');
  expect(itemState({ ...item, waived: true })).toBe('waived');
});

test('lead times longer than what is left are warned of; a battlecard is stale after 30 days', () => {
  const press = { key: 'press', title: 'Press', days: { min: 45 } };
  const mail = { key: 'mail', title: 'E-mail', days: { min: 14 } };
  expect(leadTimeWarnings([press, mail], '2026-11-23', '2026-12-23')).toEqual([
    'Press usually takes 45 days; T0 is in 30.',
  ]);
  const today = Temporal.PlainDate.from('2026-12-01');
  expect(lineAge('2026-11-01', today)).toEqual({ ageDays: 30, stale: false });
  expect(lineAge('2026-10-31', today)).toEqual({ ageDays: 31, stale: true });
});
