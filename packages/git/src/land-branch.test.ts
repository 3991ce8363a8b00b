import { expect, test } from 'vitest';
import { landBranch, type LandingWay } from './land-branch.ts';
import { branchRef } from './revision.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import { cacheOf, workTree } from './testing/test-repository.ts';

const committer = {
  name: 'Throughline',
  email: 'throughline@localhost',
  at: '2026-05-01T10:00:00Z',
};
const message = 'Land it\n';
const sides = { branch: branchRef('feature'), onto: branchRef('main'), committer, message };

/** Two commits on a branch, with a merge of main between them; one more on main. */
function branched() {
  const source = workTree();
  source.commit('base', { a: 'x' });
  source.run('checkout', '--quiet', '-b', 'feature');
  source.commit('one', { one: 'x' });
  source.run('checkout', '--quiet', 'main');
  source.commit('early', { early: 'x' });
  source.run('checkout', '--quiet', 'feature');
  source.run('merge', '--quiet', '-m', 'catch up', 'main');
  source.commit('two', { two: 'x' });
  source.run('checkout', '--quiet', 'main');
  source.commit('late', { late: 'x' });
  return source;
}

test.each<[LandingWay, string[]]>([
  ['merge', ['Land it', 'late', 'early', 'base']],
  ['squash', ['Land it', 'late', 'early', 'base']],
  ['rebase', ['two', 'one', 'late', 'early', 'base']],
])('by %s a branch comes into main whole', async (way, mainline) => {
  const source = branched();
  const [cache, elsewhere] = [await cacheOf(source.path), await cacheOf(source.path)];
  const landed = await landBranch(cache, { ...sides, way });
  if (landed.outcome !== 'landed') throw new Error(landed.outcome);
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  const names = source.run('ls-tree', '--name-only', landed.commit).split('\n');
  expect(names).toEqual(['a', 'early', 'late', 'one', 'two']);
  const log = source.run('log', '--first-parent', '--format=%s', landed.commit).split('\n');
  expect(log).toEqual(mainline);
  const parents = source.run('log', '-1', '--format=%P', landed.commit).split(' ');
  expect(parents[1]).toBe(way === 'merge' ? source.run('rev-parse', 'feature') : undefined);
  // The work's author stays; of a merge the author is who merged.
  const author = source.run('log', '-1', '--format=%an', landed.commit);
  expect(author).toBe(way === 'merge' ? 'Throughline' : 'Ada Lovelace');
  // Another node makes the same.
  expect(await landBranch(elsewhere, { ...sides, way })).toEqual(landed);
});

test.each<LandingWay>(['merge', 'squash', 'rebase'])(
  'by %s a conflict is told, and settled where somebody has settled it',
  async (way) => {
    const source = workTree();
    source.commit('base', { a: 'base\n' });
    source.run('checkout', '--quiet', '-b', 'feature');
    const at = source.commit('theirs', { a: 'theirs\n' });
    source.run('checkout', '--quiet', 'main');
    source.commit('ours', { a: 'ours\n' });
    const cache = await cacheOf(source.path);
    const told = await landBranch(cache, { ...sides, way });
    expect(told).toMatchObject({ outcome: 'conflict', at, conflicts: [{ path: 'a' }] });
    const landed = await landBranch(cache, {
      ...sides,
      way,
      settle: (conflict) => resolveConflicts(cache, conflict, [{ path: 'a', take: 'theirs' }]),
    });
    if (landed.outcome !== 'landed') throw new Error(landed.outcome);
    source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
    expect(source.run('show', `${landed.commit}:a`)).toBe('theirs');
  },
);

test('what the target has already lands as nothing', async () => {
  const source = workTree();
  const base = source.commit('base', { a: '1\n' });
  source.run('branch', 'old');
  source.run('checkout', '--quiet', '-b', 'feature');
  source.commit('same', { a: '2\n' });
  source.run('checkout', '--quiet', 'main');
  const head = source.commit('elsewhere', { a: '2\n', b: 'x' });
  const cache = await cacheOf(source.path);
  const already = { outcome: 'already', commit: head };
  expect(await landBranch(cache, { ...sides, branch: base, way: 'merge' })).toEqual(already);
  expect(await landBranch(cache, { ...sides, way: 'squash' })).toEqual(already);
  expect(await landBranch(cache, { ...sides, way: 'rebase' })).toEqual(already);
});
