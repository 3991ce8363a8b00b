import { expect, test } from 'vitest';
import { commitTree } from './commit-tree.ts';
import type { Conflict } from './conflict.ts';
import { readFileAt } from './files.ts';
import { cherryPick, mergeTrees, revertCommit } from './merge-trees.ts';
import { branchRef } from './revision.ts';
import { cacheOf, workTree, type WorkTree } from './testing/test-repository.ts';

const main = branchRef('main');
const line = branchRef('release/1.0');
const lines = (count: number, change: Record<number, string> = {}) =>
  Array.from({ length: count }, (_, index) => `${change[index] ?? `line ${index}`}\n`).join('');

/** A repository with a release line, at which main and the line have one commit in common. */
function forked(files: Readonly<Record<string, string | Uint8Array>>): WorkTree {
  const source = workTree();
  source.commit('base', files);
  source.run('branch', 'release/1.0');
  return source;
}

function onLine(source: WorkTree, work: () => void): void {
  source.run('checkout', '--quiet', 'release/1.0');
  work();
  source.run('checkout', '--quiet', 'main');
}

async function conflictsOf(source: WorkTree): Promise<readonly Conflict[]> {
  const cache = await cacheOf(source.path);
  const outcome = await mergeTrees(cache, { ours: line, theirs: main });
  return outcome.clean ? [] : outcome.conflicts;
}

test('a clean merge gives the tree that git merge makes', async () => {
  const source = forked({ a: lines(20) });
  onLine(source, () => source.commit('top', { a: lines(20, { 0: 'top' }) }));
  source.commit('bottom', { a: lines(20, { 19: 'bottom' }), b: 'new' });
  const cache = await cacheOf(source.path);
  const outcome = await mergeTrees(cache, { ours: line, theirs: main });
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'release/1.0');
  expect(outcome).toEqual({ clean: true, tree: source.run('rev-parse', 'HEAD^{tree}') });
});

test('a given base counts, not the one that the histories have', async () => {
  const source = workTree();
  const one = source.commit('one', { a: '1\n' });
  const two = source.commit('two', { b: '2\n' });
  const three = source.commit('three', { c: '3\n' });
  const cache = await cacheOf(source.path);
  const named = async (ours: string, base: string, theirs: string) => {
    const outcome = await mergeTrees(cache, { ours, base, theirs });
    return outcome.clean ? source.run('ls-tree', '--name-only', outcome.tree).split('\n') : [];
  };
  // The merge's objects are in the cache; the source borrows them to list the tree.
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  // Against base two, one takes b away and three adds c.
  expect(await named(one, two, three)).toEqual(['a', 'c']);
});

test('a pick brings one commit only, as git cherry-pick does', async () => {
  const source = forked({ a: lines(20) });
  source.commit('not this', { other: 'x' });
  const fix = source.commit('fix', { a: lines(20, { 10: 'fixed' }) });
  onLine(source, () => source.commit('own', { own: 'x' }));
  const cache = await cacheOf(source.path);
  const picked = await cherryPick(cache, { commit: fix, onto: line });
  onLine(source, () => source.run('cherry-pick', fix));
  const tree = source.run('rev-parse', 'release/1.0^{tree}');
  expect(picked).toEqual({ clean: true, tree, empty: false });
});

test('a pick that the target has already is empty', async () => {
  const source = forked({ a: '1\n' });
  const fix = source.commit('fix', { a: '2\n' });
  onLine(source, () => source.commit('same', { a: '2\n', own: 'x' }));
  const cache = await cacheOf(source.path);
  expect(await cherryPick(cache, { commit: fix, onto: line })).toMatchObject({ empty: true });
});

