import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { OperationOf, OutputOf, Reference } from '@throughline/contract';
import { afterEach, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';
import { mostBuilds } from './plan-rules.ts';

type Queue = OutputOf<OperationOf<'release.getQueue'>>;

let own: ReleaseApp | undefined;
afterEach(async () => {
  await own?.stop();
  own = undefined;
});

/** A repository with a workflow, connected. */
async function queued(queue: string, files: Readonly<Record<string, string>> = {}) {
  const app = await releaseApp({
    '.throughline/release.yaml': `version: 1\nqueue:\n${queue.replace(/^/gm, '  ')}\n`,
    ...files,
  });
  own = app;
  const repository = await app.connect();
  const params = { id: repository };
  const { admin, source } = app;
  return {
    app,
    admin,
    source,
    repository,
    queue: () => admin.call('release.getQueue', { params }),
    /** Branches of one commit each, all from main as it is, pushed together. */
    branches(changes: Readonly<Record<string, Readonly<Record<string, string>>>>) {
      const main = source.git('rev-parse', 'main');
      const stream = Object.entries(changes).map(([name, files]) => {
        const blob = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
        const written = Object.entries(files).map(
          ([file, text]) => `M 100644 inline ${file}\n${blob(text)}`,
        );
        const by = 'Ada Lovelace <ada@example.com> 1795000000 +0000';
        return `commit refs/heads/${name}\nauthor ${by}\ncommitter ${by}\n${blob(`feat: ${name}`)}from ${main}\n${written.join('')}\n`;
      });
      const cwd = join(source.root, 'work');
      execFileSync('git', ['fast-import', '--quiet'], { cwd, input: stream.join('') });
      source.git('push', '--quiet', 'origin', ...Object.keys(changes));
    },
    /** The open changes by branch, once they are all there. */
    async changes(count: number) {
      await app.fetch(repository);
      return until(async () => {
        const { items } = await admin.call('release.listChanges', {
          query: { repository, state: 'open', limit: 200 },
        });
        const named = new Map(items.map((change) => [change.branch ?? '', change.ref]));
        return named.size === count && named;
      }, 'the changes');
    },
    enqueue: (change: Reference<'change'> | undefined, lane?: 'high' | 'incident') =>
      admin.call('release.enqueueChange', {
        params: { id: change! },
        body: lane ? { lane } : {},
      }),
    /** Reports the outside check of whatever is tried, until nothing waits any more. */
    settled: (judge: (sha: string) => boolean) =>
      until(
        async () => {
          const now = await admin.call('release.getQueue', { params });
          for (const build of now.builds) {
            if (build.state !== 'running' || build.checks[0]?.state !== 'waiting') continue;
            // A program outside hears of it by the branch that is pushed for it.
            if (!source.remoteGit('for-each-ref').includes(build.sha)) continue;
            const name = build.checks[0].name;
            const state = judge(build.sha) ? ('success' as const) : ('failure' as const);
            await admin.call('release.reportCheck', {
              params: { id: repository, sha: build.sha },
              body: { name, state, says: state === 'failure' ? 'It is BROKEN.' : '' },
            });
          }
          return now.entries.length === 0 && now;
        },
        'the queue to be empty',
        60_000,
      ),
  };
}

const outOf = (queue: Queue) =>
  queue.settled
    .filter(({ state }) => state === 'out')
    .map(({ branch, says, conflictsWith, conflicts }) => ({
      branch,
      says,
      with: conflictsWith?.title ?? null,
      conflicts,
    }))
    .toSorted((one, other) => one.branch.localeCompare(other.branch));

test('of 50 changes of which 3 break the build and 2 conflict, 45 land and the 5 are named, within the bound', async () => {
  const { admin, source, repository, ...q } = await queued(
    'batch: 50\nchecks: [{ name: ci, outside: true }]',
    { 'shared.txt': 'one\n' },
  );
  const name = (place: number) => `c${String(place).padStart(2, '0')}`;
  const changes = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => index + 1).map((place) => {
      const content: Record<string, string> = { [`${name(place)}.txt`]: `${place}\n` };
      if (place === 8 || place === 23 || place === 41) content[`${name(place)}.txt`] = 'BROKEN\n';
      if (place === 5) content['other.txt'] = 'five\n';
      // The first contradicts main as it will be, the second a change that is queued before it.
      if (place === 20) content['shared.txt'] = 'twenty\n';
      if (place === 30) content['other.txt'] = 'thirty\n';
      return [name(place), content];
    }),
  );
  q.branches(changes);
  source.commit('fix: the shared file', { 'shared.txt': 'two\n' });
  const open = await q.changes(50);
  const params = { id: repository };
  await admin.call('release.pauseQueue', { params, body: { reason: 'until all are in' } });
  for (let place = 1; place <= 50; place += 1) await q.enqueue(open.get(name(place)));
  expect((await q.queue()).entries.map(({ position }) => position)).toHaveLength(50);
  await admin.call('release.resumeQueue', { params });

  const before = source.remoteGit('rev-parse', 'main');
  const judged: string[] = [];
  const broken = source.remoteGit('rev-parse', 'c08:c08.txt');
  const done = await q.settled((sha) => {
    judged.push(sha);
    return !source.remoteGit('ls-tree', '-r', sha).includes(broken);
  });
  expect(done.entries).toEqual([]);
  expect(outOf(done)).toMatchObject([
    { branch: 'c08', says: expect.stringContaining('ci: It is BROKEN.') as string },
    {
      branch: 'c20',
      says: expect.stringContaining('“fix: the shared file” by Ada Lovelace') as string,
      conflicts: ['shared.txt (content)'],
    },
    { branch: 'c23' },
    { branch: 'c30', with: 'feat: c05', conflicts: ['other.txt (add-add)'] },
    { branch: 'c41' },
  ]);
  // 48 merge, 3 of them break: at most ⌈48/50⌉ + 3 × (1 + ⌈log₂ 48⌉) = 22 builds.
  expect(mostBuilds(48, 3, 50)).toBe(22);
  expect(judged.length).toBeLessThanOrEqual(22);
  expect(new Set(judged).size).toBe(judged.length);

  const landed = source.remoteGit(
    'log',
    '--first-parent',
    '--reverse',
    '--format=%s',
    `${before}..main`,
  );
  const good = Object.keys(changes).filter(
    (one) => !['c08', 'c20', 'c23', 'c30', 'c41'].includes(one),
  );
  expect(landed.split('\n')).toEqual(good.map((one) => `Merge branch '${one}'`));
  const merged = await admin.call('release.listChanges', {
    query: { repository, state: 'merged', limit: 200 },
  });
  expect(merged.items).toHaveLength(45);
  // What was pushed for the checks is gone again.
  await until(
    async () => !source.remoteGit('for-each-ref').includes('throughline/queue'),
    'the end',
  );
  expect(await admin.call('platform.getHome')).toMatchObject({
    needs: expect.arrayContaining([
      expect.objectContaining({
        says: expect.stringContaining('Put out of the merge queue: ci: It is BROKEN.') as string,
      }),
    ]) as unknown[],
  });
}, 120_000);

