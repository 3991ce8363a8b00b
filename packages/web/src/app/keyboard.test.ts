import { expect, test } from 'vitest';
import { createActionRegistry, type Action } from './actions.ts';
import { chordOf, createKeyReader, type KeyPress, type KeyReading } from './keyboard.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { ...plain, key, ...more };
}

function action(id: string, keys: string): Action {
  return { id, title: id, section: 'Go to', keys, run: () => undefined };
}

function told(reading: KeyReading): string {
  return reading.kind === 'action' ? reading.action.id : reading.kind;
}

function readerOf(...actions: readonly Action[]) {
  const registry = createActionRegistry();
  registry.register(actions);
  return { registry, read: createKeyReader(registry) };
}

test('Ctrl and ⌘ are one modifier, and a sign is named as itself', () => {
  expect(chordOf(press('k', { metaKey: true }))).toBe('mod+k');
  expect(chordOf(press('K', { ctrlKey: true }))).toBe('mod+k');
  expect(chordOf(press('?', { shiftKey: true }))).toBe('?');
  expect(chordOf(press('J', { shiftKey: true }))).toBe('shift+j');
  expect(chordOf(press('Enter', { shiftKey: true }))).toBe('shift+enter');
});

test('g and then a letter goes somewhere', () => {
  const { read } = readerOf(action('initiatives', 'g i'), action('reviews', 'g r'));
  expect(told(read(press('g'), 0))).toBe('started');
  expect(told(read(press('r'), 400))).toBe('reviews');
});

test('a sequence that is not finished in time is forgotten', () => {
  const { read } = readerOf(action('initiatives', 'g i'));
  read(press('g'), 0);
  expect(told(read(press('i'), 1_201))).toBe('nothing');
});

test('a key that does not continue a sequence keeps its own meaning', () => {
  const { read } = readerOf(action('initiatives', 'g i'), action('create', 'c'));
  read(press('g'), 0);
  expect(told(read(press('c'), 100))).toBe('create');
});

test("of two actions on one key the page's, registered later, runs", () => {
  const { registry, read } = readerOf(action('shell', 'c'));
  registry.register([action('page', 'c')]);
  expect(told(read(press('c'), 0))).toBe('page');
});
