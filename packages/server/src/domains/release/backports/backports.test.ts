import type { OperationOf, OutputOf, Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Backport = OutputOf<OperationOf<'release.getBackport'>>;

// Every step starts processes of git, which take their time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let own: ReleaseApp;
let repository: Reference<'repository'>;
const line: Record<string, Reference<'release_line'>> = {};

/** A file of ten lines; what is named in `at` stands on its line instead of its number. */
const lines = (at: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 10 }, (_, index) => `${at[index + 1] ?? index + 1}\n`).join('');

async function backport(ref: string): Promise<Backport> {
  return own.admin.call('release.getBackport', { params: { id: ref } });
}

async function reaches(ref: string, ...states: Backport['state'][]): Promise<Backport> {
  return until(
    async () => {
      const view = await backport(ref);
      return states.includes(view.state) && view;
    },
    `a backport that is ${states.join(' or ')}`,
    60_000,
  );
}

async function conflictOf(ref: string) {
  const { revision, conflict } = await own.admin.call('release.getBackportConflict', {
    params: { id: ref },
  });
  if (!conflict) throw new Error('there is no conflict');
  return { revision, ...conflict };
}

/** Pushes a branch with commits and answers the change that it is. */
async function push(branch: string, commits: readonly [string, Record<string, string>][]) {
  own.source.git('checkout', '--quiet', '-b', branch, 'main');
  for (const [message, files] of commits) own.source.commit(message, files);
  own.source.git('checkout', '--quiet', 'main');
  await own.fetch(repository);
  return changeOf(branch);
}

async function changeOf(branch: string) {
  return until(async () => {
    const { items } = await own.admin.call('release.listChanges', { query: { repository } });
    return items.find((one) => one.branch === branch)?.ref;
  }, `the change of ${branch}`);
}

async function merge(branch: string) {
  own.source.git('checkout', '--quiet', 'main');
  own.source.git('merge', '--quiet', '--no-ff', '-m', `Merge branch '${branch}'`, branch);
  own.source.git('push', '--quiet', 'origin', 'main');
  await own.fetch(repository);
}

async function previewed(change: string, series: string) {
  return until(async () => {
    const { items } = await own.admin.call('release.getChangeBackports', {
      params: { id: change },
    });
    return items.find((one) => one.line.series === series)?.preview ?? undefined;
  }, `the preview on ${series}`);
}

async function ask(change: string, ...series: string[]) {
  const { refs } = await own.admin.call('release.askBackports', {
    body: { change, lines: series.map((one) => line[one] ?? '') },
  });
  return refs;
}

async function land(ref: string) {
  await until(async () => {
    const { revision } = await reaches(ref, 'ready');
    const input = { params: { id: ref }, body: {}, ifMatch: revision };
    const { status, body } = await own.admin.attempt('release.landBackport', input);
    // That its branch is pushed is a revision too: then one loads it again, as a person would.
    if (status === 412) return undefined;
    if (status >= 300) throw new Error(JSON.stringify(body));
    return true;
  }, 'the backport to land');
  return reaches(ref, 'landed');
}

beforeAll(async () => {
  own = await releaseApp({ 'cart.txt': lines(), 'pay.txt': lines() });
  const { source } = own;
  source.git('checkout', '--quiet', '-b', 'release/1.3');
  source.commit('fix: words of their own', { 'cart.txt': lines({ 5: 'five of 1.3' }) });
  source.git('checkout', '--quiet', '-b', 'release/1.4', 'main');
  source.git('push', '--quiet', 'origin', 'release/1.4');
  source.git('checkout', '--quiet', 'main');
  repository = await own.connect();
  await until(async () => {
    const { items } = await own.admin.call('release.listReleaseLines', { query: { repository } });
    for (const { series, ref } of items) line[series] = ref;
    return items.length === 2;
  }, 'the lines');
});
afterAll(() => own.stop());

