import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCache, namespaces, type RepositoryCache } from './cache.ts';
import { commitTree, createTag } from './commit-tree.ts';
import { readCommit } from './commits.ts';
import { fetchRemote, readRemote } from './fetch-remote.ts';
import { pushRef, pushRefs } from './push-refs.ts';
import { readRef, updateRef } from './refs.ts';
import { cacheOf, temporaryFolder, workTree, type WorkTree } from './testing/test-repository.ts';

const author = { name: 'Throughline', email: 'bot@example.com', at: '2024-06-01T00:00:00Z' };

/** A commit on top of another, made in the cache. */
async function onTop(cache: RepositoryCache, parent: string, message: string): Promise<string> {
  const { tree } = await readCommit(cache, parent);
  return await commitTree(cache, { tree, parents: [parent], message, author });
}

/** A bare remote (so that a push may move any branch), with main. */
function bareRemote(): { source: WorkTree; first: string } {
  const source = workTree();
  const first = source.commit('first', { a: 'x' });
  source.run('config', 'core.bare', 'true');
  return { source, first };
}

/** The real daemon of git, with hooks as at any host; gives its address. */
async function served(source: WorkTree): Promise<string> {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const root = dirname(source.path);
  const daemon = spawn(
    'git',
    [
      'daemon',
      '--reuseaddr',
      '--listen=127.0.0.1',
      `--port=${port}`,
      `--base-path=${root}`,
      '--export-all',
      '--enable=receive-pack',
      root,
    ],
    { env: { PATH: process.env['PATH'] ?? '', HOME: root }, stdio: 'ignore', detached: true },
  );
  onTestFinished(() => {
    if (daemon.pid !== undefined) process.kill(-daemon.pid);
  });
  const address = `git://127.0.0.1:${port}/source`;
  await expect
    .poll(() =>
      execFileSync('sh', ['-c', `git ls-remote ${address} >/dev/null 2>&1; echo $?`]).toString(),
    )
    .toBe('0\n');
  return address;
}

test('a push lands where the ref is as expected, and is noted at once', async () => {
  const { source, first } = bareRemote();
  const cache = await cacheOf(source.path);
  const next = await onTop(cache, first, 'next');
  const push = { ref: 'refs/heads/main', to: next, expected: first };
  expect(await pushRef(cache, push)).toEqual({ ref: push.ref, outcome: 'landed', already: false });
  expect(source.run('rev-parse', 'main')).toBe(next);
  expect(await readRef(cache, `${namespaces.branches}main`)).toBe(next);
  // The same once more, as after a crash: it has landed already.
  expect(await pushRef(cache, push)).toEqual({ ref: push.ref, outcome: 'landed', already: true });
});

test('of two that push, one lands and the other is stale', async () => {
  const { source, first } = bareRemote();
  const caches = [await cacheOf(source.path), await cacheOf(source.path)];
  const tries = await Promise.all(
    caches.map(async (cache, index) => ({ cache, to: await onTop(cache, first, `try ${index}`) })),
  );
  const outcomes = await Promise.all(
    tries.map(async ({ cache, to }) =>
      pushRef(cache, { ref: 'refs/heads/main', to, expected: first }),
    ),
  );
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['landed', 'rejected-stale']);
  const landed = outcomes.findIndex(({ outcome }) => outcome === 'landed');
  expect(source.run('rev-parse', 'main')).toBe(tries[landed]?.to);
  const [one] = caches;
  if (one !== undefined) {
    const remote = await readRemote(one);
    expect(remote.refs.get('refs/heads/main')).toBe(tries[landed]?.to);
  }
});

test('who comes second with what was true before is stale, and nothing of the first is lost', async () => {
  const { source, first } = bareRemote();
  const [early, late] = [await cacheOf(source.path), await cacheOf(source.path)];
  const ref = 'refs/heads/main';
  const landed = await onTop(early, first, 'early');
  await pushRef(early, { ref, to: landed, expected: first });
  const to = await onTop(late, first, 'late');
  expect(await pushRef(late, { ref, to, expected: first })).toMatchObject({
    outcome: 'rejected-stale',
  });
  expect(source.run('rev-parse', 'main')).toBe(landed);
  expect(await readRef(late, `${namespaces.branches}main`)).toBe(first);
});