test('the first commit of a repository can be picked, a merge only against a parent', async () => {
  const source = workTree();
  const root = source.commit('root', { root: 'x' });
  source.run('checkout', '--quiet', '--orphan', 'release/1.0');
  source.run('rm', '-rf', '--quiet', '.');
  source.commit('other root', { other: 'x' });
  source.run('checkout', '--quiet', '-b', 'side', 'main');
  source.commit('side', { side: 'x' });
  source.run('checkout', '--quiet', 'main');
  source.commit('third', { third: 'x' });
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'side');
  const merge = source.run('rev-parse', 'HEAD');
  const cache = await cacheOf(source.path);
  const names = async (pick: { commit: string; mainline?: number }) => {
    const { clean, tree } = await cherryPick(cache, { ...pick, onto: line });
    const author = { name: 'A', email: 'a@b', at: '2024-01-01T00:00:00Z' };
    const commit = await commitTree(cache, { tree, parents: [], message: 'x', author });
    const present = await Promise.all(
      ['root', 'other', 'side', 'third'].map(async (name) =>
        (await readFileAt(cache, commit, name)) === undefined ? '' : name,
      ),
    );
    return [clean, ...present.filter((name) => name !== '')];
  };
  expect(await names({ commit: root })).toEqual([true, 'root', 'other']);
  expect(await names({ commit: merge, mainline: 1 })).toEqual([true, 'other', 'side']);
  expect(await names({ commit: merge, mainline: 2 })).toEqual([true, 'other', 'third']);
  for (const mainline of [undefined, 3, 0]) {
    const pick = { commit: merge, onto: line, ...(mainline === undefined ? {} : { mainline }) };
    await expect(cherryPick(cache, pick)).rejects.toMatchObject({ code: 'needs_mainline' });
  }
});

test('a revert takes one commit back and keeps what came after', async () => {
  const source = workTree();
  source.commit('base', { a: lines(20) });
  const bad = source.commit('bad', { a: lines(20, { 3: 'bad' }) });
  source.commit('later', { a: lines(20, { 3: 'bad', 16: 'later' }) });
  const cache = await cacheOf(source.path);
  const reverted = await revertCommit(cache, { commit: bad, onto: main });
  source.run('revert', '--no-edit', bad);
  const tree = source.run('rev-parse', 'HEAD^{tree}');
  expect(reverted).toEqual({ clean: true, tree, empty: false });
});

test('a conflict names the path and all three sides, and the tree has the marks', async () => {
  const source = forked({ 'a b\n': 'base\n' });
  onLine(source, () => source.commit('ours', { 'a b\n': 'ours\n' }));
  const fix = source.commit('theirs', { 'a b\n': 'theirs\n' });
  const cache = await cacheOf(source.path);
  const outcome = await cherryPick(cache, { commit: fix, onto: line });
  const blob = (revision: string) => source.run('rev-parse', `${revision}:a b\n`);
  expect(outcome).toMatchObject({
    clean: false,
    conflicts: [
      {
        path: 'a b\n',
        kind: 'content',
        base: { mode: '100644', sha: blob('main~1') },
        ours: { mode: '100644', sha: blob('release/1.0') },
        theirs: { mode: '100644', sha: blob('main') },
      },
    ],
  });
  const author = { name: 'A', email: 'a@b', at: '2024-01-01T00:00:00Z' };
  const commit = await commitTree(cache, { tree: outcome.tree, parents: [], message: 'x', author });
  const text = (await readFileAt(cache, commit, 'a b\n'))?.bytes.toString();
  expect(text).toMatch(/^<{7} .*\nours\n={7}\ntheirs\n>{7} .*\n$/);
});

test('both added the file', async () => {
  const source = forked({ base: 'x' });
  onLine(source, () => source.commit('ours', { a: 'ours\n' }));
  source.commit('theirs', { a: 'theirs\n' });
  expect(await conflictsOf(source)).toMatchObject([{ path: 'a', kind: 'add-add' }]);
});

test('both changed a binary file', async () => {
  const source = forked({ a: 'a\0b' });
  onLine(source, () => source.commit('ours', { a: 'a\0c' }));
  source.commit('theirs', { a: 'a\0d' });
  expect(await conflictsOf(source)).toMatchObject([{ path: 'a', kind: 'binary' }]);
});

