import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultBranch } from './branches.ts';
import { compactCache, namespaces, openCache, type RepositoryCache } from './cache.ts';
import { readCommit } from './commits.ts';
import { fetchRemote } from './fetch-remote.ts';
import { listRefs, updateRef } from './refs.ts';
import type { Remote } from './remote.ts';
import { cacheOf, emptyCacheOf, temporaryFolder, workTree } from './testing/test-repository.ts';

async function cacheWith(remote: Remote): Promise<RepositoryCache> {
  return await openCache({ directory: join(temporaryFolder(), 'cache'), remote });
}

test('a fetch mirrors branches and tags, says what changed, and a second one nothing', async () => {
  const source = workTree();
  const first = source.commit('first');
  source.run('tag', 'light');
  source.run('branch', 'feature/a');
  const cache = await emptyCacheOf(source.path);
  const fetched = await fetchRemote(cache);
  expect(fetched.defaultBranch).toBe('main');
  expect(fetched.changes).toEqual([
    { ref: 'refs/heads/feature/a', from: undefined, to: first },
    { ref: 'refs/heads/main', from: undefined, to: first },
    { ref: 'refs/tags/light', from: undefined, to: first },
  ]);
  expect(await fetchRemote(cache)).toEqual({ defaultBranch: 'main', changes: [] });

  const second = source.commit('second');
  source.run('branch', '-D', 'feature/a');
  source.run('tag', '-d', 'light');
  expect((await fetchRemote(cache)).changes).toEqual([
    { ref: 'refs/heads/main', from: first, to: second },
    { ref: 'refs/heads/feature/a', from: first, to: undefined },
    { ref: 'refs/tags/light', from: first, to: undefined },
  ]);
});

