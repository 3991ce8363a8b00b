import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  parseReference,
  toReference,
  type ClientInput,
  type OperationOf,
  type Reference,
} from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Deployed = Reference<'deployment'>;

let own: ReleaseApp;
let repository: Reference<'repository'>;
let unit: Reference<'unit'>;
let service: Server;
let address: string;
/** What the gate answers. */
let status = 200;
let versions = 0;

beforeAll(async () => {
  own = await releaseApp();
  service = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;
  await own.runner();
  repository = await own.connect();
  const made = await own.admin.call('org.createUnit', {
    body: { key: 'shop', name: 'Shop', level: 'company' },
  });
  unit = made.ref;
  await own.admin.call('release.changeRepository', {
    params: { id: repository },
    body: { ownerUnit: unit },
    ifMatch: (await own.admin.call('release.getRepository', { params: { id: repository } }))
      .revision,
  });
});
afterAll(async () => {
  await own.stop();
  service.close();
});

/** Commits a pipeline with further files, cuts a release of it and deploys that. */
async function deploy(
  to: Reference<'environment'>,
  steps: readonly object[],
  options: { files?: Record<string, string>; message?: string; rollback?: boolean } = {},
): Promise<Deployed> {
  const rollback = options.rollback ? { rollback: [{ name: 'Back', http: address }] } : {};
  const file = JSON.stringify({ version: 1, steps, ...rollback });
  own.source.commit(options.message ?? `feat: number ${(versions += 1)}`, {
    '.throughline/pipeline.yaml': file,
    ...options.files,
  });
  await own.fetch(repository);
  const release = await own.cut(repository);
  return again(to, release);
}

async function again(to: Reference<'environment'>, release: Reference<'release'>) {
  const { ref } = await own.admin.call('release.deployRelease', {
    body: { release, environment: to },
  });
  return ref;
}

const good = [{ name: 'Good', run: 'true' }];
/** Fails until the marker is there, which is outside of the commit. */
const broken = (says: string) => [
  { name: 'Load prices', run: `echo reading; echo "Error: ${says}" >&2; exit 3` },
];

async function failureOf(deployment: Deployed) {
  await own.reaches(deployment, 'failed', 'held');
  const { items } = await own.admin.call('release.listFailures', { query: { limit: 200 } });
  const row = items.find((one) => one.deployment?.ref === deployment);
  if (!row) throw new Error('no failure of this deployment');
  return own.admin.call('release.getFailure', { params: { id: row.ref } });
}
const read = (ref: Reference<'failure'>) =>
  own.admin.call('release.getFailure', { params: { id: ref } });
type Doing = ClientInput<OperationOf<'release.actOnFailures'>>['body']['act'];
const act = (failures: readonly Reference<'failure'>[], doing: Doing) =>
  own.admin.call('release.actOnFailures', { body: { failures: [...failures], act: doing } });

test('a failure shows the lines around its error, its suspects with reasons, and whether one can go back', async () => {
  const place = await own.environment('prod-one', true);
  const first = await deploy(place, good);
  await own.reaches(first, 'succeeded');
  await own.admin.call('flags.createFlag', {
    body: { key: 'new-prices', title: 'New prices', ownerUnit: unit },
  });
  own.source.commit('docs: say more', { 'docs/more.md': 'more\n' });
  own.source.commit('feat: prices by region\n\nMigration: irreversible', {
    'db/migrations/7.sql': 'alter table price add column region text;\n',
  });
  const failed = await deploy(place, broken('cannot parse src/price-list.ts:12'), {
    message: 'feat: price list',
    files: { 'src/price-list.ts': "export const on = flag('new-prices');\n" },
    rollback: true,
  });
  const failure = await failureOf(failed);
  expect(failure).toMatchObject({
    class: 'step-failed',
    state: 'open',
    production: true,
    step: 'Load prices',
    ownerUnit: { ref: unit },
    seenBefore: 0,
  });
  expect(failure.lines).toEqual([
    { text: 'reading', error: false },
    { text: 'Error: cannot parse src/price-list.ts:12', error: true },
  ]);
  // The commit that touches the named file also brought the pipeline: it comes first by far.
  const [suspect] = failure.suspects;
  expect(suspect).toMatchObject({ subject: 'feat: price list', author: 'Ada Lovelace' });
  expect(suspect?.reasons).toContain('The log names price-list.ts, which it touches.');
  expect(failure.suspects.map(({ subject }) => subject).toSorted()).toEqual([
    'docs: say more',
    'feat: price list',
    'feat: prices by region',
  ]);
  expect(failure.besides[0]?.says).toContain('The pipeline is another');
  expect(failure.rollback.safety).toBe('unsafe');
  expect(failure.rollback.says).toMatch(/^Not safe: 1 of 3 commits stands in the way\./);
  // Off, the flag stands in nobody's way; on, its code may not go.
  const priced = () => failure.suspects.find(({ subject }) => subject === 'feat: price list');
  expect(priced()?.rollback.reasons).toEqual(['The flag new-prices that it brings is off here.']);
  expect(failure.can).toEqual(expect.arrayContaining(['retry', 'skip', 'roll-back', 'settle']));
  expect(failure.runbook).toMatchObject({ class: 'step-failed', scope: 'shipped' });
});

