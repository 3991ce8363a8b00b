import { expect, test } from 'vitest';
import { findOnLine } from './find-on-line.ts';
import { branchRef } from './revision.ts';
import { cacheOf, workTree } from './testing/test-repository.ts';

const line = branchRef('release/1.0');

/** Main with three fixes after the line parted, and a hand on the line. */
function parted() {
  const source = workTree();
  const base = source.commit('base', { a: '1\n', b: '1\n', c: '1\n' });
  source.run('branch', 'release/1.0');
  const one = source.commit('one', { a: '2\n' });
  const two = source.commit('two', { b: '2\n' });
  const three = source.commit('three', { c: '2\n' });
  const onLine = (...args: string[]) => {
    source.run('checkout', '--quiet', 'release/1.0');
    source.run(...args);
    const head = source.run('rev-parse', 'HEAD');
    source.run('checkout', '--quiet', 'main');
    return head;
  };
  return { source, base, one, two, three, onLine };
}

test('a change is found by its history, by what a message says, and by what it changes', async () => {
  const { source, base, one, two, three, onLine } = parted();
  onLine('commit', '--quiet', '--allow-empty', '-m', 'the line goes its own way');
  const first = onLine('cherry-pick', '-x', one);
  const second = onLine('cherry-pick', two);
  const cache = await cacheOf(source.path);
  const found = await findOnLine(cache, [base, one, two, three], line);
  expect(Object.fromEntries(found)).toEqual({
    [base]: { by: 'ancestry', commit: base },
    [one]: { by: 'provenance', commit: first },
    [two]: { by: 'patch', commit: second },
  });
  // The other way round: is what was picked still on main?
  const back = await findOnLine(cache, [first, second], branchRef('main'));
  expect(back.get(first)).toEqual({ by: 'provenance', commit: one });
  expect(back.get(second)).toEqual({ by: 'patch', commit: two });
});

test('a pick of a pick, and another pick of the same, are the same change', async () => {
  const { source, one, onLine } = parted();
  const first = onLine('cherry-pick', '-x', one);
  source.run('checkout', '--quiet', '-b', 'release/2.0', `${one}~1`);
  source.commit('apart', { z: 'x' });
  source.run('cherry-pick', '-x', first);
  const second = source.run('rev-parse', 'HEAD');
  const cache = await cacheOf(source.path);
  const newer = branchRef('release/2.0');
  expect((await findOnLine(cache, [one], newer)).get(one)?.commit).toBe(second);
  expect((await findOnLine(cache, [first], newer)).get(first)?.commit).toBe(second);
  expect((await findOnLine(cache, [second], line)).get(second)?.commit).toBe(first);
});

test('a change that was taken back says so, until it is there again', async () => {
  const { source, base, one, onLine } = parted();
  const picked = onLine('cherry-pick', '-x', one);
  const revert = onLine('revert', '--no-edit', picked);
  const reverted = await findOnLine(await cacheOf(source.path), [base, one], line);
  expect(reverted.get(one)).toEqual({ by: 'provenance', commit: picked, revertedBy: revert });
  expect(reverted.get(base)?.revertedBy).toBeUndefined();
  const again = onLine('revert', '--no-edit', revert);
  const there = await findOnLine(await cacheOf(source.path), [one], line);
  expect(there.get(one)).toEqual({ by: 'provenance', commit: picked });
  onLine('revert', '--no-edit', again);
  const gone = await findOnLine(await cacheOf(source.path), [one], line);
  expect(gone.get(one)?.revertedBy).toBe(revert);
});

test('a revert within main itself counts, and one of something else does not', async () => {
  const { source, one, two } = parted();
  source.run('revert', '--no-edit', one);
  const revert = source.run('rev-parse', 'HEAD');
  const found = await findOnLine(await cacheOf(source.path), [one, two], branchRef('main'));
  expect(found.get(one)).toEqual({ by: 'ancestry', commit: one, revertedBy: revert });
  expect(found.get(two)).toEqual({ by: 'ancestry', commit: two });
});

test('a later merge of the line does not hide what was picked before it', async () => {
  const { source, one, onLine } = parted();
  const picked = onLine('cherry-pick', '-x', one);
  source.run('merge', '--quiet', '-X', 'ours', '--no-ff', '-m', 'merge the line', 'release/1.0');
  const later = source.commit('later', { z: 'x' });
  const found = await findOnLine(await cacheOf(source.path), [one, later], line);
  expect(found.get(one)).toEqual({ by: 'provenance', commit: picked });
  expect(found.has(later)).toBe(false);
});