test('a rewritten branch and a moved tag follow the remote; ours stays and is never pruned', async () => {
  const source = workTree();
  const first = source.commit('first');
  source.run('tag', 'v1');
  const cache = await cacheOf(source.path);
  const ours = `${namespaces.ours}landing/main`;
  expect(await updateRef(cache, { ref: ours, to: first, expected: undefined })).toBe('updated');
  source.run('commit', '--amend', '--allow-empty', '--quiet', '-m', 'first, again');
  source.run('tag', '--force', 'v1');
  source.run('branch', 'throughline');
  await fetchRemote(cache);
  const refs = await listRefs(cache, 'refs/');
  expect(refs.get(ours)).toBe(first);
  expect(refs.get(`${namespaces.tags}v1`)).toBe(source.run('rev-parse', 'HEAD'));
  expect([...refs.keys()].filter((ref) => /^refs\/(?:heads|tags)\//.test(ref))).toEqual([]);
});

test('a branch becomes a folder of branches', async () => {
  const source = workTree();
  source.commit('first');
  source.run('branch', 'release');
  const cache = await cacheOf(source.path);
  source.run('branch', '-m', 'release', 'release/1.0');
  await fetchRemote(cache);
  expect([...(await listRefs(cache, namespaces.branches)).keys()]).toEqual([
    `${namespaces.branches}main`,
    `${namespaces.branches}release/1.0`,
  ]);
});

test('a branch called HEAD does not take the place of the default branch', async () => {
  const source = workTree();
  source.commit('first');
  const cache = await cacheOf(source.path);
  const main = source.run('rev-parse', 'main');
  source.run('update-ref', 'refs/heads/HEAD', source.run('commit-tree', '-m', 'x', 'HEAD^{tree}'));
  await fetchRemote(cache);
  expect((await listRefs(cache, namespaces.branches)).get(`${namespaces.branches}main`)).toBe(main);
  expect(await defaultBranch(cache)).toBe('main');
});

test('a detached remote still has the default branch that everybody takes for it', async () => {
  const source = workTree();
  source.commit('first');
  source.run('branch', 'other');
  source.run('checkout', '--quiet', '--detach');
  const cache = await cacheOf(source.path);
  expect(await defaultBranch(cache)).toBe('main');
});

test('file:// is the same as the path', async () => {
  const source = workTree();
  const first = source.commit('first');
  const cache = await cacheWith({
    address: `file://${source.path}`,
    allow: ['file'],
    roots: [dirname(source.path)],
  });
  await fetchRemote(cache);
  expect((await readCommit(cache, first)).subject).toBe('first');
});

test.runIf(process.getuid?.() === 0)("another user's repository is read all the same", async () => {
  const source = workTree();
  const first = source.commit('first');
  source.run('config', 'core.hooksPath', '/tmp/nowhere');
  execFileSync('chown', ['-R', '65534:65534', source.path]);
  chownSync(dirname(source.path), 65534, 65534);
  const cache = await cacheOf(source.path);
  expect((await readCommit(cache, `${namespaces.branches}main`)).sha).toBe(first);
});

test('programs that a repository names in its own configuration do not run on a fetch', async () => {
  const source = workTree();
  source.commit('first');
  const ran = join(dirname(source.path), 'ran');
  const script = join(dirname(source.path), 'script');
  writeFileSync(script, `#!/bin/sh\ntouch '${ran}'\nexec "$@"\n`);
  chmodSync(script, 0o755);
  for (const name of [
    'core.fsmonitor',
    'uploadpack.packObjectsHook',
    'core.sshCommand',
    'core.alternateRefsCommand',
    'core.pager',
  ]) {
    source.run('config', name, script);
  }
  for (const hook of ['post-checkout', 'reference-transaction', 'post-merge']) source.hook(hook);
  const cache = await cacheOf(source.path);
  expect((await listRefs(cache, namespaces.branches)).size).toBe(1);
  expect(existsSync(ran)).toBe(false);
});

test('a cache has no hooks, and one put there does not run', async () => {
  const source = workTree();
  source.commit('first');
  const cache = await emptyCacheOf(source.path);
  expect(readdirSync(cache.directory)).not.toContain('hooks');
  const ran = join(cache.directory, 'ran');
  mkdirSync(join(cache.directory, 'hooks'));
  writeFileSync(
    join(cache.directory, 'hooks', 'reference-transaction'),
    `#!/bin/sh\ntouch '${ran}'\n`,
    { mode: 0o755 },
  );
  await fetchRemote(cache);
  expect(existsSync(ran)).toBe(false);
});

test('an empty repository is said to be empty', async () => {
  const cache = await emptyCacheOf(workTree().path);
  await expect(fetchRemote(cache)).rejects.toMatchObject({ code: 'empty_repository' });
});

test('a shallow repository is said to be shallow', async () => {
  const source = workTree();
  source.commit('first');
  source.commit('second');
  const shallow = join(dirname(source.path), 'shallow');
  source.run('clone', '--quiet', '--depth=1', `file://${source.path}`, shallow);
  const cache = await emptyCacheOf(shallow);
  await expect(fetchRemote(cache)).rejects.toMatchObject({ code: 'shallow_repository' });
});

test('a missing path is unreachable; a folder without a repository, a file and a folder inside of one are none', async () => {
  const source = workTree();
  source.commit('first', { 'inner/file': 'x' });
  const near = dirname(source.path);
  mkdirSync(join(near, 'plain'));
  for (const [path, code] of [
    [join(near, 'missing'), 'unreachable'],
    [join(near, 'plain'), 'not_a_repository'],
    [join(source.path, 'inner', 'file'), 'not_a_repository'],
    [join(source.path, 'inner'), 'not_a_repository'],
  ] as const) {
    const cache = await cacheWith({ address: path, allow: ['file'], roots: [near] });
    await expect(fetchRemote(cache), path).rejects.toMatchObject({ code });
  }
});

test('a path outside the roots is refused, however it gets there', async () => {
  const secret = workTree();
  secret.commit('secret');
  const root = temporaryFolder();
  symlinkSync(secret.path, join(root, 'link'));
  mkdirSync(join(root, 'pointing'));
  writeFileSync(join(root, 'pointing', '.git'), `gitdir: ${secret.path}/.git\n`);
  const borrowing = workTree(root);
  borrowing.commit('own');
  writeFileSync(
    join(borrowing.path, '.git/objects/info/alternates'),
    `${secret.path}/.git/objects\n`,
  );
  const addresses = [
    secret.path,
    join(root, 'link'),
    `${root}/../${secret.path.split('/').slice(2).join('/')}`,
    join(root, 'pointing'),
    borrowing.path,
    `${root}x`,
    '/nowhere/at/all',
  ];
  for (const address of addresses) {
    const cache = await cacheWith({ address, allow: ['file'], roots: [root] });
    await expect(fetchRemote(cache), address).rejects.toMatchObject({ code: 'address_refused' });
  }
  const unrooted = await cacheWith({ address: secret.path, allow: ['file'] });
  await expect(fetchRemote(unrooted)).rejects.toMatchObject({ code: 'address_refused' });
});

test('a protocol that is not allowed is refused before anything is contacted', async () => {
  const cache = await cacheWith({ address: 'http://127.0.0.1:1/x', allow: ['https'] });
  await expect(fetchRemote(cache)).rejects.toMatchObject({ code: 'address_refused' });
});

test('nobody at the address is unreachable', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  for (const scheme of ['http', 'https', 'git', 'ssh'] as const) {
    const address = `${scheme}://127.0.0.1:${port}/core.git`;
    const cache = await cacheWith({ address, allow: [scheme] });
    await expect(fetchRemote(cache), scheme).rejects.toMatchObject({
      code: expect.stringMatching(scheme === 'ssh' ? /unreachable|failed/ : /unreachable/),
    });
  }
});

test('a tree with ".." in it does not get into a cache', async () => {
  const source = workTree();
  source.commit('first', { file: 'x' });
  const blob = source.run('rev-parse', 'HEAD:file');
  const entry = Buffer.concat([
    Buffer.from('40000 ..\0'),
    Buffer.from(source.run('rev-parse', 'HEAD^{tree}'), 'hex'),
  ]);
  const tree = execFileSync('git', ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], {
    cwd: source.path,
    input: entry,
  })
    .toString()
    .trim();
  source.run('update-ref', 'refs/heads/bad', source.run('commit-tree', '-m', 'bad', tree));
  expect(blob).toMatch(/^[0-9a-f]{40}$/);
  const cache = await emptyCacheOf(source.path);
  await expect(fetchRemote(cache)).rejects.toMatchObject({
    code: 'failed',
    stderr: expect.stringContaining('hasDotdot'),
  });
});

