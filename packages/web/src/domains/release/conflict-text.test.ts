import { expect, test } from 'vitest';
import { openPlaces, settlePlace } from './conflict-text.ts';

const merged = [
  'one',
  '<<<<<<< the line',
  'two of 1.3',
  '||||||| before',
  'two',
  '=======',
  'two of main',
  '>>>>>>> the change',
  'three',
  '<<<<<<< the line',
  '||||||| before',
  'four',
  '=======',
  'four!',
  '>>>>>>> the change',
  '',
].join('\n');

test('each place between marks is open, with both sides and what was before', () => {
  expect(openPlaces(merged)).toMatchObject([
    { line: 'two of 1.3\n', before: 'two\n', change: 'two of main\n', row: 2 },
    { line: '', before: 'four\n', change: 'four!\n', row: 10 },
  ]);
});

test('places are settled one by one, until none is open', () => {
  const [first] = openPlaces(merged);
  const once = settlePlace(merged, first!, 'both');
  expect(openPlaces(once)).toMatchObject([{ change: 'four!\n', row: 5 }]);
  const [second] = openPlaces(once);
  expect(settlePlace(once, second!, 'line')).toBe('one\ntwo of 1.3\ntwo of main\nthree\n');
});

test('a ruler of equals signs alone is no conflict', () => {
  expect(openPlaces('Title\n=======\ntext\n')).toEqual([]);
});
