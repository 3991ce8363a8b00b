import { expect, test } from 'vitest';
import { loadsOf, overloads, overloadSays, type Ask } from './load-rules.ts';

const parents = new Map<string, string | null>([
  ['pt', null],
  ['engineering', 'pt'],
  ['design', 'pt'],
]);
const ask = (unit: string, people: number, more: Partial<Ask> = {}): Ask => ({
  unit,
  quarter: 1,
  people,
  money: 0,
  cut: { people: 0, money: 0 },
  ...more,
});
const has = (unit: string, people: number, money: number | null = null) => ({
  unit,
  quarter: 1,
  people,
  money,
});
const over = (...of: Parameters<typeof loadsOf>) =>
  overloads(loadsOf(...of)).map((one) => overloadSays(one, one.unit));

test('a unit bears what is asked of it and of the units below it', () => {
  const asks = [ask('engineering', 60), ask('design', 30), ask('pt', 22)];
  // 60 + 30 + 22 = 112
  expect(over(asks, [has('pt', 100)], parents)).toEqual(['pt in Q1: 112 of 100 people']);
  expect(over(asks, [has('pt', 112), has('engineering', 50)], parents)).toEqual([
    'engineering in Q1: 60 of 50 people',
  ]);
});

test('what the cut list gives up is not needed', () => {
  const asks = [ask('pt', 112, { cut: { people: 12, money: 0 } })];
  expect(over(asks, [has('pt', 100)], parents)).toEqual([]);
});

test('people of whom nobody has said that they are there are too many', () => {
  expect(over([ask('design', 3)], [has('engineering', 50)], parents)).toEqual([
    'design in Q1: 3 people where no capacity is said',
  ]);
});

test('money counts only where somebody said how much there is', () => {
  const asks = [ask('pt', 1, { money: 500 })];
  expect(over(asks, [has('pt', 1)], parents)).toEqual([]);
  expect(over(asks, [has('pt', 1, 400)], parents)).toEqual(['pt in Q1: 500 of 400 in money']);
});

test('sums of tenths don’t exceed what they equal', () => {
  // 0.1 + 0.2 is 0.30000000000000004 to the machine.
  expect(over([ask('pt', 0.1), ask('pt', 0.2)], [has('pt', 0.3)], parents)).toEqual([]);
});

test('capacity of another quarter doesn’t help', () => {
  expect(over([ask('pt', 5, { quarter: 2 })], [has('pt', 100)], parents)).toEqual([
    'pt in Q2: 5 people where no capacity is said',
  ]);
});
