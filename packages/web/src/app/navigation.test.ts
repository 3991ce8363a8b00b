import { expect, test } from 'vitest';
import { currentPlace } from './navigation.ts';

const groups = [
  { places: [{ label: 'Home', href: '/' }] },
  {
    label: 'Release',
    places: [
      { label: 'Releases', href: '/releases' },
      { label: 'Lines', href: '/releases/lines' },
    ],
  },
];

test('the current place is the closest one above the path', () => {
  expect(currentPlace(groups, '/releases/rel_1')).toBe('/releases');
  expect(currentPlace(groups, '/releases/lines/main')).toBe('/releases/lines');
  expect(currentPlace(groups, '/')).toBe('/');
});

test('Home is not the current place of everything, nor a name of one that only starts alike', () => {
  expect(currentPlace(groups, '/elsewhere')).toBeUndefined();
  expect(currentPlace(groups, '/releases-old')).toBeUndefined();
});
