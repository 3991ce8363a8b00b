import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { defaultBranch, listBranches } from './branches.ts';
import { namespaces } from './cache.ts';
import { readCommit, readCommits } from './commits.ts';
import { fetchRemote } from './fetch-remote.ts';
import { aheadBehind, isAncestor, mergeBase, refsContaining } from './history.ts';
import { branchRef, resolveCommit } from './revision.ts';
import { listTags } from './tags.ts';
import { cacheOf, gather, workTree } from './testing/test-repository.ts';

const nothing = '5'.repeat(40);

test('a commit is read with people, dates, message and trailers', async () => {
  const source = workTree();
  const parent = source.commit('first');
  const sha = source.commit(
    'feat(api): a door — größer\n\nWhy it is.\n\nInitiative: ini_01h455vb4pex5vsknk084sn02q\nReviewed-by: Ada\n  Lovelace <ada@example.com>',
  );
  const cache = await cacheOf(source.path);
  const commit = await readCommit(cache, sha);
  const at = (format: string) => source.run('log', '-1', `--format=${format}`).trim();
  expect(commit).toEqual({
    sha,
    tree: at('%T'),
    parents: [parent],
    author: { name: 'Ada Lovelace', email: 'ada@example.com', at: utc(at('%aI')) },
    committer: { name: 'Grace Hopper', email: 'grace@example.com', at: utc(at('%cI')) },
    subject: 'feat(api): a door — größer',
    body: 'Why it is.\n\nInitiative: ini_01h455vb4pex5vsknk084sn02q\nReviewed-by: Ada\n  Lovelace <ada@example.com>',
    trailers: [
      { key: 'Initiative', value: 'ini_01h455vb4pex5vsknk084sn02q' },
      { key: 'Reviewed-by', value: 'Ada Lovelace <ada@example.com>' },
    ],
  });
});

function utc(date: string): string {
  return new Date(date).toISOString().replace('.000Z', 'Z');
}

test('files are named with their status, whatever is in their names', async () => {
  const source = workTree();
  const long = 'line\n'.repeat(30);
  source.commit('first', { 'kept\tname': long, gone: 'x', [`M\n${nothing}`]: '1' });
  source.run('mv', 'kept\tname', 'R100');
  source.run('rm', '--quiet', 'gone');
  const second = source.commit('second', { [`M\n${nothing}`]: '2', 'new "file"': '' });
  const empty = source.commit('nothing');
  source.run('checkout', '--quiet', '-b', 'side', second);
  source.commit('side', { side: '' });
  source.run('checkout', '--quiet', 'main');
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'side');
  const cache = await cacheOf(source.path);
  const from = [branchRef('main')];
  const commits = await gather(readCommits(cache, { from, files: true }));
  expect(commits.map(({ subject, files }) => [subject, files])).toEqual([
    ['merged', [{ status: 'A', path: 'side' }]],
    ['side', [{ status: 'A', path: 'side' }]],
    ['nothing', []],
    [
      'second',
      [
        { status: 'M', path: `M\n${nothing}` },
        { status: 'R', path: 'R100', from: 'kept\tname' },
        { status: 'D', path: 'gone' },
        { status: 'A', path: 'new "file"' },
      ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    ],
    ['first', expect.arrayContaining([{ status: 'A', path: 'kept\tname' }])],
  ]);
  expect(commits[2]?.sha).toBe(empty);
  const onlySide = await gather(readCommits(cache, { from, paths: ['side'] }));
  expect(onlySide.map(({ subject }) => subject)).toEqual(['side']);
});

test('a log goes on behind the heads that are known, also after a rewritten branch', async () => {
  const source = workTree();
  source.commit('first');
  const known = source.commit('second');
  const cache = await cacheOf(source.path);
  source.commit('third');
  source.commit('fourth');
  await fetchRemote(cache);
  const from = [branchRef('main')];
  const subjects = async (since: readonly string[], more = {}) =>
    (await gather(readCommits(cache, { from, since, ...more }))).map(({ subject }) => subject);
  expect(await subjects([known])).toEqual(['fourth', 'third']);
  expect(await subjects([known, nothing])).toEqual(['fourth', 'third']);
  expect(await subjects([nothing])).toHaveLength(4);
  expect(await subjects([], { limit: 1 })).toEqual(['fourth']);
  expect(await subjects([...from])).toEqual([]);
  expect(await gather(readCommits(cache, { from: [] }))).toEqual([]);
});

test('first parents leave out what came by a merge', async () => {
  const source = workTree();
  source.commit('first');
  source.run('checkout', '--quiet', '-b', 'side');
  source.commit('side');
  source.run('checkout', '--quiet', 'main');
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'side');
  const cache = await cacheOf(source.path);
  const range = { from: [branchRef('main')], firstParent: true };
  const commits = await gather(readCommits(cache, range));
  expect(commits.map(({ subject }) => subject)).toEqual(['merged', 'first']);
});