test('one changed what the other took away', async () => {
  const source = forked({ a: lines(5) });
  onLine(source, () => {
    source.run('rm', '--quiet', 'a');
    source.commit('ours');
  });
  source.commit('theirs', { a: lines(5, { 2: 'changed' }) });
  const [conflict] = await conflictsOf(source);
  expect(conflict).toMatchObject({ path: 'a', kind: 'modify-delete', base: {}, theirs: {} });
  expect(conflict?.ours).toBeUndefined();
});

test('one renamed what the other took away', async () => {
  const source = forked({ a: lines(20) });
  onLine(source, () => {
    source.run('rm', '--quiet', 'a');
    source.commit('ours');
  });
  source.run('mv', 'a', 'b');
  source.commit('theirs');
  expect(await conflictsOf(source)).toMatchObject([{ path: 'b', kind: 'rename-delete' }]);
});

test('both renamed a file, differently', async () => {
  const source = forked({ a: lines(20) });
  onLine(source, () => {
    source.run('mv', 'a', 'ours');
    source.commit('ours');
  });
  source.run('mv', 'a', 'theirs');
  source.commit('theirs');
  const [conflict] = await conflictsOf(source);
  expect(conflict?.kind).toBe('rename-rename');
  expect(conflict?.paths.toSorted()).toEqual(['a', 'ours', 'theirs']);
});

test('a file stands where the other has a folder', async () => {
  const source = forked({ base: 'x' });
  onLine(source, () => source.commit('ours', { place: 'a file' }));
  source.commit('theirs', { 'place/inner': 'x' });
  expect((await conflictsOf(source)).map(({ kind }) => kind)).toEqual(['file-directory']);
});

test('one made a file a link, the other changed it', async () => {
  const source = forked({ a: lines(5) });
  const blob = (content: string) => {
    source.write({ '.git/link': content });
    return source.run('hash-object', '-w', '.git/link');
  };
  onLine(source, () => {
    source.run('update-index', '--cacheinfo', `120000,${blob('elsewhere')},a`);
    source.run('commit', '--quiet', '-m', 'ours');
    source.run('reset', '--quiet', '--hard');
  });
  source.commit('theirs', { a: lines(5, { 1: 'changed' }) });
  expect((await conflictsOf(source)).map(({ kind }) => kind)).toEqual(['mode']);
});

test('both moved a submodule', async () => {
  const source = workTree();
  const at = (digit: string, message: string) => {
    source.run('update-index', '--add', '--cacheinfo', `160000,${digit.repeat(40)},module`);
    source.run('commit', '--quiet', '-m', message);
  };
  at('1', 'base');
  source.run('branch', 'release/1.0');
  onLine(source, () => at('2', 'ours'));
  source.run('reset', '--quiet', '--hard');
  at('3', 'theirs');
  expect(await conflictsOf(source)).toMatchObject([{ path: 'module', kind: 'submodule' }]);
});

test('a folder that one renamed and into which the other put a file', async () => {
  const source = forked({ 'old/a': lines(20), 'old/b': lines(30) });
  onLine(source, () => {
    source.run('mv', 'old', 'new');
    source.commit('ours');
  });
  source.commit('theirs', { 'old/c': 'x' });
  expect((await conflictsOf(source)).map(({ kind }) => kind)).toEqual(['directory-rename']);
});

