import { toReference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;

beforeAll(async () => {
  own = await releaseApp({
    '.throughline/release.yaml':
      'version: 1\nbranches: { name: "work/{key}/{slug}", longest: 60 }\nintegration: { branch: together, label: try it }\n',
    'shared.txt': 'one\n',
  });
});
afterAll(() => own.stop());

test('a branch for a story is named by the policy, pushed, and its commits join the story by themselves', async () => {
  const { admin, source } = own;
  const repository = await own.connect();
  const story = await own.app.write(async (context) => {
    const made = await createEntity(context, {
      kind: 'story',
      title: 'Ein schöner Überblick über alles',
      state: 'ready',
    });
    return toReference('story', made.id);
  });
  const create = (onto?: string) =>
    admin.call('release.createFeatureBranch', {
      params: { id: repository },
      body: { work: story, ...(onto ? { onto } : {}) },
    });
  const { name, state } = await create();
  // 60 characters less `work/`, the key of 30 and `/` leave 24 for the title, cut at a word.
  expect(name).toBe(`work/${story}/ein-schoner-uberblick`);
  expect(state).toBe('made');
  expect(source.remoteGit('rev-parse', name)).toBe(source.remoteGit('rev-parse', 'main'));
  expect((await create()).name).toBe(`${name}-2`);

  source.git('fetch', '--quiet');
  source.git('checkout', '--quiet', name);
  source.commit('feat: a view', { 'view.txt': 'a\n' });
  await own.fetch(repository);
  const above = await create(name);
  expect(source.remoteGit('rev-parse', above.name)).toBe(source.remoteGit('rev-parse', name));
  const { items } = await admin.call('release.listFeatureBranches', { query: { work: story } });
  expect(items).toMatchObject([
    { name: above.name, parent: name, state: 'made' },
    { name: `${name}-2`, parent: null, change: null },
    { name, parent: null, change: { kind: 'change', title: 'feat: a view', state: 'open' } },
  ]);
  const change = await admin.call('release.getChange', { params: { id: items[2]!.change!.ref } });
  expect(change.implements).toMatchObject([{ ref: story }]);
});

test('the integration branch is main and every marked change that goes with the others, made anew at each push', async () => {
  const { admin, source } = own;
  const { items } = await admin.call('release.listRepositories');
  const params = { id: items[0]!.ref };
  const branch = (name: string, files: Readonly<Record<string, string>>) => {
    source.git('checkout', '--quiet', '-b', name, 'main');
    return source.commit(`feat: ${name}`, files);
  };
  branch('one', { 'shared.txt': 'of one\n' });
  branch('two', { 'two.txt': 'two\n' });
  branch('three', { 'shared.txt': 'of three\n' });
  await own.fetch(params.id);
  const changes = await admin.call('release.listChanges', {
    query: { repository: params.id, state: 'open' },
  });
  const of = (name: string) => changes.items.find((change) => change.branch === name)!.ref;
  for (const name of ['one', 'three']) {
    await admin.call('release.markForIntegration', {
      params: { id: of(name) },
      body: { marked: true },
    });
    // Who is marked first goes in first.
    own.app.clock.set(own.app.clock.now().add({ seconds: 1 }));
  }
  const { revision } = await admin.call('release.getChange', { params: { id: of('two') } });
  await admin.call('release.setLabels', {
    params: { id: of('two') },
    body: { labels: ['try it'] },
    ifMatch: revision,
  });
  const built = (within: number) =>
    until(async () => {
      const view = await admin.call('release.getIntegration', { params });
      const members = view.built?.members ?? [];
      const there = source.remoteGit('for-each-ref').includes(`${view.built?.sha} commit`);
      return members.filter((member) => member.within).length === within && there && view.built;
    }, 'the integration branch');
  const first = await built(2);
  expect(first!.members).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({
        change: expect.objectContaining({ ref: of('three') }) as object,
        within: false,
        with: expect.objectContaining({ ref: of('one') }) as object,
        conflicts: ['shared.txt (content)'],
      }),
    ]) as object,
  );
  expect(source.remoteGit('show', 'together:shared.txt')).toBe('of one');
  expect(source.remoteGit('show', 'together:two.txt')).toBe('two');
  expect(
    (await admin.call('release.getChange', { params: { id: of('three') } })).integration,
  ).toMatchObject({ branch: 'together', within: false, with: { title: 'feat: one' } });

  // Without the first, the third goes in; what somebody pushed to it is replaced, and said.
  source.git('push', '--quiet', '--force', 'origin', 'one:together');
  await admin.call('release.markForIntegration', {
    params: { id: of('one') },
    body: { marked: false },
  });
  const second = await until(async () => {
    const view = await admin.call('release.getIntegration', { params });
    return view.built?.members.length === 2 && view.built;
  }, 'the branch made anew');
  expect(second.says).toContain('Somebody had pushed');
  expect(source.remoteGit('show', 'together:shared.txt')).toBe('of three');
  // It is nobody's change.
  await own.fetch(params.id);
  const open = await admin.call('release.listChanges', {
    query: { repository: params.id, state: 'open' },
  });
  expect(open.items.map((change) => change.branch)).not.toContain('together');
});