test('branches named as lines are lines, the newest first, and no changes', async () => {
  const { items } = await own.admin.call('release.listReleaseLines', { query: { repository } });
  expect(items).toMatchObject([
    { series: '1.4', branch: 'release/1.4', state: 'supported', strategy: 'backport-from-main' },
    { series: '1.3', branch: 'release/1.3', state: 'supported', setBy: 'found' },
  ]);
  const changes = await own.admin.call('release.listChanges', { query: { repository } });
  expect(changes.items).toEqual([]);
});

test('a fix is previewed, brought cleanly to one line, settled by a person on the other, and lands on both', async () => {
  const { admin, source } = own;
  const change = await push('fix/total', [
    ['fix: the total', { 'cart.txt': lines({ 5: 'five of main' }) }],
  ]);
  expect(await previewed(change, '1.4')).toMatchObject({ outcome: 'clean', paths: [] });
  expect(await previewed(change, '1.3')).toMatchObject({
    outcome: 'conflict',
    paths: ['cart.txt'],
  });
  const matrix = await admin.call('release.getBackportMatrix', { params: { id: repository } });
  expect(matrix.changes.map(({ cells }) => cells.map((cell) => cell?.outcome))).toEqual([
    ['clean', 'conflict'],
  ]);

  const [clean = '', stuck = ''] = await ask(change, '1.4', '1.3');
  expect((await backport(clean)).state).toBe('waiting');
  await merge('fix/total');

  const ready = await reaches(clean, 'ready');
  expect(ready.branch).toMatch(/^backport\/1\.4\/total-[0-9a-f]{7}$/);
  const fix = source.git('rev-parse', 'fix/total');
  expect(source.remoteGit('log', '-1', '--format=%an %s%n%b', ready.branch)).toBe(
    `Ada Lovelace fix: the total\n(cherry picked from commit ${fix})`,
  );
  expect(source.remoteGit('rev-parse', 'release/1.4')).not.toBe(ready.result);
  await land(clean);
  expect(source.remoteGit('rev-parse', 'release/1.4')).toBe(ready.result);
  expect(source.remoteGit('branch', '--list', ready.branch)).toBe('');

  const conflict = await reaches(stuck, 'conflict');
  const insight = await admin.call('insights.runInsight', { params: { key: 'release.backports' } });
  expect(insight.figures.map(({ key, value }) => [key, value])).toEqual([
    ['under_way', 1],
    ['stuck', 1],
    ['ready', 0],
  ]);
  const { needs } = await admin.call('platform.getHome');
  expect(needs.find(({ key }) => key === stuck)).toMatchObject({ urgency: 'today', act: null });
  expect(conflict.conflict).toMatchObject({
    sha: fix,
    files: [{ path: 'cart.txt', kind: 'content' }],
  });
  const shown = await conflictOf(stuck);
  expect(shown.files).toMatchObject([
    {
      path: 'cart.txt',
      base: { text: lines() },
      line: { text: lines({ 5: 'five of 1.3' }) },
      change: { text: lines({ 5: 'five of main' }) },
      takes: ['line', 'change', 'text', 'delete'],
      remembered: null,
    },
  ]);
  const settle = (file: Record<string, unknown>) =>
    admin.attempt('release.resolveBackport', {
      params: { id: stuck },
      body: { sha: shown.sha, files: [file] },
      ifMatch: shown.revision,
    });
  const marked = await settle({ path: 'cart.txt', take: 'text', text: shown.files[0]?.merged });
  expect(marked).toMatchObject({ status: 422, body: { code: 'release.not_resolved' } });
  const elsewhere = await settle({ path: 'pay.txt', take: 'line' });
  expect(elsewhere.body['detail']).toContain('pay.txt is not in conflict');
  const both = lines({ 5: 'five of both' });
  expect((await settle({ path: 'cart.txt', take: 'text', text: both })).status).toBe(202);
  await land(stuck);
  expect(`${source.remoteGit('show', 'release/1.3:cart.txt')}\n`).toBe(both);

  const where = await admin.call('release.findChange', { query: { q: fix.slice(0, 10) } });
  expect(where.items).toMatchObject([
    { sha: fix, onDefault: true, lines: [{ series: '1.4', how: 'picked' }, { series: '1.3' }] },
  ]);
});

