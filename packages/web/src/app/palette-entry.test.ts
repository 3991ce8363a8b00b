import { expect, test } from 'vitest';
import { paletteEntries } from './palette-entry.ts';

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
