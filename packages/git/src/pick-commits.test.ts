import { expect, test } from 'vitest';
import { branchRef } from './revision.ts';
import { conflictFingerprint } from './conflict-fingerprint.ts';
import { pickCommits } from './pick-commits.ts';
import { readConflict } from './read-conflict.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import { cacheOf, workTree, type WorkTree } from './testing/test-repository.ts';

const line = branchRef('release/1.0');
const committer = {
  name: 'Throughline',
  email: 'throughline@localhost',
  at: '2026-05-01T10:00:00Z',
};

function forked(files: Readonly<Record<string, string | Uint8Array>>): WorkTree {
  const source = workTree();
  source.commit('base', files);
  source.run('branch', 'release/1.0');
  return source;
}

/** What somebody's own `git cherry-pick -x` makes on the line, with our committer. */
function pickedByGit(source: WorkTree, ...commits: string[]): string {
  source.run('checkout', '--quiet', 'release/1.0');
  const seconds = Date.parse(committer.at) / 1000;
  source.run(
    '-c',
    `alias.pick=!GIT_COMMITTER_NAME=${committer.name} GIT_COMMITTER_EMAIL=${committer.email} GIT_COMMITTER_DATE='@${seconds} +0000' git cherry-pick -x --allow-empty`,
    'pick',
    ...commits,
  );
  return source.run('rev-parse', 'HEAD');
}

test('a stack is picked in its order, and is the commits that git cherry-pick -x makes', async () => {
  const source = forked({ a: '1\n' });
  const one = source.commit('Größe\n\nWhy: because\n', { a: '2\n' });
  source.commit('not this', { other: 'x' });
  const two = source.commit('two\n\nSigned-off-by: Ada <ada@example.com>', { a: '3\n' });
  const three = source.commit('three\n\nWords, and then\nno trailers.', { b: 'b\n' });
  const cache = await cacheOf(source.path);
  const request = { commits: [one, two, three], onto: line, committer };
  const base = source.run('rev-parse', 'release/1.0');
  const picked = await pickCommits(cache, request);
  expect(picked).toMatchObject({ clean: true, picks: [{ original: one }, { original: two }, {}] });
  expect(picked.head).toBe(pickedByGit(source, one, two, three));
  // Another node makes the same ones.
  const elsewhere = await cacheOf(source.path);
  expect((await pickCommits(elsewhere, { ...request, onto: base })).head).toBe(picked.head);
});

test('a message in another encoding stays as it is', async () => {
  const source = forked({ a: '1\n' });
  source.write({ '.git/message': Buffer.from('Größe\n', 'latin1'), b: 'x' });
  source.run('add', '--all');
  source.run('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '--quiet', '-F', '.git/message');
  const fix = source.run('rev-parse', 'HEAD');
  const cache = await cacheOf(source.path);
  const { head } = await pickCommits(cache, { commits: [fix], onto: line, committer });
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  const raw = source.run('cat-file', 'commit', head);
  expect(raw).toContain('\nencoding ISO-8859-1\n');
  expect(source.run('log', '-1', '--format=%s', '--encoding=UTF-8', head)).toBe('Größe');
});

test('what the line has already is left out, and says so', async () => {
  const source = forked({ a: '1\n' });
  const fix = source.commit('fix', { a: '2\n' });
  const next = source.commit('next', { b: 'x' });
  source.run('checkout', '--quiet', 'release/1.0');
  const own = source.commit('same', { a: '2\n' });
  const cache = await cacheOf(source.path);
  const picked = await pickCommits(cache, { commits: [fix, next], onto: own, committer });
  expect(picked.picks.map(({ commit }) => commit)).toEqual([undefined, picked.head]);
});

test('a stack stops at the first conflict, and goes on where it is settled', async () => {
  const source = forked({ a: 'one\ntwo\nthree\n' });
  source.run('checkout', '--quiet', 'release/1.0');
  const own = source.commit('own', { a: 'one\nours\nthree\n' });
  source.run('checkout', '--quiet', 'main');
  const first = source.commit('first', { b: 'x' });
  const second = source.commit('second', { a: 'one\ntheirs\nthree\n' });
  const third = source.commit('third', { c: 'x' });
  const cache = await cacheOf(source.path);
  const request = { commits: [first, second, third], onto: own, committer };
  const stopped = await pickCommits(cache, request);
  expect(stopped).toMatchObject({
    clean: false,
    picks: [{ original: first }],
    conflict: { original: second, onto: stopped.head, conflicts: [{ path: 'a' }] },
  });
  const settled = await pickCommits(cache, {
    ...request,
    settle: (conflict) =>
      resolveConflicts(cache, conflict, [{ path: 'a', take: 'text', text: 'one\nboth\nthree\n' }]),
  });
  expect(settled).toMatchObject({
    clean: true,
    picks: [{ settled: false }, { settled: true }, { settled: false }],
  });
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  expect(source.run('show', `${settled.head}:a`)).toBe('one\nboth\nthree');
  expect(source.run('ls-tree', '--name-only', settled.head).split('\n')).toEqual(['a', 'b', 'c']);
});

test('a merge is picked against the parent that is named, and refused in words without', async () => {
  const source = forked({ a: 'x' });
  source.run('checkout', '--quiet', '-b', 'side');
  source.commit('side', { side: 'x' });
  source.run('checkout', '--quiet', 'main');
  source.commit('third', { third: 'x' });
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'side');
  const merge = source.run('rev-parse', 'HEAD');
  const plain = source.commit('plain', { plain: 'x' });
  const cache = await cacheOf(source.path);
  const request = { commits: [merge, plain], onto: line, committer };
  await expect(pickCommits(cache, request)).rejects.toMatchObject({
    code: 'needs_mainline',
    message: `${merge} is a merge: say against which parent`,
  });
  const picked = await pickCommits(cache, { ...request, mainline: 1 });
  source.write({ '.git/objects/info/alternates': `${cache.directory}/objects\n` });
  const names = source.run('ls-tree', '--name-only', picked.head).split('\n');
  expect(names).toEqual(['a', 'plain', 'side']);
});

