import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;
let repository: Awaited<ReturnType<ReleaseApp['connect']>>;

beforeAll(async () => {
  own = await releaseApp();
  own.source.git('tag', '--annotate', '--message', 'first', 'v1.2.3');
  own.source.git('push', '--quiet', 'origin', 'v1.2.3');
  own.source.git('checkout', '--quiet', '-b', 'basket');
  own.source.commit('feat(basket): keep it', { 'a.txt': 'a' });
  own.source.commit('fix: rounding (#7)', { 'b.txt': 'b' });
  own.source.git('checkout', '--quiet', 'main');
  repository = await own.connect();
  own.source.git('merge', '--quiet', '--ff-only', 'basket');
  own.source.git('push', '--quiet', 'origin', 'main');
  await own.fetch(repository);
});
afterAll(() => own.stop());

test('the preview shows what the commits since the last tag call for', async () => {
  const preview = await own.admin.call('release.previewRelease', { params: { id: repository } });
  // SemVer 2.0.0, 7: a backward compatible feature raises the minor version.
  expect(preview).toMatchObject({
    version: '1.3.0',
    tag: 'v1.3.0',
    previousTag: 'v1.2.3',
    level: 'minor',
    commits: 2,
    changes: [{ title: 'feat(basket): keep it', state: 'merged' }],
  });
  expect(preview.notes).toContain('### Features\n\n- **basket:** keep it');
});

test('a cut release has its annotated tag in the remote and contains the changes', async () => {
  const ref = await own.cut(repository);
  const { source } = own;
  expect(source.remoteGit('cat-file', '-t', 'v1.3.0')).toBe('tag');
  expect(source.remoteGit('rev-parse', 'v1.3.0^{commit}')).toBe(source.git('rev-parse', 'main'));
  const view = await own.admin.call('release.getRelease', { params: { id: ref } });
  expect(view).toMatchObject({
    state: 'cut',
    version: '1.3.0',
    failure: null,
    changes: [{ title: 'feat(basket): keep it' }],
  });
});

test('nothing new calls for no release, and a named version is one nevertheless', async () => {
  await own.fetch(repository);
  const refused = await own.admin.attempt('release.cutRelease', { body: { repository } });
  expect(refused).toMatchObject({ status: 409, body: { code: 'release.nothing_to_release' } });
  const body = { repository, version: '1.3.0' };
  const again = await own.admin.attempt('release.cutRelease', { body });
  expect(again).toMatchObject({ status: 409, body: { code: 'already_exists' } });
});

test('a tag that arrived before a crash counts as cut, and is not made twice', async () => {
  own.source.commit('fix: once', { 'c.txt': 'c' });
  await own.fetch(repository);
  const ref = await own.cut(repository);
  const tag = own.source.remoteGit('rev-parse', 'v1.3.1');
  // As if the process had died after the push and before it could say so.
  await own.app.database.pool.query(
    `update entity set state = 'cutting' where kind = 'release' and title like '%1.3.1'`,
  );
  await own.app.write(({ tx }) => own.app.jobs.enqueue(tx, 'release.settle-tags', {}));
  await until(async () => {
    const { state } = await own.admin.call('release.getRelease', { params: { id: ref } });
    return state === 'cut';
  }, 'the settled release');
  expect(own.source.remoteGit('rev-parse', 'v1.3.1')).toBe(tag);
});

test('a tag of somebody else under the same name fails the release and stays as it is', async () => {
  own.source.commit('feat: taken', { 'd.txt': 'd' });
  await own.fetch(repository);
  // Pushed since the last fetch.
  own.source.git('tag', 'v1.4.0');
  own.source.git('push', '--quiet', 'origin', 'v1.4.0');
  const { ref } = await own.admin.call('release.cutRelease', { body: { repository } });
  const view = await until(async () => {
    const found = await own.admin.call('release.getRelease', { params: { id: ref } });
    return found.state === 'failed' && found;
  }, 'the failure');
  expect(view.failure).toContain('another tag v1.4.0');
  expect(view.changes).toEqual([]);
  expect(own.source.remoteGit('cat-file', '-t', 'v1.4.0')).toBe('commit');
});
