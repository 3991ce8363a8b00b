import { expect, test } from 'vitest';
import { card, chartKey, chartLayout } from './chart-layout.ts';

const units = [
  { ref: 'company', parent: null },
  { ref: 'one', parent: 'company' },
  { ref: 'one-a', parent: 'one' },
  { ref: 'one-b', parent: 'one' },
  { ref: 'two', parent: 'company' },
];
const none: ReadonlySet<string> = new Set();

test('a parent stands in the middle of its children, a column before them', () => {
  const { placed, height } = chartLayout(units, none);
  const at = (ref: string) => placed.find(({ unit }) => unit.ref === ref);
  expect(at('one')?.y).toBe(((at('one-a')?.y ?? 0) + (at('one-b')?.y ?? 0)) / 2);
  expect(at('one-a')?.x).toBe(2 * card.across);
  // Three cards in the last column at most: two rows apart, and the first one at the top.
  expect(Math.min(...placed.map(({ y }) => y))).toBe(0);
  expect(height).toBeGreaterThanOrEqual(card.down + card.height);
  expect(at('two')).toMatchObject({ level: 2, position: 2, siblings: 2, below: 0 });
});

test('what stands under a collapsed unit is left out, and the unit still counts it', () => {
  const { placed } = chartLayout(units, new Set(['one']));
  expect(placed.map(({ unit }) => unit.ref)).toEqual(['company', 'one', 'two']);
  expect(placed[1]?.below).toBe(2);
});

test('a unit whose parent is not shown stands at the top', () => {
  const { placed } = chartLayout([{ ref: 'lone', parent: 'hidden' }], none);
  expect(placed).toMatchObject([{ x: 0, y: 0, level: 1 }]);
});

test('arrow keys walk, open and close the tree', () => {
  const { placed } = chartLayout(units, none);
  expect(chartKey(placed, 'company', 'ArrowDown', none)).toEqual({ to: 'one' });
  expect(chartKey(placed, 'one', 'ArrowRight', none)).toEqual({ to: 'one-a' });
  expect(chartKey(placed, 'one-a', 'ArrowLeft', none)).toEqual({ to: 'one' });
  expect(chartKey(placed, 'one', 'ArrowLeft', none)).toEqual({ toggle: 'one' });
  expect(chartKey(placed, 'one', 'ArrowRight', new Set(['one']))).toEqual({ toggle: 'one' });
  expect(chartKey(placed, 'two', 'End', none)).toEqual({ to: 'two' });
  expect(chartKey(placed, 'two', 'ArrowDown', none)).toBeUndefined();
});