test('a conflict is read hunk by hunk, whatever looks like a mark in it', async () => {
  const marks = `${'<'.repeat(7)} x\n${'='.repeat(40)}\n`;
  const middle = Array.from({ length: 9 }, (_, index) => `same ${index}\n`).join('');
  const text = (top: string, end: string) => `${marks}${top}${middle}${end}`;
  const source = forked({ a: text('base\n', 'base') });
  source.run('checkout', '--quiet', 'release/1.0');
  source.commit('own', { a: text('ours\n', 'ours') });
  source.run('checkout', '--quiet', 'main');
  const fix = source.commit('fix', { a: text('theirs\n', 'theirs') });
  const cache = await cacheOf(source.path);
  const picked = await pickCommits(cache, { commits: [fix], onto: line, committer });
  const [file] = picked.clean ? [] : (picked.conflict.conflicts[0]?.files ?? []);
  if (file === undefined) throw new Error('no conflict');
  const content = await readConflict(cache, file);
  expect(content.ours?.text).toBe(text('ours\n', 'ours'));
  // Git ends the last line of each side, so that its marks stand on lines of their own.
  expect(content.parts).toEqual([
    { kind: 'merged', text: marks },
    { kind: 'conflict', ours: 'ours\n', base: 'base\n', theirs: 'theirs\n' },
    { kind: 'merged', text: middle },
    { kind: 'conflict', ours: 'ours\n', base: 'base\n', theirs: 'theirs\n' },
  ]);
  const small = await readConflict(cache, file, { maxBytes: 10 });
  expect(small).toMatchObject({ path: 'a', ours: { text: undefined }, parts: undefined });
  expect(small.ours?.size).toBe(Buffer.byteLength(text('ours\n', 'ours')));
});

test('the same conflict has the same fingerprint on another line', async () => {
  const source = forked({ a: 'base\n' });
  source.run('checkout', '--quiet', 'release/1.0');
  const one = source.commit('own', { a: 'ours\n' });
  const two = source.commit('more', { b: 'x' });
  const three = source.commit('other', { a: 'others\n' });
  source.run('checkout', '--quiet', 'main');
  const fix = source.commit('fix', { a: 'theirs\n' });
  const cache = await cacheOf(source.path);
  const prints = [];
  for (const onto of [one, two, three]) {
    const picked = await pickCommits(cache, { commits: [fix], onto, committer });
    const conflicts = picked.clean ? [] : picked.conflict.conflicts;
    prints.push(conflictFingerprint(conflicts.flatMap(({ files }) => files)));
  }
  expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(prints[1]).toBe(prints[0]);
  expect(prints[2]).not.toBe(prints[0]);
});
