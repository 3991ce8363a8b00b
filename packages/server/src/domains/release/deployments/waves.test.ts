import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../../testing/test-app.ts';
import { handRunner, type HandRunner } from '../testing/hand-runner.ts';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Deployed = Parameters<ReleaseApp['reaches']>[0];
type Environment = Awaited<ReturnType<ReleaseApp['environment']>>;
type Release = Awaited<ReturnType<ReleaseApp['cut']>>;

let own: ReleaseApp;
let runner: HandRunner;
let editor: Caller;
let repository: Awaited<ReturnType<ReleaseApp['connect']>>;
let service: Server;
let address: string;
/** What the service answers, and what it was told. */
let status = 200;
let answer = '';
let told: { headers: IncomingMessage['headers']; body: string }[] = [];
let versions = 0;

beforeAll(async () => {
  own = await releaseApp();
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') told.push({ headers: request.headers, body });
      response.writeHead(status).end(answer);
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;
  runner = await handRunner(own);
  editor = await own.app.member({ roles: [{ role: 'editor', unit: null }] });
  repository = await own.connect();
});
beforeEach(() => {
  status = 200;
  answer = '';
  told = [];
  runner.works.length = 0;
  runner.failing.clear();
});
afterAll(async () => {
  await runner.stop();
  await own.stop();
  service.close();
});

/** Releases what stands in the repository with a pipeline, written as JSON (which is YAML). */
async function releasing(pipeline: object): Promise<Release> {
  const file = JSON.stringify({ version: 1, ...pipeline });
  own.source.commit(`feat: ${(versions += 1)}`, { '.throughline/pipeline.yaml': file });
  await own.fetch(repository);
  return own.cut(repository);
}

async function deploy(
  release: Release,
  environment: Environment,
  more: object = {},
): Promise<Deployed> {
  const body = { release, environment, ...more };
  return (await own.admin.call('release.deployRelease', { body })).ref;
}

const refused = async (release: Release, environment: Environment, more: object = {}) =>
  own.admin.attempt('release.deployRelease', { body: { release, environment, ...more } });
const later = (seconds: number) => own.app.clock.set(own.app.clock.now().add({ seconds }));
const params = (ref: Deployed) => ({ params: { id: ref } });
const waves = (names: readonly string[]) =>
  names.map((name) => ({ name, variables: { RING: name } }));
/** Three waves; the second one's gate finds the service down. */
const three = (more: object = {}) => ({
  waves: [
    ...waves(['canary']),
    { ...waves(['early'])[0], gates: [{ name: 'Answers', http: address, timeout: 1 }] },
    ...waves(['everyone']),
  ],
  wave: { steps: [{ name: 'Up', run: 'up' }], rollback: [{ name: 'Down', run: 'down' }] },
  rollback: [{ name: 'Tell', run: 'tell' }],
  ...more,
});
const commands = () =>
  runner.works.map(({ command, environment }) => [command, environment['RING'] ?? '']);

