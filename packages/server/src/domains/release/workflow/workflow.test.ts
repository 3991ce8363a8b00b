import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;

beforeAll(async () => {
  own = await releaseApp();
});
afterAll(() => own.stop());

test('a workflow is written here until the repository has a file, whose last version without faults then counts', async () => {
  const { admin, source } = own;
  const id = await own.connect();
  const workflow = () => admin.call('release.getWorkflow', { params: { id } });
  expect(await workflow()).toMatchObject({ source: 'none', counts: null, revision: 0 });

  const written = 'version: 1\nqueue: { batch: 5 }\n';
  const change = (text: string, ifMatch: number) =>
    admin.attempt('release.changeWorkflow', { params: { id }, body: { text }, ifMatch });
  expect((await change('version: 1\nqueue: { batch: 0 }\n', 0)).body).toMatchObject({
    code: 'release.workflow_invalid',
    errors: [{ where: 'body.text', message: expect.stringContaining('queue.batch') as string }],
  });
  expect((await change(written, 0)).body).toEqual({ revision: 1 });
  expect((await change(written, 0)).body).toMatchObject({ code: 'stale_revision' });
  expect(await workflow()).toMatchObject({ source: 'settings', counts: written });

  const good = 'version: 1\nqueue: { batch: 7 }\n';
  const commit = source.commit('ci: a queue', { '.throughline/release.yaml': good });
  await own.fetch(id);
  expect(await workflow()).toMatchObject({ source: 'file', counts: good, commit, faults: [] });
  expect((await change(written, 2)).body).toMatchObject({ code: 'wrong_state' });

  source.commit('ci: a mistake', {
    '.throughline/release.yaml': 'version: 1\nqueue: { batch: no }',
  });
  await own.fetch(id);
  expect(await workflow()).toMatchObject({
    source: 'file',
    counts: good,
    text: 'version: 1\nqueue: { batch: no }',
    faults: [expect.stringContaining('queue.batch')],
  });

  source.git('rm', '--quiet', '.throughline/release.yaml');
  source.commit('ci: no file');
  await own.fetch(id);
  expect(await workflow()).toMatchObject({ source: 'settings', counts: written, faults: [] });
});

test('the labels of a change are set as a whole, each once, by somebody who saw the last ones', async () => {
  const { admin, source } = own;
  source.git('checkout', '--quiet', '-b', 'topic');
  source.commit('feat: a topic', { 'topic.txt': 'a' });
  const { items } = await admin.call('release.listRepositories');
  await own.fetch(items[0]!.ref);
  const change = await until(async () => {
    const found = await admin.call('release.listChanges', { query: { state: 'open' } });
    return found.items[0];
  }, 'the change');
  const params = { id: change.ref };
  const { revision } = await admin.call('release.getChange', { params });
  const body = { labels: ['backport 1.2', 'type: bug', 'backport 1.2'] };
  const set = await admin.call('release.setLabels', { params, body, ifMatch: revision });
  expect(set.revision).toBe(revision + 1);
  expect((await admin.call('release.getChange', { params })).labels).toEqual([
    'backport 1.2',
    'type: bug',
  ]);
  const late = await admin.attempt('release.setLabels', { params, body, ifMatch: revision });
  expect(late.body).toMatchObject({ code: 'stale_revision' });
});