test('the same fault elsewhere is recognised, and says what settled it then', async () => {
  const [row] = (await own.admin.call('release.listFailures', {})).items;
  await act([row!.ref], { do: 'settle', note: 'The list was put right by hand.' });
  expect(await read(row!.ref)).toMatchObject({
    state: 'settled',
    can: [],
    settled: { how: 'by-hand', note: 'The list was put right by hand.' },
  });
  const place = await own.environment('staging-one');
  const failed = await deploy(place, broken('cannot parse src/price-list.ts:77'));
  const failure = await failureOf(failed);
  expect(failure.seenBefore).toBe(1);
  expect(failure.remedies).toEqual([{ how: 'by-hand', times: 1 }]);
  expect(failure.earlier[0]?.settled?.note).toBe('The list was put right by hand.');
  // Nothing ran there before: there is nothing to go back to.
  expect(failure.rollback.safety).toBe('impossible');
});

test('a later deployment that succeeds in its place settles a failure; a retry that fails leads to the next', async () => {
  const place = await own.environment('staging-two');
  const failed = await deploy(place, broken('disk full'));
  const first = await failureOf(failed);
  await act([first.ref], { do: 'retry' });
  await until(async () => (await read(first.ref)).state === 'settled', 'the retry to end');
  expect((await read(first.ref)).settled?.how).toBe('recurred');
  const second = await failureOf(failed);
  expect(second.ref).not.toBe(first.ref);
  expect(second.earlier[0]?.ref).toBe(first.ref);
  const mended = await deploy(place, good);
  const { release } = await own.reaches(mended, 'succeeded');
  expect((await read(second.ref)).settled).toMatchObject({
    how: 'roll-forward',
    note: `${release.version} was deployed in its place.`,
  });
});

test('a gate that opens on retry is settled by that, and its step is known to be flaky', async () => {
  const place = await own.environment('staging-three');
  status = 503;
  const gate = [{ name: 'Answers', http: address, timeout: 1, interval: 1 }];
  const failed = await deploy(place, gate);
  await own.reaches(failed, 'gating');
  own.app.clock.set(own.app.clock.now().add({ seconds: 3 }));
  const failure = await failureOf(failed);
  expect(failure).toMatchObject({ class: 'health-gate', lines: [] });
  status = 200;
  await act([failure.ref], { do: 'retry' });
  await own.reaches(failed, 'succeeded');
  expect((await read(failure.ref)).settled).toMatchObject({
    how: 'retry',
    note: 'The step passed on the same commit when it ran again.',
  });
  const { items } = await own.admin.call('release.listFlakySteps', {});
  expect(items.map(({ step, commits, failed: times }) => [step, commits, times])).toEqual([
    ['Answers', 1, 1],
  ]);
});

test('many are acted on at once: what is refused of one says why, and keeps nothing from the others', async () => {
  const places = [await own.environment('bulk-one'), await own.environment('bulk-two')];
  const failures = [];
  for (const place of places) failures.push(await failureOf(await deploy(place, broken('no key'))));
  const [one, two] = failures.map(({ ref }) => ref);
  await act([one!], { do: 'settle', note: 'Known.' });
  const { results } = await act([one!, two!], {
    do: 'assign',
    person: own.admin.person && toReference('person', own.admin.person),
  });
  expect(results.map(({ done, says }) => [done, says])).toEqual([
    [false, 'It is settled already.'],
    [true, expect.stringContaining('has it now.')],
  ]);
  const home = await own.admin.call('platform.getHome', {});
  expect(home.needs.find(({ key }) => key === two)?.says).toBe('Load prices: It ended with 3.');
});