test('the second of three waves fails its gate: held, shown, and rolled back with the first', async () => {
  const environment = await own.environment('waves');
  const good = await releasing({ steps: [{ name: 'Up', run: 'up' }] });
  await own.reaches(await deploy(good, environment), 'succeeded');
  const release = await releasing(three({ rollBackWaves: 'all' }));
  status = 503;
  runner.works.length = 0;
  const ref = await deploy(release, environment);
  const held = await own.reaches(ref, 'held');
  expect(held.waves.map(({ name, state }) => [name, state])).toEqual([
    ['canary', 'done'],
    ['early', 'held'],
    ['everyone', 'waiting'],
  ]);
  expect(held.failure).toMatchObject({ class: 'health-gate' });
  expect(held.question).toContain('The new version runs in “canary” already.');
  expect(held.can).toEqual(['retry', 'skip', 'roll-back', 'cancel']);
  const gate = await own.admin.call('platform.checkGate', {
    params: { key: 'release.deployment-healthy' },
    query: { about: ref },
  });
  expect(gate).toMatchObject({ state: 'closed', says: 'It is held.' });

  await own.admin.call('release.rollBack', { ...params(ref), body: { reason: 'down' } });
  const view = await own.reaches(ref, 'rolled-back');
  expect(commands()).toEqual([
    ['up', 'canary'],
    ['up', 'early'],
    ['down', 'early'],
    ['down', 'canary'],
    ['tell', ''],
  ]);
  expect(view.waves.map(({ state }) => state)).toEqual(['rolled-back', 'rolled-back', 'not-begun']);
  expect(view.steps.find(({ state }) => state === 'skipped')?.note).toBe('Its wave had not begun.');
  expect(view.failure).toMatchObject({ class: 'health-gate' });

  // The release doesn't go there again without an act.
  const again = await refused(release, environment);
  expect(again).toMatchObject({ status: 409, body: { code: 'release.held_back' } });
  const passed = { despite: ['held-back'], reason: 'the service was down, not the release' };
  status = 200;
  const third = await own.reaches(await deploy(release, environment, passed), 'succeeded');
  expect(third.despite).toMatchObject([{ obstacle: 'held-back', reason: passed.reason }]);
});

test('a pipeline that says so takes the failed wave back by itself, and leaves those before it', async () => {
  const environment = await own.environment('by-itself');
  const release = await releasing(three({ onFailure: 'rollBack' }));
  status = 500;
  const ref = await deploy(release, environment);
  const view = await own.reaches(ref, 'rolled-back');
  expect(commands().slice(2)).toEqual([
    ['down', 'early'],
    ['tell', ''],
  ]);
  expect(view.waves.map(({ state }) => state)).toEqual(['done', 'rolled-back', 'not-begun']);
});

test('a gate without a clear answer holds the deployment; it goes on once a person says so', async () => {
  const environment = await own.environment('unclear');
  const nothing = { name: 'Free of trouble', gate: 'operations.no-open-incident' };
  const figure = {
    name: 'Shipped',
    insight: 'release.shipped',
    figure: 'releases',
    atLeast: 1,
    margin: 1e6,
  };
  const release = await releasing({ steps: [nothing, figure, { name: 'Up', run: 'up' }] });
  const ref = await deploy(release, environment);
  const held = await own.reaches(ref, 'held');
  expect(held.failure).toMatchObject({ class: 'inconclusive' });
  expect(held.failure?.says).toBe(
    'Shipped: It is 0 and not at least 1. That is within 1000000 of it.',
  );
  expect(held.steps.map(({ state }) => state)).toEqual(['succeeded', 'inconclusive', 'waiting']);
  await own.admin.call('release.skipStep', {
    ...params(ref),
    body: { reason: 'nothing ships here' },
  });
  await own.reaches(ref, 'succeeded');
});

test('a soak fails at the second wrong answer in a row, and passes when its time is over', async () => {
  const environment = await own.environment('soak');
  const soak = { name: 'Soak', soak: 60, http: address, interval: 10 };
  const release = await releasing({ steps: [soak] });
  const bad = await deploy(release, environment);
  await own.reaches(bad, 'soaking');
  status = 500;
  later(10);
  await until(
    async () => (await own.deployment(bad)).steps[0]!.attempts[0]!.says.includes('500'),
    'one',
  );
  expect((await own.deployment(bad)).state).toBe('soaking');
  later(10);
  expect((await own.reaches(bad, 'failed')).failure).toMatchObject({ class: 'health-gate' });
  status = 200;
  const well = await deploy(release, environment);
  await own.reaches(well, 'soaking');
  later(61);
  await own.reaches(well, 'succeeded');
});