test('compacting changes nothing that is read', async () => {
  const source = workTree();
  for (let count = 0; count < 5; count += 1) source.commit(`number ${count}`, { file: `${count}` });
  const cache = await cacheOf(source.path);
  const before = await listRefs(cache, 'refs/');
  await compactCache(cache);
  await compactCache(cache);
  expect(await listRefs(cache, 'refs/')).toEqual(before);
  expect((await readCommit(cache, `${namespaces.branches}main`)).subject).toBe('number 4');
  expect((await fetchRemote(cache)).changes).toEqual([]);
});

test('a folder that holds something else is no cache', async () => {
  const source = workTree();
  const remote = { address: source.path, allow: ['file'] } as const;
  await expect(openCache({ directory: join(source.path, '.git'), remote })).rejects.toMatchObject({
    code: 'not_a_repository',
  });
  expect(source.run('config', 'core.bare')).toBe('false');
});

test('a cache is opened again, also by two at once', async () => {
  const source = workTree();
  source.commit('first');
  const cache = await cacheOf(source.path);
  await openCache(cache);
  expect((await fetchRemote(cache)).changes).toEqual([]);
  const directory = join(temporaryFolder(), 'deep', 'cache');
  const { remote } = cache;
  await Promise.all([1, 2, 3].map(async () => await openCache({ directory, remote })));
  expect(readdirSync(dirname(directory))).toEqual(['cache']);
});
