import { expect, test } from 'vitest';
import { treeMove } from './tree-keys.ts';

const lines = [
  { key: 'a', level: 1, open: true },
  { key: 'a b', level: 2, open: false },
  { key: 'a c', level: 2, open: true },
  { key: 'a c d', level: 3, open: undefined },
  { key: 'e', level: 1, open: undefined },
];

test('right opens what is closed and goes into what is open; a leaf has nothing to open', () => {
  expect(treeMove(lines, 1, 'ArrowRight')).toEqual({ act: 'open', at: 1 });
  expect(treeMove(lines, 2, 'ArrowRight')).toEqual({ act: 'go', to: 3 });
  expect(treeMove(lines, 3, 'ArrowRight')).toBeUndefined();
});

test('left closes what is open and goes out of the rest, to the edge', () => {
  expect(treeMove(lines, 2, 'ArrowLeft')).toEqual({ act: 'close', at: 2 });
  expect(treeMove(lines, 3, 'ArrowLeft')).toEqual({ act: 'go', to: 2 });
  expect(treeMove(lines, 1, 'ArrowLeft')).toEqual({ act: 'go', to: 0 });
  expect(treeMove(lines, 4, 'ArrowLeft')).toEqual({ act: 'go', to: 4 });
});

test('down and up stop at the ends, Home and End go there, * opens all beside', () => {
  expect(treeMove(lines, 4, 'ArrowDown')).toEqual({ act: 'go', to: 4 });
  expect(treeMove(lines, -1, 'ArrowDown')).toEqual({ act: 'go', to: 0 });
  expect(treeMove(lines, 0, 'ArrowUp')).toEqual({ act: 'go', to: 0 });
  expect(treeMove(lines, 2, 'End')).toEqual({ act: 'go', to: 4 });
  expect(treeMove(lines, 3, 'Home')).toEqual({ act: 'go', to: 0 });
  expect(treeMove(lines, 1, '*')).toEqual({ act: 'open-beside', at: 1 });
  expect(treeMove([], 0, 'ArrowDown')).toBeUndefined();
});
