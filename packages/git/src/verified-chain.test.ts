import { expect, test } from 'vitest';
import { missingCommits } from './missing-commits.ts';
import { pickCommits } from './pick-commits.ts';
import { branchRef } from './revision.ts';
import { cacheOf, workTree } from './testing/test-repository.ts';
import { verifiedChain } from './verified-chain.ts';

const onto = branchRef('release/1.0');
const committer = { name: 'T', email: 't@localhost', at: '2026-05-01T10:00:00Z' };
const lines = (change: Record<number, string> = {}) =>
  Array.from({ length: 40 }, (_, index) => `${change[index] ?? `line ${index}`}\n`).join('');

/** A line at the first commit, and on main what a fix rests on among what it doesn't rest on. */
function withHistory() {
  const source = workTree();
  source.commit('base', { a: lines(), b: 'b\n' });
  source.run('branch', 'release/1.0');
  const one = source.commit('one', { a: lines({ 10: 'one' }) });
  const far = source.commit('far away', { a: lines({ 10: 'one', 30: 'far' }) });
  source.commit('other file', { b: 'bb\n' });
  const two = source.commit('two', { a: lines({ 10: 'two', 30: 'far' }) });
  const fix = source.commit('fix', { a: lines({ 10: 'fixed', 30: 'far' }) });
  return { source, one, far, two, fix };
}

test('the earlier commits that a line lacks are named in order, the close ones marked', async () => {
  const { source, one, far, two, fix } = withHistory();
  const cache = await cacheOf(source.path);
  const missing = await missingCommits(cache, { commit: fix, onto });
  expect(missing).toMatchObject([
    { sha: one, subject: 'one', author: 'Ada Lovelace', paths: ['a'], sameLines: true },
    { sha: far, subject: 'far away', sameLines: false },
    { sha: two, subject: 'two', sameLines: true },
  ]);
});

test('what the line has under another name, or what was taken back, is not missing', async () => {
  const { source, one, fix } = withHistory();
  source.run('checkout', '--quiet', 'release/1.0');
  source.run('cherry-pick', '-x', one);
  source.run('checkout', '--quiet', 'main');
  source.run('checkout', '--quiet', '-B', 'main', `${fix}~1`);
  const bad = source.commit('bad', { a: lines({ 5: 'bad', 10: 'two', 30: 'far' }) });
  source.run('revert', '--no-edit', bad);
  const after = source.commit('after', { a: lines({ 10: 'after', 30: 'far' }) });
  const cache = await cacheOf(source.path);
  const missing = await missingCommits(cache, { commit: after, onto });
  expect(missing.map(({ subject }) => subject)).toEqual(['far away', 'two']);
});

test('the chain is the smallest set with which the pick is clean', async () => {
  const { source, one, two, fix } = withHistory();
  const cache = await cacheOf(source.path);
  expect(await pickCommits(cache, { commits: [fix], onto, committer })).toMatchObject({
    clean: false,
  });
  const chain = await verifiedChain(cache, { commit: fix, onto });
  expect(chain).toEqual({ commits: [one, two, fix], smallest: true });
  const picked = await pickCommits(cache, { commits: chain?.commits ?? [], onto, committer });
  expect(picked.clean).toBe(true);
});

test('a chain may need a file that an earlier commit brought, and leaves out what it can', async () => {
  const source = workTree();
  source.commit('base', { a: lines() });
  source.run('branch', 'release/1.0');
  const adds = source.commit('adds', { fresh: lines() });
  source.commit('elsewhere', { fresh: lines({ 35: 'elsewhere' }) });
  const fix = source.commit('fix', { fresh: lines({ 5: 'fixed', 35: 'elsewhere' }) });
  const cache = await cacheOf(source.path);
  const chain = await verifiedChain(cache, { commit: fix, onto });
  expect(chain).toEqual({ commits: [adds, fix], smallest: true });
});

test('where no earlier commit helps there is no chain', async () => {
  const source = workTree();
  source.commit('base', { a: lines() });
  source.run('checkout', '--quiet', '-b', 'release/1.0');
  source.commit('own', { a: lines({ 10: 'own' }) });
  source.run('checkout', '--quiet', 'main');
  source.commit('one', { a: lines({ 10: 'one' }) });
  const fix = source.commit('fix', { a: lines({ 10: 'fixed' }) });
  const cache = await cacheOf(source.path);
  expect(await verifiedChain(cache, { commit: fix, onto })).toBeUndefined();
});

test('a pick that is clean by itself is a chain of its own', async () => {
  const { source, far } = withHistory();
  const cache = await cacheOf(source.path);
  expect(await verifiedChain(cache, { commit: far, onto })).toEqual({
    commits: [far],
    smallest: true,
  });
});

test('of many commits the chain is one that nothing can be left out of', async () => {
  const source = workTree();
  source.commit('base', { a: lines() });
  source.run('branch', 'release/1.0');
  const steps = Array.from({ length: 12 }, (_, index) =>
    source.commit(`step ${index}`, { a: lines({ 10: `step ${index}` }) }),
  );
  const fix = source.commit('fix', { a: lines({ 10: 'fixed' }) });
  const cache = await cacheOf(source.path);
  // Each step rests on the one before, and there are 2 ** 12 sets of them.
  expect(await verifiedChain(cache, { commit: fix, onto })).toEqual({
    commits: [...steps, fix],
    smallest: false,
  });
  expect(await verifiedChain(cache, { commit: fix, onto, maximum: 5 })).toBeUndefined();
});