test('a held failure keeps what waits behind it out of its place until the hold ends', async () => {
  const place = await own.environment('held');
  const failure = await failureOf(await deploy(place, broken('no room')));
  const tomorrow = own.app.clock.now().add({ hours: 24 }).toString();
  await act([failure.ref], { do: 'hold', reason: 'The supplier looks at it', until: tomorrow });
  expect(await read(failure.ref)).toMatchObject({
    state: 'held',
    heldReason: 'The supplier looks at it',
  });
  const home = await own.admin.call('platform.getHome', {});
  expect(home.needs.some(({ key }) => key === failure.ref)).toBe(false);
  const next = await deploy(place, good);
  expect(await own.reaches(next, 'queued')).toMatchObject({
    waitingFor: 'It waits: a failure is held in its place.',
  });
  await act([failure.ref], { do: 'release' });
  await own.reaches(next, 'succeeded');
  expect((await read(failure.ref)).settled?.how).toBe('roll-forward');
});

test('a runbook is the repository’s own, else the organisation’s, else what was shipped', async () => {
  const write = (body: string, of: Reference<'repository'> | null) =>
    own.admin.call('release.changeRunbook', {
      params: { class: 'migration' },
      body: { body, repository: of },
    });
  const stands = async () => {
    const { items } = await own.admin.call('release.listRunbooks', { query: { repository } });
    const found = items.find((one) => one.class === 'migration');
    return [found?.scope, found?.body.slice(0, 8)];
  };
  expect(await stands()).toEqual(['shipped', '1. Stop.']);
  await write('Call the DBA', null);
  expect(await stands()).toEqual(['organisation', 'Call the']);
  await write('Read db/README', repository);
  expect(await stands()).toEqual(['repository', 'Read db/']);
  await write('', repository);
  expect(await stands()).toEqual(['organisation', 'Call the']);
  const contributor = await own.app.member({
    roles: [{ role: 'contributor', unit: parseReference(unit)!.id as never }],
  });
  const refused = await contributor.attempt('release.changeRunbook', {
    params: { class: 'migration' },
    body: { body: 'No', repository },
  });
  expect(refused.status).toBe(403);
});

test('whoever may not deploy there is refused each act, and sees why', async () => {
  const place = await own.environment('prod-two', true);
  const failure = await failureOf(await deploy(place, broken('no right')));
  const contributor = await own.app.member({
    roles: [{ role: 'contributor', unit: parseReference(unit)!.id as never }],
  });
  const { results } = await contributor.call('release.actOnFailures', {
    body: { failures: [failure.ref], act: { do: 'retry' } },
  });
  expect(results).toMatchObject([{ done: false, says: expect.stringContaining('role of editor') }]);
});

test('the board shows what runs, what waits and what failed; DORA counts each deployment once', async () => {
  const board = await own.admin.call('release.getBoard', { query: {} });
  const environment = board.environments.find(({ key }) => key === 'prod-one');
  const cell = board.rows[0]?.cells.find((one) => one.environment === environment?.ref);
  // 'prod-one' runs the first release; everything cut since waits.
  expect(cell?.waiting?.releases).toBeGreaterThan(5);
  expect(cell?.waiting?.commits).toBeGreaterThanOrEqual(cell?.waiting?.releases ?? 0);
  const two = board.environments.find(({ key }) => key === 'prod-two');
  const failed = board.rows[0]?.cells.find((one) => one.environment === two?.ref);
  expect(failed).toMatchObject({ current: null, waiting: null, failure: { class: 'step-failed' } });

  const insight = async (parameters: object) =>
    own.admin.call('insights.runInsight', {
      params: { key: 'release.dora' },
      query: { parameters: JSON.stringify(parameters) },
    });
  const { figures, charts } = await insight({ unit });
  const value = (key: string) => figures.find((one) => one.key === key)?.value;
  // To production: one succeeded, two failed pipelines. 1 in 28 days is 0.25 a week.
  expect([value('frequency'), value('fail-rate'), value('lead-time')]).toEqual([0.3, 66.7, null]);
  expect(figures.find(({ key }) => key === 'fail-rate')?.records).toHaveLength(2);
  expect(charts.map(({ form }) => form)).toEqual(Array.from({ length: 5 }, () => 'six-twelve'));
  const byTeam = await insight({ by: 'team' });
  expect(byTeam.rows).toMatchObject([
    { ref: unit, group: 'Shop', deployments: 1, 'fail-rate': 66.7 },
  ]);
});