test('the team’s settlement of the very same conflict is offered, and lands only when somebody takes it', async () => {
  const { admin, source } = own;
  // The same change once more, on a line that stands where 1.3 stood.
  source.git('push', '--quiet', 'origin', 'release/1.3:refs/heads/release/1.2');
  source.git('fetch', '--quiet');
  await own.fetch(repository);
  await until(async () => {
    const { items } = await admin.call('release.listReleaseLines', { query: { repository } });
    line['1.2'] = items.find(({ series }) => series === '1.2')?.ref ?? line['1.2']!;
    return line['1.2'];
  }, 'the line 1.2');
  const [again = ''] = await ask(await changeOf('fix/total'), '1.2');
  await reaches(again, 'conflict');
  const { sha, revision, files } = await conflictOf(again);
  expect(files[0]?.remembered).toMatchObject({ take: 'text', text: lines({ 5: 'five of both' }) });
  expect(source.remoteGit('show', 'release/1.2:cart.txt')).toContain('five of 1.3');
  const text = files[0]?.remembered?.text ?? '';
  await admin.call('release.resolveBackport', {
    params: { id: again },
    body: { sha, files: [{ path: 'cart.txt', take: 'text', text, remembered: true }] },
    ifMatch: revision,
  });
  const settled = await reaches(again, 'ready');
  expect(settled.resolutions).toMatchObject([{ path: 'cart.txt', remembered: true }]);
});

test('a fix that needs an earlier commit is held with that commit named, and goes with it', async () => {
  const { source } = own;
  source.commit('feat: a discount', { 'pay.txt': lines({ 3: 'three with discount' }) });
  const earlier = source.git('rev-parse', 'HEAD');
  const change = await push('fix/discount', [
    ['fix: round the discount', { 'pay.txt': lines({ 3: 'three with rounded discount' }) }],
  ]);
  expect(await previewed(change, '1.4')).toMatchObject({
    outcome: 'conflict',
    missing: [{ sha: earlier, subject: 'feat: a discount' }],
    missingSuffice: true,
  });
  await merge('fix/discount');
  const [held = ''] = await ask(change, '1.4');
  const conflict = await reaches(held, 'conflict');
  expect(conflict.says).toContain('“feat: a discount”');
  await own.admin.call('release.takeEarlierCommits', {
    params: { id: held },
    body: {},
    ifMatch: conflict.revision,
  });
  const done = await land(held);
  expect(done.commits).toMatchObject([
    { sha: earlier, part: 'earlier', state: 'picked' },
    { subject: 'fix: round the discount', part: 'change', state: 'picked' },
  ]);
  expect(source.remoteGit('log', '-2', '--format=%s', 'release/1.4').split('\n')).toEqual([
    'fix: round the discount',
    'feat: a discount',
  ]);
});

test('a label and a trailer ask for a backport once; what the line has already is said', async () => {
  const { admin, source } = own;
  const labelled = await push('fix/labelled', [['fix: a', { 'a.txt': 'a\n' }]]);
  const { revision } = await admin.call('release.getChange', { params: { id: labelled } });
  await admin.call('release.setLabels', {
    params: { id: labelled },
    body: { labels: ['Backport 1.4'] },
    ifMatch: revision,
  });
  const trailed = await push('fix/trailed', [
    ['fix: b\n\nBackport-To: release/1.4', { 'b.txt': 'b\n' }],
  ]);
  // The line gets the same by another way.
  source.git('fetch', '--quiet');
  source.git('checkout', '--quiet', '--detach', 'origin/release/1.4');
  source.git('cherry-pick', 'fix/trailed');
  source.git('push', '--quiet', 'origin', 'HEAD:release/1.4');
  await merge('fix/labelled');
  await merge('fix/trailed');
  const of = (change: string) =>
    until(async () => {
      const { items } = await admin.call('release.listBackports', { query: { change } });
      return items.length > 0 && items.every(({ state }) => state !== 'waiting') && items;
    }, 'what was asked for');
  const [byLabel] = await of(labelled);
  const [byTrailer] = await of(trailed);
  expect(byLabel).toMatchObject({ askedHow: 'label', line: { branch: 'release/1.4' } });
  expect(byTrailer).toMatchObject({ askedHow: 'trailer' });
  await land(byLabel!.ref);
  expect((await reaches(byTrailer!.ref, 'empty')).says).toContain('has all of it already');
});

