import { expect, test } from 'vitest';
import { paletteEntries, whereEntry } from './palette-entry.ts';

const none = () => undefined;

test('what was found stands before what can be done, and sections stay together', () => {
  const entries = paletteEntries(
    [
      { id: '1', title: 'Home', section: 'Go to', run: none },
      { id: '2', title: 'Create', section: 'Strategy', run: none },
      { id: '3', title: 'Flags', section: 'Go to', run: none },
    ],
    [{ id: 'ini_1', title: 'Offline', kind: 'Initiative', href: '/initiatives/ini_1' }],
    none,
  );
  expect(entries.map((entry) => `${entry.section}: ${entry.title}`)).toEqual([
    'Results: Offline',
    'Go to: Home',
    'Go to: Flags',
    'Strategy: Create',
  ]);
});

test('taking a result goes to its address', () => {
  const gone: string[] = [];
  const found = [{ id: 'a', title: 'A', kind: 'Unit', href: '/units/a' }];
  paletteEntries([], found, (href) => gone.push(href))[0]?.take();
  expect(gone).toEqual(['/units/a']);
});

test('a commit and the key of an issue can be asked for, words can’t', () => {
  const gone: string[] = [];
  for (const text of ['3f2a91c', 'CORE-12', '#45', 'abc', 'where now']) {
    whereEntry(text, (href) => gone.push(href))[0]?.take();
  }
  expect(gone).toEqual([
    '/changes?where=3f2a91c',
    '/changes?where=CORE-12',
    '/changes?where=%2345',
  ]);
});