test('a lock keeps deployments back: a warning by an act with a reason, a hard one until its end', async () => {
  const environment = await own.environment('locked');
  const release = await releasing({ steps: [{ name: 'Up', run: 'up' }] });
  const lock = async (kind: 'hard' | 'warning', reason: string) =>
    (
      await own.admin.call('release.lockEnvironment', {
        params: { id: environment },
        body: { repository, kind, reason },
      })
    ).ref;
  await lock('warning', 'the nodes are being changed');
  expect(await refused(release, environment)).toMatchObject({
    status: 409,
    body: { code: 'release.place_locked', obstacle: 'warning' },
  });
  expect(await refused(release, environment, { despite: ['warning'] })).toMatchObject({
    status: 422,
  });
  const passed = { despite: ['warning'], reason: 'agreed with the operators' };
  await own.reaches(await deploy(release, environment, passed), 'succeeded');
  const hard = await lock('hard', 'the database moves');
  const stopped = await refused(release, environment, passed);
  expect(stopped.body['detail']).toContain('the database moves');
  await own.admin.call('release.endDeploymentLock', { params: { id: hard }, body: {} });
  await own.reaches(await deploy(release, environment, passed), 'succeeded');
});

test('a hotfix passes a freeze once somebody else approves it in time', async () => {
  const environment = await own.environment('frozen');
  const release = await releasing({ steps: [{ name: 'Up', run: 'up' }] });
  await own.admin.call('release.freezeEnvironment', {
    params: { id: environment },
    body: { reason: 'year end' },
  });
  expect(await refused(release, environment)).toMatchObject({ status: 409 });
  const hotfix = { hotfix: { reason: 'invoices are wrong', hours: 1 } };
  const late = await deploy(release, environment, hotfix);
  expect((await own.deployment(late)).waitingFor).toContain('approve this as a hotfix');
  const itself = await own.admin.attempt('release.approveHotfix', { ...params(late), body: {} });
  expect(itself).toMatchObject({ status: 403, body: { code: 'release.own_deployment' } });
  later(3601);
  expect((await own.reaches(late, 'cancelled')).question).toContain('in time');
  const ref = await deploy(release, environment, hotfix);
  await editor.call('release.approveHotfix', { ...params(ref), body: { note: 'seen' } });
  const view = await own.reaches(ref, 'succeeded');
  expect(view.hotfix).toMatchObject({ reason: 'invoices are wrong' });
  expect(view.hotfix?.approvedBy).not.toBeNull();
});

test('a newer deployment takes the place of an older one that waits, and the older one says so', async () => {
  const environment = await own.environment('queue');
  const ask = { name: 'Ready?', approve: 'Ready?', another: true };
  const first = await releasing({ steps: [ask] });
  const running = await deploy(first, environment);
  await own.reaches(running, 'approving');
  const older = await deploy(first, environment);
  const second = await releasing({ steps: [{ name: 'Up', run: 'up' }] });
  const newer = await deploy(second, environment);
  expect(await own.deployment(older)).toMatchObject({ state: 'superseded', can: [] });
  expect((await own.deployment(older)).question).toContain('before its turn came');
  const alone = await own.admin.attempt('release.approveStep', { ...params(running), body: {} });
  expect(alone).toMatchObject({ status: 403, body: { code: 'release.own_deployment' } });
  await editor.call('release.approveStep', { ...params(running), body: {} });
  await own.reaches(newer, 'succeeded');
});

test('a release goes on to the next environment once it ran well for long enough', async () => {
  const [first, next] = [await own.environment('first'), await own.environment('next')];
  const steps = [{ name: 'Up', run: 'up' }];
  const release = await releasing({
    environments: {
      first: { steps },
      next: { steps, after: 'first', promote: 'auto', settle: '10m' },
    },
  });
  expect(await refused(release, next)).toMatchObject({
    status: 409,
    body: { code: 'release.held_back', obstacle: 'not-promoted' },
  });
  const ref = await deploy(release, first);
  const view = await own.reaches(ref, 'succeeded');
  expect(view.promotions).toMatchObject([{ environment: { ref: next }, state: 'waiting' }]);
  later(599);
  expect((await own.deployment(ref)).promotions[0]?.state).toBe('waiting');
  later(2);
  const done = await until(async () => {
    const [promotion] = (await own.deployment(ref)).promotions;
    return promotion?.state === 'done' && promotion;
  }, 'the promotion');
  expect(await own.reaches(done.next!, 'succeeded')).toMatchObject({
    environment: { ref: next },
    requestedBy: 'Throughline',
  });
});