test('a branch is made only where there is none, and taken away only as it was', async () => {
  const { source, first } = bareRemote();
  const cache = await cacheOf(source.path);
  const ref = 'refs/heads/feature/a';
  const next = await onTop(cache, first, 'next');
  expect(await pushRef(cache, { ref, to: first, expected: undefined })).toMatchObject({
    outcome: 'landed',
  });
  expect(await pushRef(cache, { ref, to: next, expected: undefined })).toMatchObject({
    outcome: 'rejected-stale',
  });
  expect(await pushRef(cache, { ref, to: undefined, expected: next })).toMatchObject({
    outcome: 'rejected-stale',
  });
  expect(await pushRef(cache, { ref, to: undefined, expected: first })).toMatchObject({
    outcome: 'landed',
  });
  expect(source.run('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  expect(await readRef(cache, `${namespaces.branches}feature/a`)).toBeUndefined();
});

test('a release line and its tag land together or not at all', async () => {
  const { source, first } = bareRemote();
  const cache = await cacheOf(source.path);
  const message = 'Release 1.0.0\n\n- the notes';
  const tag = await createTag(cache, { name: 'v1.0.0', commit: first, message, tagger: author });
  source.run('branch', 'release/1.0', first);
  const pushes = [
    { ref: 'refs/heads/release/1.0', to: await onTop(cache, first, 'x'), expected: undefined },
    { ref: 'refs/tags/v1.0.0', to: tag, expected: undefined },
  ];
  const refused = await pushRefs(cache, pushes);
  expect(refused.map(({ outcome }) => outcome)).toEqual(['rejected-stale', 'rejected']);
  expect(source.run('tag')).toBe('');
  source.run('branch', '-D', 'release/1.0');
  const landed = await pushRefs(cache, pushes);
  expect(landed.map(({ outcome }) => outcome)).toEqual(['landed', 'landed']);
  expect(source.run('cat-file', 'tag', 'v1.0.0')).toBe(
    // 2024-06-01T00:00:00Z is 1717200000 seconds after 1970.
    `object ${first}\ntype commit\ntag v1.0.0\ntagger Throughline <bot@example.com> 1717200000 +0000\n\n${message}`,
  );
  expect(await createTag(cache, { name: 'v1.0.0', commit: first, message, tagger: author })).toBe(
    tag,
  );
});

test('hooks and programs of a repository on this machine do not run when we push', async () => {
  const { source, first } = bareRemote();
  const hooks = [
    'pre-receive',
    'update',
    'post-receive',
    'post-update',
    'reference-transaction',
    'push-to-checkout',
    'proc-receive',
  ];
  for (const hook of hooks) source.hook(hook);
  // Its own setting would win over one of ours that lay in a file.
  source.run('config', 'core.hooksPath', join(source.path, '.git', 'hooks'));
  source.run('config', 'core.alternateRefsCommand', `touch '${dirname(source.path)}/ran'; true`);
  const cache = await cacheOf(source.path);
  const to = await onTop(cache, first, 'next');
  const push = await pushRef(cache, { ref: 'refs/heads/main', to, expected: first });
  expect(push.outcome).toBe('landed');
  expect(existsSync(join(dirname(source.path), 'ran'))).toBe(false);
  // The hooks are good ones: they run for others.
  source.run('update-ref', 'refs/heads/x', first);
  expect(existsSync(join(dirname(source.path), 'ran'))).toBe(true);
});

test('a branch that is checked out in somebody’s work tree is refused', async () => {
  const source = workTree();
  const first = source.commit('first');
  source.run('config', 'receive.denyCurrentBranch', 'updateInstead');
  const cache = await cacheOf(source.path);
  const to = await onTop(cache, first, 'next');
  expect(await pushRef(cache, { ref: 'refs/heads/main', to, expected: first })).toMatchObject({
    outcome: 'rejected',
    reason: expect.stringContaining('branch is currently checked out'),
  });
});

test('a rule of the remote refuses in its own words, and lands what it allows', async () => {
  const { source, first } = bareRemote();
  source.hook('update', 'case $1 in *main) echo main is closed; exit 1;; esac');
  const address = await served(source);
  const directory = join(temporaryFolder(), 'cache');
  const cache = await openCache({ directory, remote: { address, allow: ['git'] } });
  await fetchRemote(cache);
  const to = await onTop(cache, first, 'next');
  expect(await pushRef(cache, { ref: 'refs/heads/main', to, expected: first })).toEqual({
    ref: 'refs/heads/main',
    outcome: 'rejected-hook',
    reason: expect.stringMatching(/^\[remote rejected\] \(hook declined\)\nmain is closed\b/),
  });
  expect(await pushRef(cache, { ref: 'refs/heads/next', to, expected: undefined })).toMatchObject({
    outcome: 'landed',
  });
  await expect(
    fetchRemote({ ...cache, remote: { address: `${address}-not`, allow: ['git'] } }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/access_denied|not_a_repository/) });
});

test('a remote that is gone is unreachable', async () => {
  const { source, first } = bareRemote();
  const cache = await cacheOf(source.path);
  const gone = { ...cache, remote: { address: 'git://127.0.0.1:1/x', allow: ['git'] as const } };
  const push = { ref: 'refs/heads/main', to: undefined, expected: first };
  expect(await pushRef(gone, push)).toMatchObject({ outcome: 'unreachable' });
  const path = { ...cache.remote, address: `${source.path}-moved` };
  expect(await pushRef({ ...cache, remote: path }, push)).toMatchObject({ outcome: 'unreachable' });
});

test.each([
  'refs/heads/--upload-pack=x',
  '--receive-pack=touch /tmp/x',
  'refs/heads/a:refs/heads/b',
  'refs/heads/a\nb',
  'refs/throughline/x',
  'refs/heads/HEAD',
  'main',
])('nothing is pushed to %j', async (ref) => {
  const { source, first } = bareRemote();
  const cache = await cacheOf(source.path);
  await expect(pushRef(cache, { ref, to: first, expected: undefined })).rejects.toMatchObject({
    code: 'invalid_name',
  });
  await expect(
    pushRef(cache, { ref: 'refs/heads/ok', to: '--force', expected: undefined }),
  ).rejects.toMatchObject({ code: 'invalid_name' });
});

test('our refs move only from where they are expected, and the remote’s not at all', async () => {
  const source = workTree();
  const first = source.commit('first');
  const second = source.commit('second');
  const cache = await cacheOf(source.path);
  const ref = `${namespaces.ours}queue/1`;
  expect(await updateRef(cache, { ref, to: first, expected: undefined })).toBe('updated');
  expect(await updateRef(cache, { ref, to: second, expected: undefined })).toBe('stale');
  expect(await updateRef(cache, { ref, to: first, expected: second })).toBe('stale');
  expect(await updateRef(cache, { ref, to: second, expected: first })).toBe('updated');
  expect(await updateRef(cache, { ref, to: undefined, expected: first })).toBe('stale');
  expect(await updateRef(cache, { ref, to: undefined, expected: second })).toBe('updated');
  expect(await updateRef(cache, { ref, to: undefined, expected: undefined })).toBe('updated');
  expect(await readRef(cache, ref)).toBeUndefined();
  const theirs = { ref: `${namespaces.branches}main`, to: first, expected: second };
  await expect(updateRef(cache, theirs)).rejects.toMatchObject({ code: 'invalid_name' });
  const odd = { ref: `${namespaces.ours}a\0b`, to: first, expected: undefined };
  await expect(updateRef(cache, odd)).rejects.toMatchObject({ code: 'invalid_name' });
  const missing = { ref, to: '6'.repeat(40), expected: undefined };
  await expect(updateRef(cache, missing)).rejects.toMatchObject({ code: 'failed' });
});

test('a tag of nothing, or with an odd name, is not made', async () => {
  const source = workTree();
  const commit = source.commit('first');
  const cache = await cacheOf(source.path);
  const tag = { name: 'v1', commit, message: 'x', tagger: author };
  await expect(createTag(cache, { ...tag, commit: '7'.repeat(40) })).rejects.toMatchObject({
    code: 'unknown_revision',
  });
  for (const name of ['-d', 'a b', 'a\nb', '']) {
    await expect(createTag(cache, { ...tag, name })).rejects.toMatchObject({
      code: 'invalid_name',
    });
  }
});
