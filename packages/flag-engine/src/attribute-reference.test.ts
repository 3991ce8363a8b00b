import { expect, test } from 'vitest';
import { parseReference } from './attribute-reference.ts';

test.each([
  ['name', 'name'],
  ['/name', 'name'],
  ['/address/city', ['address', 'city']],
  ['address/city', 'address/city'],
  ['/a~1b', 'a/b'],
  ['/~1a~0b', '/a~b'],
  ['/a~01', 'a~1'],
  ['/kind', ['kind']],
  ['toString', ['toString']],
])('the reference %s leads to %j', (text, path) => {
  expect(parseReference(text, false)).toEqual(path);
});

test.each(['', '/', '//', '/a//b', '/a~2', '/a~', '_meta', '/_meta', '/_meta/privateAttributes'])(
  'the reference %j leads nowhere',
  (text) => {
    expect(parseReference(text, false)).toBeNull();
  },
);

test('a literal is a name as it stands', () => {
  expect(parseReference('/a~1b', true)).toBe('/a~1b');
  expect(parseReference('', true)).toBeNull();
});
