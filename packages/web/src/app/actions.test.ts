import { expect, test } from 'vitest';
import { createActionRegistry, findActions, type Action } from './actions.ts';

function action(id: string, title: string, more: Partial<Action> = {}): Action {
  return { id, title, section: 'Go to', run: () => undefined, ...more };
}

test("a page's action hides the shell's of the same id until the page is left", () => {
  const registry = createActionRegistry();
  registry.register([action('create', 'Create anything'), action('home', 'Home')]);
  const leave = registry.register([action('create', 'Create initiative')]);
  expect(registry.list().map((each) => each.title)).toEqual(['Create initiative', 'Home']);
  leave();
  expect(registry.list().map((each) => each.title)).toEqual(['Create anything', 'Home']);
});

test('the same actions registered twice are taken away one registration at a time', () => {
  const registry = createActionRegistry();
  const actions = [action('a', 'A')];
  const first = registry.register(actions);
  const second = registry.register(actions);
  first();
  expect(registry.list()).toHaveLength(1);
  second();
  expect(registry.list()).toHaveLength(0);
});

test('readers are told of a change, and not after they have stopped listening', () => {
  const registry = createActionRegistry();
  let told = 0;
  const stop = registry.subscribe(() => {
    told += 1;
  });
  registry.register([action('a', 'A')]);
  stop();
  registry.register([action('b', 'B')]);
  expect(told).toBe(1);
});

test('every word must be found; titles that start with the first one lead', () => {
  const actions = [
    action('1', 'Create a release'),
    action('2', 'Releases'),
    action('3', 'Line history', { keywords: 'release' }),
    action('4', 'Flags'),
    action('5', 'Release by key', { keyOnly: true }),
  ];
  expect(findActions(actions, 'release').map((each) => each.id)).toEqual(['2', '1', '3']);
  expect(findActions(actions, 'release create').map((each) => each.id)).toEqual(['1']);
});
