import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffSummary } from './diff-summary.ts';
import { archiveCommit, listTree, readFileAt } from './files.ts';
import { branchRef } from './revision.ts';
import { cacheOf, gather, workTree } from './testing/test-repository.ts';

const main = branchRef('main');

test('a tree is listed by folder or whole', async () => {
  const source = workTree();
  source.write({ 'a.txt': 'hello\n', 'src/run': '#!/bin/sh\n', 'src/deep/x y': '' });
  symlinkSync('a.txt', join(source.path, 'link'));
  source.run('add', '--all');
  source.run('update-index', '--chmod=+x', 'src/run');
  source.run('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  source.run('commit', '--quiet', '-m', 'first');
  const cache = await cacheOf(source.path);
  const entries = await listTree(cache, main);
  expect(entries.map(({ path, kind, size }) => [path, kind, size])).toEqual([
    ['a.txt', 'file', 6],
    ['link', 'link', 5],
    ['module', 'submodule', undefined],
    ['src', 'folder', undefined],
  ]);
  const inner = await listTree(cache, main, { path: 'src' });
  expect(inner.map(({ path, kind }) => [path, kind])).toEqual([
    ['src/deep', 'folder'],
    ['src/run', 'executable'],
  ]);
  const all = await listTree(cache, main, { recursive: true });
  expect(all.map(({ path }) => path)).toEqual([
    'a.txt',
    'link',
    'module',
    'src/deep/x y',
    'src/run',
  ]);
});

test('a file is read by its exact path, byte by byte, within a limit', async () => {
  const source = workTree();
  const bytes = Uint8Array.from([0, 255, 10, 13, 0]);
  source.commit('first', { 'b*n\nx': bytes, bin: 'other', 'dir/file': 'x' });
  const cache = await cacheOf(source.path);
  expect((await readFileAt(cache, main, 'b*n\nx'))?.bytes).toEqual(Buffer.from(bytes));
  expect(await readFileAt(cache, main, 'b*')).toBeUndefined();
  expect(await readFileAt(cache, main, 'dir')).toBeUndefined();
  expect(await readFileAt(cache, main, ':(glob)*')).toBeUndefined();
  expect(await readFileAt(cache, main, '--name-only')).toBeUndefined();
  await expect(readFileAt(cache, main, 'bin', { maxBytes: 4 })).rejects.toMatchObject({
    code: 'output_too_large',
  });
  for (const path of ['../x', '/etc/passwd', '', 'a//b', 'a\0b']) {
    await expect(readFileAt(cache, main, path)).rejects.toMatchObject({ code: 'invalid_name' });
  }
  await expect(readFileAt(cache, '2'.repeat(40), 'bin')).rejects.toMatchObject({
    code: 'unknown_revision',
  });
});

test('an archive holds the whole commit, whatever the repository would leave out', async () => {
  const source = workTree();
  source.commit('first', {
    '.gitattributes': 'secret export-ignore\nstamp export-subst\n',
    secret: 'kept',
    stamp: '$Format:%H$',
  });
  const cache = await cacheOf(source.path);
  const tar = Buffer.concat(await gather(archiveCommit(cache, main)));
  const names = execFileSync('tar', ['-t'], { input: tar, encoding: 'utf8' }).trim().split('\n');
  expect(names).toEqual(['.gitattributes', 'secret', 'stamp']);
  const stamp = execFileSync('tar', ['-xO', 'stamp'], { input: tar, encoding: 'utf8' });
  expect(stamp).toBe('$Format:%H$');
});

test('a difference counts lines and knows renames, binaries and modes', async () => {
  const source = workTree();
  const long = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
  const before = source.commit('first', { old: long, gone: 'x\ny\n', run: '', bin: 'a\0b' });
  source.run('mv', 'old', 'new');
  source.run('rm', '--quiet', 'gone');
  source.write({ new: `${long}more\n`, bin: 'a\0c', ':fresh\t': '1\n2\n' });
  source.run('add', '--all');
  source.run('update-index', '--chmod=+x', 'run');
  source.run('commit', '--quiet', '-m', 'second');
  const cache = await cacheOf(source.path);
  const files = await diffSummary(cache, before, main);
  const plain = { before: '100644', after: '100644' };
  expect(files.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    {
      status: 'A',
      path: ':fresh\t',
      added: 2,
      deleted: 0,
      binary: false,
      modes: { before: '000000', after: '100644' },
    },
    { status: 'M', path: 'bin', added: undefined, deleted: undefined, binary: true, modes: plain },
    {
      status: 'D',
      path: 'gone',
      added: 0,
      deleted: 2,
      binary: false,
      modes: { before: '100644', after: '000000' },
    },
    { status: 'R', path: 'new', from: 'old', added: 1, deleted: 0, binary: false, modes: plain },
    {
      status: 'M',
      path: 'run',
      added: 0,
      deleted: 0,
      binary: false,
      modes: { before: '100644', after: '100755' },
    },
  ]);
  expect(await diffSummary(cache, before, before)).toEqual([]);
  await expect(diffSummary(cache, before, '3'.repeat(40))).rejects.toMatchObject({
    code: 'unknown_revision',
  });
});
