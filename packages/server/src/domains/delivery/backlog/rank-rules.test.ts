import { expect, test } from 'vitest';
import { rankAtEnd, rankBetween, spreadRanks } from './rank-rules.ts';

test('a place between two neighbours lies between them, however often the same gap is halved', () => {
  const low = rankAtEnd(null);
  let high = rankAtEnd(low);
  for (let halvings = 0; halvings < 100; halvings++) {
    const between = rankBetween(low, high);
    if (between === null) break;
    expect(low < between && between < high).toBe(true);
    high = between;
  }
});

test('the top and the end are always open: a thousand moves to either stay in order', () => {
  const order = [rankAtEnd(null)];
  for (let moves = 0; moves < 1000; moves++) {
    const top = rankBetween(null, order[0] ?? null);
    const end = rankBetween(order.at(-1) ?? null, null);
    if (top === null || end === null) throw new Error('both ends have room');
    order.unshift(top);
    order.push(end);
  }
  expect(order).toEqual(order.toSorted());
  expect(new Set(order).size).toBe(2001);
});

test('where two places are equal there is none between them, and a spread order has room again', () => {
  expect(rankBetween('i0000000', 'i0000000')).toBeNull();
  const spread = spreadRanks(3);
  expect(spread).toEqual(spread.toSorted());
  expect(rankBetween(spread[0] ?? null, spread[1] ?? null)).not.toBeNull();
});
