import { expect, test } from 'vitest';
import { mergeTrees } from './merge-trees.ts';
import { readConflict } from './read-conflict.ts';
import { resolveConflicts, type FileResolution } from './resolve-conflicts.ts';
import { branchRef } from './revision.ts';
import { cacheOf, workTree } from './testing/test-repository.ts';

const text = (lines: number, change = '') =>
  Array.from({ length: lines }, (_, index) => `line ${index}\n`).join('') + change;

/** Files in every kind of trouble at once: ours on `release/1.0`, theirs on `main`. */
async function troubled() {
  const source = workTree();
  source.commit('base', {
    'kept.txt': 'x\n',
    'content.txt': 'base\n',
    'deleted.txt': text(10),
    'binary.bin': 'a\0a',
    'renamed.txt': text(30),
  });
  source.run('branch', 'release/1.0');
  source.run('mv', 'renamed.txt', 'theirs-name.txt');
  source.run('mv', 'deleted.txt', 'x');
  source.run('rm', '--quiet', '-f', 'x');
  source.commit('theirs', { 'content.txt': 'theirs\n', 'binary.bin': 'a\0b', 'place/in': 'x\n' });
  source.run('checkout', '--quiet', 'release/1.0');
  source.run('mv', 'renamed.txt', 'ours-name.txt');
  source.commit('ours', {
    'content.txt': 'ours\n',
    'binary.bin': 'a\0c',
    'deleted.txt': text(10, 'more\n'),
    place: 'a file\n',
  });
  const cache = await cacheOf(source.path);
  const sides = { ours: branchRef('release/1.0'), theirs: branchRef('main') };
  const outcome = await mergeTrees(cache, sides);
  if (outcome.clean) throw new Error('no conflict');
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  const files = outcome.conflicts.flatMap((conflict) => conflict.files);
  const aside = files.find(({ path }) => path.startsWith('place~'))?.path ?? '';
  const settled = [
    { path: 'content.txt', take: 'text', text: 'both\n' },
    { path: 'deleted.txt', take: 'none' },
    { path: 'binary.bin', take: 'theirs' },
    { path: 'renamed.txt', take: 'none' },
    { path: 'ours-name.txt', take: 'none' },
    { path: 'theirs-name.txt', take: 'theirs' },
    { path: aside, take: 'ours', at: 'place.txt' },
  ] as const satisfies FileResolution[];
  return { source, cache, outcome, files, settled, aside };
}

test('every file in conflict is decided, and the rest stays as the merge made it', async () => {
  const { source, cache, outcome, files, settled } = await troubled();
  expect(files.map(({ path }) => path).toSorted()).toEqual(
    settled.map(({ path }) => path).toSorted(),
  );
  const tree = await resolveConflicts(cache, outcome, settled);
  expect(source.run('ls-tree', '-r', '--name-only', tree).split('\n')).toEqual([
    'binary.bin',
    'content.txt',
    'kept.txt',
    'place.txt',
    'place/in',
    'theirs-name.txt',
  ]);
  expect(source.run('show', `${tree}:content.txt`)).toBe('both');
  expect(source.run('show', `${tree}:place.txt`)).toBe('a file');
  expect(source.run('rev-parse', `${tree}:binary.bin`)).toBe(
    source.run('rev-parse', 'main:binary.bin'),
  );
});

test('what is undecided, decided twice or still marked is refused in words', async () => {
  const { cache, outcome, settled, aside } = await troubled();
  const refused = async (resolutions: readonly FileResolution[], why: string) =>
    await expect(resolveConflicts(cache, outcome, resolutions)).rejects.toMatchObject({
      code: 'unresolved',
      message: expect.stringContaining(why) as string,
    });
  const but = (path: string, resolution: FileResolution) =>
    settled.map((one) => (one.path === path ? resolution : one));
  await refused(settled.slice(1), 'content.txt is not decided');
  await refused([], 'is not decided, and 6 more');
  await refused([...settled, { path: 'kept.txt', take: 'none' }], 'not in conflict');
  await refused([...settled, { path: 'content.txt', take: 'ours' }], 'decided twice');
  await refused(but('deleted.txt', { path: 'deleted.txt', take: 'theirs' }), 'no version');
  const marked = '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n';
  const left = { path: 'content.txt', take: 'text', text: marked } as const;
  await refused(but('content.txt', left), 'conflict marks left');
  // A file never pushes aside what nobody decided about.
  await refused(but(aside, { path: aside, take: 'ours', at: 'place' }), 'place is there');
  await refused(but(aside, { path: aside, take: 'ours', at: 'kept.txt/x' }), 'kept.txt is there');
  await refused(but(aside, { path: aside, take: 'ours', at: 'content.txt' }), 'two files');
  for (const at of ['../x', '.git/hooks/post-checkout']) {
    const outside = resolveConflicts(cache, outcome, but(aside, { path: aside, take: 'ours', at }));
    await expect(outside).rejects.toMatchObject({ code: 'invalid_name' });
  }
});

test('of a file without a second text there are sides to choose from, and no hunks', async () => {
  const { cache, files } = await troubled();
  const read = async (path: string) => {
    const file = files.find((one) => one.path === path);
    return file && (await readConflict(cache, file));
  };
  expect(await read('binary.bin')).toMatchObject({ ours: { size: 3 }, parts: undefined });
  expect(await read('deleted.txt')).toMatchObject({
    base: { text: text(10) },
    ours: { text: text(10, 'more\n') },
    parts: undefined,
  });
  expect(await read('content.txt')).toMatchObject({
    parts: [{ kind: 'conflict', ours: 'ours\n', base: 'base\n', theirs: 'theirs\n' }],
  });
});