test('a webhook is told once, signed, and its signed callback alone says how it ended', async () => {
  const environment = await own.environment('webhook');
  const secret = `whsec_${Buffer.from('a key of the deployer').toString('base64')}`;
  const step = { name: 'Roll out', webhook: address, secret: 'HOOK_KEY', answers: 'by-callback' };
  const release = await releasing({ steps: [step] });
  expect(await refused(release, environment)).toMatchObject({
    body: { code: 'release.secret_missing' },
  });
  await own.admin.call('release.setDeploymentSecret', {
    params: { id: repository },
    body: { name: 'HOOK_KEY', value: secret },
  });
  const ref = await deploy(release, environment);
  const [call] = await until(async () => told.length > 0 && told, 'the webhook');
  const sign = (key: string, id: string, at: string, body: string) =>
    `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
  const { 'webhook-id': id, 'webhook-timestamp': at } = call!.headers;
  const key = 'a key of the deployer';
  expect(call!.headers['webhook-signature']).toBe(sign(key, String(id), String(at), call!.body));
  const message = JSON.parse(call!.body) as { attempt: string; fence: number; callback: string };
  expect(message.callback).toBe(
    `http://throughline.test/api/v1/attempts/${message.attempt}/callback`,
  );
  const callBack = async (signedWith: string, fence = message.fence, outcome = 'succeeded') => {
    const body = JSON.stringify({ fence, outcome, says: 'rolled out' });
    const now = String(Math.floor(own.app.clock.now().epochMilliseconds / 1000));
    const response = await fetch(`${own.address}/api/v1/attempts/${message.attempt}/callback`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': now,
        'webhook-signature': sign(signedWith, 'msg_1', now, body),
      },
      body,
    });
    return response.status;
  };
  expect(await callBack('another key')).toBe(401);
  expect(await callBack(key, message.fence + 1)).toBe(409);
  expect((await own.deployment(ref)).state).toBe('running');
  expect(await callBack(key)).toBe(204);
  const view = await own.reaches(ref, 'succeeded');
  expect(view.steps[0]?.attempts).toMatchObject([{ state: 'succeeded', says: 'rolled out' }]);
  expect(await callBack(key)).toBe(204);
  expect(await callBack(key, message.fence, 'failed')).toBe(409);
  expect(told).toHaveLength(1);
});

test('a webhook of which nobody knows whether it was heard is not told twice: a person is asked', async () => {
  const environment = await own.environment('unheard');
  const step = {
    name: 'Roll out',
    webhook: address,
    secret: 'HOOK_KEY',
    answers: 'by-callback',
    timeout: 60,
  };
  const ref = await deploy(await releasing({ steps: [step] }), environment);
  await until(async () => told.length > 0, 'the webhook');
  later(61);
  const held = await own.reaches(ref, 'held');
  expect(held.failure).toMatchObject({ class: 'lost-worker' });
  const body = { answer: 'done' as const, reason: 'it is there' };
  await own.admin.call('release.settleStep', { ...params(ref), body });
  await own.reaches(ref, 'succeeded');
  expect(told).toHaveLength(1);
});

test('what a person has to do is done when a person says so with a note', async () => {
  const environment = await own.environment('manual');
  const ref = await deploy(
    await releasing({ steps: [{ name: 'Move it', manual: 'Move the load balancer.' }] }),
    environment,
  );
  expect((await own.reaches(ref, 'approving')).can).toEqual(['done', 'cancel']);
  const body = { outcome: 'done' as const, note: 'moved to rack 2' };
  await own.admin.call('release.completeManualStep', { ...params(ref), body });
  const view = await own.reaches(ref, 'succeeded');
  expect(view.steps[0]?.note).toContain('moved to rack 2');
});