test('labels queue changes, a command in a clean checkout judges them, and what stands on a squashed one is moved', async () => {
  const { app, admin, source, repository, ...q } = await queued(
    `merge: squash
label: ship it
incident: on fire
checks:
  - { name: Test, run: sh test.sh }`,
    {
      'test.sh': 'if grep -q BROKEN *.txt; then echo "it is in $(ls *.txt | wc -l)"; exit 3; fi\n',
    },
  );
  q.branches({
    plain: { 'plain.txt': 'good\n' },
    broken: { 'broken.txt': 'BROKEN\n' },
    urgent: { 'urgent.txt': 'good\n' },
  });
  source.git('checkout', '--quiet', '-b', 'above', 'plain');
  source.commit('feat: above', { 'above.txt': 'good\n' });
  const open = await q.changes(4);
  const of = (branch: string) =>
    admin.call('release.getChange', { params: { id: open.get(branch)! } });
  const label = async (branch: string, ...labels: string[]) => {
    const { ref, revision } = await of(branch);
    await admin.call('release.setLabels', {
      params: { id: ref },
      body: { labels },
      ifMatch: revision,
    });
  };
  const params = { id: repository };
  expect((await of('above')).title).toBe('feat: above');
  expect((await of('above')).stack.changes.map(({ branch }) => branch)).toEqual(['plain', 'above']);
  const early = await admin.attempt('release.enqueueChange', {
    params: { id: open.get('above')! },
    body: {},
  });
  expect(early.body).toMatchObject({
    code: 'wrong_state',
    detail: expect.stringContaining('It stands on “feat: plain”') as string,
  });

  await admin.call('release.pauseQueue', { params, body: { reason: 'a rehearsal' } });
  await label('broken', 'ship it');
  await label('plain', 'ship it', 'other');
  await label('urgent', 'ship it', 'on fire');
  expect((await q.queue()).entries).toMatchObject([
    { branch: 'urgent', lane: 'incident', position: 1 },
    { branch: 'broken' },
    { branch: 'plain' },
  ]);
  await label('plain');
  expect((await q.queue()).settled).toMatchObject([
    { branch: 'plain', state: 'left', says: 'Its label was taken away.' },
  ]);
  await q.enqueue(open.get('plain'), 'high');
  expect((await q.queue()).entries.map(({ branch }) => branch)).toEqual([
    'urgent',
    'plain',
    'broken',
  ]);
  await admin.call('release.resumeQueue', { params });
  await app.runner();
  const done = await q.settled(() => true);
  // The repository's readme and what was before it are four files with it.
  expect(outOf(done)).toMatchObject([
    { branch: 'broken', says: expect.stringContaining('Test: It ended with 3.') as string },
  ]);
  const out = await of('broken');
  expect(out.queue).toMatchObject({ state: 'out', log: ['it is in 4'] });
  const log = await admin.call('release.getAttemptLog', {
    params: { id: out.queue!.attempt! },
    query: {},
  });
  expect(log).toMatchObject({ text: 'it is in 4\n', ended: true });

  const landed = source.remoteGit('log', '-2', '--reverse', '--format=%an|%s|%(trailers)', 'main');
  expect(landed.split('\n').filter((line) => line !== '')).toEqual([
    `Ada Lovelace|feat: urgent|Change: ${open.get('urgent')}`,
    `Ada Lovelace|feat: plain|Change: ${open.get('plain')}`,
  ]);
  // Its branch is still there, ahead of main by its own commit: the change stays merged all the same.
  await app.fetch(repository);
  expect(await of('plain')).toMatchObject({
    state: 'merged',
    queue: { commit: source.remoteGit('rev-parse', 'main') },
  });

  const moved = await until(async () => {
    const change = await of('above');
    return change.stack.moved?.done === true && change;
  }, 'the branch above to be moved');
  expect(moved.stack.changes).toEqual([]);
  expect(source.remoteGit('rev-parse', 'above^')).toBe(source.remoteGit('rev-parse', 'main'));
  expect(source.remoteGit('log', '-1', '--format=%an %s', 'above')).toBe(
    'Ada Lovelace feat: above',
  );

  // Mended, it has another head, and its label queues it again.
  source.git('checkout', '--quiet', 'broken');
  source.commit('fix: mend it', { 'broken.txt': 'good\n' });
  await app.fetch(repository);
  await until(async () => (await of('broken')).state === 'merged', 'what was mended to land');
  expect(source.remoteGit('show', 'main:broken.txt')).toBe('good');
}, 120_000);

test('a queue waits while too many releases are not deployed, and lets an incident through', async () => {
  const { admin, repository, ...q } = await queued(
    'pause: { undeployed: 1, environment: production }',
  );
  q.branches({ usual: { 'a.txt': 'a\n' }, urgent: { 'b.txt': 'b\n' } });
  const open = await q.changes(2);
  await admin.call('release.cutRelease', { body: { repository, version: '1.0.0' } });
  await until(async () => (await q.queue()).backlog?.holds, 'the backlog');
  await q.enqueue(open.get('usual'));
  await q.enqueue(open.get('urgent'), 'incident');
  const queue = await until(async () => {
    const now = await q.queue();
    return now.settled.length > 0 && now;
  }, 'the incident');
  expect(queue.settled).toMatchObject([{ branch: 'urgent', state: 'landed' }]);
  expect(queue.entries).toMatchObject([{ branch: 'usual', state: 'queued' }]);
  expect(queue.backlog).toEqual({
    environment: 'production',
    undeployed: 1,
    limit: 1,
    holds: true,
  });
});