test('a line that moves under a landing is picked onto anew', async () => {
  const { source } = own;
  const change = await push('fix/moving', [['fix: moving', { 'moving.txt': 'm\n' }]]);
  await merge('fix/moving');
  const [ref = ''] = await ask(change, '1.4');
  await reaches(ref, 'ready');
  source.git('fetch', '--quiet');
  source.git('checkout', '--quiet', '-B', 'release/1.4', 'origin/release/1.4');
  source.commit('chore: in between', { 'between.txt': 'b\n' });
  source.git('checkout', '--quiet', 'main');
  await land(ref);
  expect(source.remoteGit('log', '-2', '--format=%s', 'release/1.4').split('\n')).toEqual([
    'fix: moving',
    'chore: in between',
  ]);
});

test('a line that has ended takes no backport, and says so', async () => {
  const { admin } = own;
  const id = line['1.3']!;
  await admin.call('release.endReleaseLine', {
    params: { id },
    body: { reason: 'Nobody uses it' },
  });
  const change = await changeOf('fix/moving');
  const refused = await admin.attempt('release.askBackports', { body: { change, lines: [id] } });
  expect(refused).toMatchObject({ status: 409, body: { code: 'release.line_ended' } });
  expect(refused.body['detail']).toContain('Nobody uses it');
});

test('a fix on a line that main hasn’t is found, brought forward as a change, or said to be needless', async () => {
  const { admin, source } = own;
  source.git('fetch', '--quiet');
  source.git('checkout', '--quiet', '-B', 'release/1.4', 'origin/release/1.4');
  source.commit('fix: only here', { 'here.txt': 'h\n' });
  const here = source.git('rev-parse', 'HEAD');
  source.commit('fix: a needless one', { 'needless.txt': 'n\n' });
  const needless = source.git('rev-parse', 'HEAD');
  source.git('checkout', '--quiet', 'main');
  await own.fetch(repository);
  const id = line['1.4']!;
  const view = () => admin.call('release.getReleaseLine', { params: { id } });
  await until(async () => (await view()).notForward === 2, 'two fixes that main lacks');
  const open = (await view()).commits.filter(
    ({ onDefault, subject }) => onDefault === null && !subject.startsWith('chore'),
  );
  expect(open.map(({ sha }) => sha)).toEqual([needless, here]);

  const forward = async () => {
    const { rows } = await admin.call('insights.runInsight', {
      params: { key: 'release.forward-ports' },
    });
    return rows.filter((row) => row['line'] === 'shop 1.4').map(({ subject }) => subject);
  };
  expect(await forward()).toEqual(['fix: only here', 'fix: a needless one']);
  const { needs } = await admin.call('platform.getHome');
  expect(needs.find(({ key }) => key === `${id} ${here}`)?.act).toMatchObject({
    operation: 'release.askForwardPort',
    body: { sha: here },
  });
  await admin.call('release.dismissForwardPort', {
    params: { id },
    body: { sha: needless, reason: 'main does it otherwise' },
  });
  const { ref } = await admin.call('release.askForwardPort', {
    params: { id },
    body: { sha: here },
  });
  const ready = await reaches(ref, 'ready');
  expect(ready).toMatchObject({ direction: 'forward', target: 'main' });
  await changeOf(ready.branch);
  source.git('fetch', '--quiet');
  source.git('merge', '--quiet', '--ff-only', `origin/${ready.branch}`);
  source.git('push', '--quiet', 'origin', 'main');
  await own.fetch(repository);
  await reaches(ref, 'landed');
  expect(await view()).toMatchObject({ notForward: 0 });
  expect(await forward()).toEqual([]);
});