test('after a migration without a way back, nothing is rolled back without an act', async () => {
  const environment = await own.environment('migration');
  const release = await releasing({
    onFailure: 'rollBack',
    steps: [
      { name: 'Drop the column', run: 'drop', migration: 'irreversible' },
      { name: 'Up', run: 'up' },
    ],
    rollback: [{ name: 'Back', run: 'back' }],
  });
  runner.failing.add('up');
  const ref = await deploy(release, environment);
  const held = await own.reaches(ref, 'held');
  expect(held.question).toContain('“Drop the column” has no way back');
  const back = await own.admin.attempt('release.rollBack', { ...params(ref), body: {} });
  expect(back).toMatchObject({ status: 409, body: { code: 'release.irreversible' } });
  await own.admin.call('release.rollBack', { ...params(ref), body: { despiteMigration: true } });
  await own.reaches(ref, 'rolled-back');
});

test('a release that contains what was reverted later is not deployed without an act', async () => {
  const environment = await own.environment('reverted');
  const release = await releasing({ steps: [{ name: 'Up', run: 'up' }] });
  const bad = own.source.git('rev-parse', 'HEAD');
  own.source.git('revert', '--no-edit', bad);
  own.source.git('push', '--quiet', 'origin', 'HEAD');
  await own.fetch(repository);
  const found = await refused(release, environment);
  expect(found).toMatchObject({ status: 409, body: { obstacle: 'reverted' } });
  expect(found.body['detail']).toContain(bad.slice(0, 8));
  const plan = await own.admin.call('release.previewDeployment', {
    params: { id: release },
    query: { environment },
  });
  expect(plan.obstacles.map(({ obstacle }) => obstacle)).toEqual(['reverted']);
});

test('another revision than the deployed one is drift, from when it is seen until it is gone', async () => {
  const environment = await own.environment('drift');
  const release = await releasing({
    steps: [{ name: 'Up', run: 'up' }],
    revision: { http: address, pointer: '/build/sha', interval: 10 },
  });
  const sha = own.source.git('rev-parse', 'HEAD');
  const says = (revision: string) => (answer = JSON.stringify({ build: { sha: revision } }));
  says(sha.slice(0, 10));
  const ref = await deploy(release, environment);
  const seen = (revision: string) =>
    until(async () => {
      const { observed } = await own.deployment(ref);
      return observed?.revision === revision && observed;
    }, revision);
  expect(await seen(sha.slice(0, 10))).toMatchObject({ driftSince: null });
  says('0.0.9');
  later(10);
  expect((await seen('0.0.9')).driftSince).not.toBeNull();
  says(sha);
  later(10);
  expect(await seen(sha)).toMatchObject({ driftSince: null });
  const { items } = await own.admin.call('entities.getHistory', { params: { ref } });
  const facts = items.map(({ action }) => action).filter((action) => action.includes('drift'));
  expect(facts.toSorted()).toEqual(['deployment.drift_began', 'deployment.drift_ended']);
});

test('a step gets the secrets that it names, and no answer tells what they are', async () => {
  const environment = await own.environment('secret');
  const set = (name: string, value: string, to?: Environment) =>
    own.admin.call('release.setDeploymentSecret', {
      params: { id: repository },
      body: { name, value, ...(to ? { environment: to } : {}) },
    });
  await set('TOKEN', 'for all of them');
  await set('TOKEN', 'for this one here', environment);
  await set('OTHER', 'of another step');
  const release = await releasing({
    steps: [
      { name: 'One', run: 'one', secrets: ['TOKEN'] },
      { name: 'Two', run: 'two' },
    ],
  });
  await own.reaches(await deploy(release, environment), 'succeeded');
  expect(runner.works.map(({ secrets }) => secrets)).toEqual([{ TOKEN: 'for this one here' }, {}]);
  const listed = await own.admin.call('release.listDeploymentSecrets', {
    params: { id: repository },
  });
  expect(JSON.stringify(listed)).not.toContain('for this one');
  const { rows } = await own.app.database.pool.query<{ sealed: string }>(
    `select sealed || coalesce((select string_agg(after::text, '') from ledger), '') as sealed from deployment_secret`,
  );
  expect(rows.some(({ sealed }) => sealed.includes('for this one'))).toBe(false);
});