test('many picks end as a work-tree cherry-pick ends: same tree, or the same paths in conflict', async () => {
  const source = workTree();
  // A fixed sequence (Park and Miller's generator, 1988), so that a failure can be repeated.
  let seed = 20_240_301;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const content = new Map(['a', 'b', 'c'].map((name) => [name, lines(12).split('\n')]));
  const change = (label: string) => {
    const name = ['a', 'b', 'c'][random(3)] ?? 'a';
    const text = content.get(name)?.with(random(12), label) ?? [];
    content.set(name, text);
    return { [name]: text.join('\n') };
  };
  source.commit(
    'base',
    Object.fromEntries([...content].map(([name, text]) => [name, text.join('\n')])),
  );
  source.run('branch', 'release/1.0');
  const fixes = Array.from({ length: 25 }, (_, index) =>
    source.commit(`fix ${index}`, change(`fix ${index}`)),
  );
  const cache = await cacheOf(source.path);
  source.run('checkout', '--quiet', 'release/1.0');
  const base = source.run('rev-parse', 'HEAD');
  let conflicts = 0;
  for (const fix of fixes) {
    const outcome = await cherryPick(cache, { commit: fix, onto: base });
    let theirs: readonly string[] | undefined;
    try {
      source.run('cherry-pick', '--allow-empty', fix);
    } catch {
      theirs = source.run('diff', '--name-only', '--diff-filter=U').split('\n');
    }
    if (theirs === undefined) {
      expect(outcome).toMatchObject({ clean: true, tree: source.run('rev-parse', 'HEAD^{tree}') });
    } else {
      conflicts += 1;
      expect(outcome.clean ? [] : outcome.conflicts.map(({ path }) => path)).toEqual(theirs);
    }
    source.run('reset', '--quiet', '--hard', base);
  }
  // Both kinds came up.
  expect(conflicts).toBeGreaterThan(3);
  expect(conflicts).toBeLessThan(22);
});

test('a merge with what is not there is an unknown revision', async () => {
  const source = workTree();
  const first = source.commit('first');
  const cache = await cacheOf(source.path);
  const missing = '4'.repeat(40);
  const unknown = { code: 'unknown_revision' };
  await expect(mergeTrees(cache, { ours: first, theirs: missing })).rejects.toMatchObject(unknown);
  await expect(cherryPick(cache, { commit: missing, onto: first })).rejects.toMatchObject(unknown);
  await expect(cherryPick(cache, { commit: first, onto: missing })).rejects.toMatchObject(unknown);
});

test('the same commit is made everywhere, as git itself makes it', async () => {
  const source = workTree();
  const parent = source.commit('first', { a: 'x' });
  const tree = source.run('rev-parse', 'HEAD^{tree}');
  const author = {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    at: '2024-05-01T10:00:00+02:00',
  };
  const committer = { ...author, name: 'Throughline' };
  const commit = { tree, parents: [parent], message: 'Land it\n\nÜ\n', author, committer };
  const made = await commitTree(await cacheOf(source.path), commit);
  expect(await commitTree(await cacheOf(source.path), commit)).toBe(made);
  // 2024-05-01T08:00:00Z is 1714550400 seconds after 1970.
  const raw = `tree ${tree}\nparent ${parent}\nauthor Ada Lovelace <ada@example.com> 1714550400 +0000\ncommitter Throughline <ada@example.com> 1714550400 +0000\n\nLand it\n\nÜ\n`;
  source.write({ '.git/raw': raw });
  expect(source.run('hash-object', '-t', 'commit', '.git/raw')).toBe(made);
});

test.each([
  { name: 'A\nparent x' },
  { name: 'A <b' },
  { name: '' },
  { name: '"."' },
  { email: 'a>b' },
  { at: 'yesterday' },
  { at: '1960-01-01T00:00:00Z' },
])('an identity with %j makes no commit', async (odd) => {
  const source = workTree();
  source.commit('first', { a: 'x' });
  const cache = await cacheOf(source.path);
  const tree = source.run('rev-parse', 'HEAD^{tree}');
  const author = { name: 'A', email: 'a@b', at: '2024-01-01T00:00:00Z', ...odd };
  await expect(
    commitTree(cache, { tree, parents: [], message: 'x', author }),
  ).rejects.toMatchObject({
    code: 'invalid_name',
  });
});
