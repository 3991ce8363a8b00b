import { expect, test } from 'vitest';
import { listKey, movedPosition } from './list-keys.ts';

test('j and k walk a list and stop at its ends', () => {
  expect(movedPosition(-1, 3, 'next')).toBe(0);
  expect(movedPosition(2, 3, 'next')).toBe(2);
  expect(movedPosition(0, 3, 'previous')).toBe(0);
  expect(movedPosition(1, 3, 'last')).toBe(2);
});

test('an empty list has no position', () => {
  expect(movedPosition(0, 0, 'next')).toBe(-1);
});

test('letters that mean nothing in a list are left to others', () => {
  expect(listKey('j')).toBe('next');
  expect(listKey('q')).toBeUndefined();
});
