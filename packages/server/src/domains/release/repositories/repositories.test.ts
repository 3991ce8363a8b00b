import { toReference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;
let initiative: string;

beforeAll(async () => {
  own = await releaseApp();
  initiative = await own.app.write(async (context) => {
    const { id } = await createEntity(context, {
      kind: 'initiative',
      title: 'Faster checkout',
      state: 'building',
    });
    return toReference('initiative', id);
  });
});
afterAll(() => own.stop());

test('a branch is a change from its push to its merge, and joins the work that its name names', async () => {
  const { admin, source } = own;
  const repository = await own.connect();
  source.git('checkout', '--quiet', '-b', `feature/${initiative}-fewer-clicks`);
  source.commit('feat: one page', { 'a.txt': 'a' });
  source.commit('fix: keep the basket', { 'b.txt': 'b' });
  await own.fetch(repository);

  const open = await admin.call('release.listChanges', { query: { state: 'open' } });
  expect(open.items).toMatchObject([
    {
      title: 'feat: one page',
      branch: `feature/${initiative}-fewer-clicks`,
      commits: 2,
      author: 'Ada Lovelace',
      implements: [{ ref: initiative, title: 'Faster checkout' }],
    },
  ]);
  const [change] = open.items;

  source.git('checkout', '--quiet', 'main');
  source.git('merge', '--quiet', '--no-ff', '-m', 'Merge it', `feature/${initiative}-fewer-clicks`);
  source.git('push', '--quiet', 'origin', 'main', `:feature/${initiative}-fewer-clicks`);
  await own.fetch(repository);
  const merged = await admin.call('release.getChange', { params: { id: change!.ref } });
  expect(merged).toMatchObject({
    state: 'merged',
    commitList: [{}, { subject: 'feat: one page' }],
  });
  expect(merged.mergedAt).not.toBeNull();

  const trace = await admin.call('entities.getTrace', { params: { ref: change!.ref } });
  expect(trace.stages.find(({ stage }) => stage === 'initiative')?.count).toBe(1);
});

test('a commit on the default branch is a change where it names work that exists', async () => {
  const { admin, source } = own;
  const { items } = await admin.call('release.listRepositories');
  const repository = items[0]!.ref;
  source.commit('docs: nothing to see', { 'c.txt': 'c' });
  source.commit(`fix: rounding\n\nInitiative: ${initiative}`, { 'd.txt': 'd' });
  source.commit('fix: other\n\nInitiative: ini_01jd3sbzq4fkv8m3xw9r2c5y7n', { 'e.txt': 'e' });
  await own.fetch(repository);
  const changes = await until(async () => {
    const found = await admin.call('release.listChanges', {
      query: { state: 'merged', initiative },
    });
    return found.items.length === 2 && found.items;
  }, 'the change');
  expect(changes.map(({ title }) => title)).toEqual(['fix: rounding', 'feat: one page']);
  const all = await admin.call('release.listChanges');
  expect(all.items).toHaveLength(2);
  const commits = await admin.call('release.listCommits', { params: { id: repository } });
  expect(commits.items.map(({ subject }) => subject).slice(0, 2)).toEqual([
    'fix: other',
    'fix: rounding',
  ]);
});

test('a branch that goes without being merged is a closed change', async () => {
  const { admin, source } = own;
  const { items } = await admin.call('release.listRepositories');
  const repository = items[0]!.ref;
  source.git('checkout', '--quiet', '-b', 'attempt');
  source.commit('feat: a try', { 'f.txt': 'f' });
  await own.fetch(repository);
  source.git('checkout', '--quiet', 'main');
  source.git('push', '--quiet', 'origin', ':attempt');
  await own.fetch(repository);
  const closed = await admin.call('release.listChanges', { query: { state: 'closed' } });
  expect(closed.items).toMatchObject([{ title: 'feat: a try', implements: [] }]);
  const insight = await admin.call('insights.runInsight', {
    params: { key: 'release.changes-without-initiative' },
  });
  expect(insight.figures[0]?.value).toBe(0);
});

test.each([
  ['ext::sh -c id', 'it names a remote helper'],
  ['--upload-pack=/bin/sh', 'it begins with a dash'],
  ['https://user:secret@example.com/a.git', 'it carries credentials'],
  ['/etc', 'none of the folders'],
  ['../elsewhere', 'neither an absolute path nor a URL'],
])('the address %s is refused at once', async (address, why) => {
  const answer = await own.admin.attempt('release.connectRepository', { body: { address } });
  expect(answer).toMatchObject({ status: 422 });
  expect(answer.body['detail']).toContain(why);
});

test('a remote on this machine is refused where nobody listed its host', async () => {
  const { ref } = await own.admin.call('release.connectRepository', {
    body: { address: 'https://127.0.0.1:9/a.git' },
  });
  const view = await until(async () => {
    const found = await own.admin.call('release.getRepository', { params: { id: ref } });
    return found.state === 'unreachable' && found;
  }, 'the refusal');
  expect(view.fetchProblem).toContain('that no administrator listed');
});

test('a link out of the allowed folders is refused by the fetch', async () => {
  const { source, admin } = own;
  const { symlinkSync } = await import('node:fs');
  symlinkSync('/etc', `${source.root}/out`);
  const { ref } = await admin.call('release.connectRepository', {
    body: { address: `${source.root}/out` },
  });
  const view = await until(async () => {
    const found = await admin.call('release.getRepository', { params: { id: ref } });
    return found.state === 'unreachable' && found;
  }, 'the refusal');
  expect(view.fetchProblem).toMatch(/refused/);
});