test('a thousand heads and a commit whose date is broken are read', async () => {
  const source = workTree();
  const first = source.commit('first');
  const tree = source.run('rev-parse', 'HEAD^{tree}');
  const who = 'A <a@b>';
  const raw = `tree ${tree}\nparent ${first}\nauthor ${who} 99999999999999999999 +0000\ncommitter ${who} 1 +0000\n\nodd\n`;
  const odd = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], {
    cwd: source.path,
    input: raw,
  });
  const heads = Array.from({ length: 1_000 }, (_, index) => `create refs/heads/b${index} ${first}`);
  execFileSync('git', ['update-ref', '--stdin'], {
    cwd: source.path,
    input: `${heads.join('\n')}\ncreate refs/heads/odd ${odd.toString().trim()}\n`,
  });
  const cache = await cacheOf(source.path);
  const branches = await listBranches(cache);
  expect(branches).toHaveLength(1_002);
  const from = branches.map(({ sha }) => sha);
  const commits = await gather(readCommits(cache, { from }));
  expect(commits.map(({ subject }) => subject)).toEqual(['odd', 'first']);
  expect(commits[0]?.author.at).toBe('1970-01-01T00:00:00Z');
});

test('branches say how far they are from another, and tags what they mark', async () => {
  const source = workTree();
  const first = source.commit('first');
  source.run('tag', 'light');
  source.run('checkout', '--quiet', '-b', 'side');
  const side = source.commit('side');
  source.run('tag', '-a', '-m', 'One\n\nmore', 'v1.0.0');
  source.run('tag', '-a', '-m', 'Of a tree', 'tree', 'HEAD^{tree}');
  source.run('checkout', '--quiet', 'main');
  source.commit('second');
  const main = source.commit('third');
  const cache = await cacheOf(source.path);
  expect(await defaultBranch(cache)).toBe('main');
  const branches = await listBranches(cache, { compareWith: branchRef('main') });
  // main has second and third, side has side, both have first.
  expect(branches).toMatchObject([
    { name: 'main', sha: main, ahead: 0, behind: 0 },
    { name: 'side', sha: side, ahead: 1, behind: 2 },
  ]);
  expect(branches[0]?.at).toMatch(/^2024-\d\d-\d\dT[\d:]{8}Z$/);
  const tags = await listTags(cache);
  expect(tags.find(({ name }) => name === 'light')).toMatchObject({
    kind: 'light',
    sha: first,
    target: { sha: first, type: 'commit' },
    subject: undefined,
  });
  expect(tags.find(({ name }) => name === 'v1.0.0')).toMatchObject({
    kind: 'annotated',
    sha: source.run('rev-parse', 'v1.0.0'),
    target: { sha: side, type: 'commit' },
    subject: 'One',
  });
  expect(tags.find(({ name }) => name === 'tree')).toMatchObject({ target: { type: 'tree' } });
  expect(await aheadBehind(cache, branchRef('main'), side)).toEqual({ ahead: 1, behind: 2 });
  expect(await mergeBase(cache, main, side)).toBe(first);
  expect(await isAncestor(cache, first, side)).toBe(true);
  expect(await isAncestor(cache, main, side)).toBe(false);
  expect(await refsContaining(cache, side, 'refs/')).toEqual([
    branchRef('side'),
    `${namespaces.tags}v1.0.0`,
  ]);
});

test('unrelated histories have no merge base', async () => {
  const source = workTree();
  source.commit('first');
  source.run('checkout', '--quiet', '--orphan', 'other');
  source.commit('another first');
  const cache = await cacheOf(source.path);
  expect(await mergeBase(cache, branchRef('main'), branchRef('other'))).toBeUndefined();
});

test('what is not there is an unknown revision', async () => {
  const source = workTree();
  const first = source.commit('first');
  const cache = await cacheOf(source.path);
  const unknown = { code: 'unknown_revision' };
  await expect(resolveCommit(cache, nothing)).rejects.toMatchObject(unknown);
  await expect(resolveCommit(cache, branchRef('no'))).rejects.toMatchObject(unknown);
  await expect(readCommit(cache, nothing)).rejects.toMatchObject(unknown);
  await expect(mergeBase(cache, first, nothing)).rejects.toMatchObject(unknown);
  await expect(isAncestor(cache, nothing, first)).rejects.toMatchObject(unknown);
  await expect(aheadBehind(cache, first, nothing)).rejects.toMatchObject(unknown);
  await expect(refsContaining(cache, nothing, 'refs/')).rejects.toMatchObject(unknown);
});

test.each([
  '--upload-pack=x',
  '--output=/tmp/x',
  'main',
  'HEAD',
  '@{-1}',
  'refs/heads/a..refs/heads/b',
  '^refs/heads/a',
  'refs/heads/a\n--all',
  ':/first',
  '',
])('%j is no revision', async (revision) => {
  const source = workTree();
  source.commit('first');
  const cache = await cacheOf(source.path);
  const invalid = { code: 'invalid_name' };
  await expect(resolveCommit(cache, revision)).rejects.toMatchObject(invalid);
  await expect(gather(readCommits(cache, { from: [revision] }))).rejects.toMatchObject(invalid);
  const since = { from: [branchRef('main')], since: [revision] };
  await expect(gather(readCommits(cache, since))).rejects.toMatchObject(invalid);
  await expect(mergeBase(cache, revision, revision)).rejects.toMatchObject(invalid);
  await expect(aheadBehind(cache, revision, revision)).rejects.toMatchObject(invalid);
});
