import { existsSync, mkdtempSync, readFileSync, rmSync, chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Deployed = Parameters<ReleaseApp['reaches']>[0];

let own: ReleaseApp;
let runner: Awaited<ReturnType<ReleaseApp['runner']>>;
let repository: Awaited<ReturnType<ReleaseApp['connect']>>;
let service: Server;
let status = 200;
let address: string;
/** What commands leave behind, outside of their own folders. */
let traces: string;
let versions = 0;

beforeAll(async () => {
  own = await releaseApp();
  traces = mkdtempSync(join(tmpdir(), 'throughline-traces-'));
  chmodSync(traces, 0o777);
  service = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/health`;
  runner = await own.runner();
  repository = await own.connect();
});
afterAll(async () => {
  await own.stop();
  service.close();
  rmSync(traces, { recursive: true, force: true });
});

/** Releases a pipeline, written as JSON (which is YAML), and deploys it to a new environment. */
async function deploy(key: string, pipeline: object, to?: string): Promise<Deployed> {
  const file = JSON.stringify({ version: 1, ...pipeline });
  own.source.commit(`feat: ${key} ${(versions += 1)}`, { '.throughline/pipeline.yaml': file });
  await own.fetch(repository);
  const release = await own.cut(repository);
  const environment = (to ?? (await own.environment(key))) as never;
  const { ref } = await own.admin.call('release.deployRelease', { body: { release, environment } });
  return ref;
}

async function logOf(ref: Deployed): Promise<string> {
  const view = await own.deployment(ref);
  const attempt = view.steps.flatMap(({ attempts }) => attempts).at(-1);
  if (!attempt) return '';
  return (await own.admin.call('release.getAttemptLog', { params: { id: attempt.ref } })).text;
}

test('a deployment runs its commands on the released source, passes its gate and succeeds', async () => {
  status = 200;
  const ref = await deploy('plain', {
    steps: [
      {
        name: 'Read',
        run: 'cat readme.txt; echo "to $THROUGHLINE_ENVIRONMENT $THROUGHLINE_VERSION"',
      },
      { name: 'Arguments', run: ['printf', '%s|', 'a b', '$HOME'] },
      { name: 'Answers', http: address, interval: 1 },
    ],
    health: { http: address, interval: 60 },
  });
  const view = await own.reaches(ref, 'succeeded', 'failed');
  expect(view.failure).toBeNull();
  expect(view).toMatchObject({ state: 'succeeded', current: true, can: [] });
  expect(view.steps.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(view.pipelineDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const logs = await Promise.all(
    view.steps
      .slice(0, 2)
      .map(({ attempts }) =>
        own.admin.call('release.getAttemptLog', { params: { id: attempts[0]!.ref } }),
      ),
  );
  expect(logs.map(({ text, ended }) => [text, ended])).toEqual([
    [`hello\nto plain ${view.release.version}\n`, true],
    ['a b|$HOME|', true],
  ]);
  const healthy = await until(async () => {
    const found = await own.deployment(ref);
    return found.health.state === 'healthy' && found;
  }, 'the first observation');
  expect(healthy.health.says).toBe('It answered 200.');
});

test('a failed step keeps its last lines as evidence, and goes on from there when it is retried', async () => {
  const ref = await deploy('retry', {
    steps: [
      { name: 'Once', run: `echo ran >> ${traces}/once` },
      { name: 'Flaky', run: `echo looking; test -e ${traces}/there || exit 7` },
    ],
  });
  const failed = await own.reaches(ref, 'failed');
  expect(failed.failure).toMatchObject({
    class: 'step-failed',
    says: 'Flaky: It ended with 7.',
    log: ['looking'],
  });
  expect(failed.can).toEqual(['retry', 'skip']);
  writeFileSync(join(traces, 'there'), '');
  await own.admin.call('release.retryStep', { params: { id: ref } });
  const view = await own.reaches(ref, 'succeeded');
  expect(view.steps[1]?.attempts.map(({ state }) => state)).toEqual(['failed', 'succeeded']);
  expect(readFileSync(join(traces, 'once'), 'utf8')).toBe('ran\n');
});

test('a gate that stays closed fails the deployment, and rolling back runs the rollback steps', async () => {
  status = 503;
  const ref = await deploy('gate', {
    steps: [{ name: 'Healthy', http: address, timeout: 2, interval: 1 }],
    rollback: [{ name: 'Back', run: 'echo "back to $THROUGHLINE_PREVIOUS_VERSION."' }],
  });
  await own.reaches(ref, 'gating');
  own.app.clock.set(own.app.clock.now().add({ seconds: 3 }));
  const failed = await own.reaches(ref, 'failed');
  expect(failed.failure).toMatchObject({ class: 'health-gate' });
  expect(failed.failure?.says).toContain('It answered 503. Expected 200.');
  expect(failed.can).toEqual(['retry', 'skip', 'roll-back']);
  await own.admin.call('release.rollBack', { params: { id: ref }, body: { reason: 'broken' } });
  const view = await own.reaches(ref, 'rolled-back');
  expect(view.current).toBe(false);
  expect(await logOf(ref)).toBe('back to .\n');
});

test('a command that takes too long is ended with all that it started', async () => {
  const ref = await deploy('slow', {
    steps: [{ name: 'Slow', run: `(sleep 3; touch ${traces}/late) & wait`, timeout: 1 }],
  });
  const view = await own.reaches(ref, 'failed');
  expect(view.failure).toMatchObject({ class: 'timed-out' });
  await pause(3000);
  expect(existsSync(join(traces, 'late'))).toBe(false);
});

test('a deployment waits for the one before it, and for an approval where its pipeline asks', async () => {
  const first = await deploy('line', {
    steps: [{ name: 'Ready?', approve: 'Is everybody told?' }],
  });
  const waiting = await own.reaches(first, 'approving');
  const { environment } = waiting;
  const second = await deploy('line', { steps: [{ name: 'Go', run: 'true' }] }, environment.ref);
  const queued = await own.reaches(second, 'queued');
  expect(queued.waitingFor).toContain(waiting.title);
  expect(waiting.can).toContain('approve');
  await own.admin.call('release.approveStep', { params: { id: first }, body: { note: 'told' } });
  await own.reaches(second, 'succeeded');
  expect(await own.deployment(first)).toMatchObject({ state: 'succeeded', current: false });
  const board = await own.admin.call('release.getBoard');
  const cell = board.rows[0]?.cells.find((one) => one.environment === environment.ref);
  expect(cell).toMatchObject({ current: { ref: second }, active: null, queued: 0 });
});

test('a running command is ended when its deployment is cancelled', async () => {
  const ref = await deploy('cancel', { steps: [{ name: 'Long', run: 'echo begun; sleep 60' }] });
  await until(async () => (await logOf(ref)).includes('begun'), 'the command');
  await own.admin.call('release.cancelDeployment', { params: { id: ref }, body: {} });
  const view = await own.reaches(ref, 'cancelled');
  expect(view.steps[0]).toMatchObject({ state: 'cancelled', attempts: [{ state: 'cancelled' }] });
});

test('a frozen environment takes no new deployment until the freeze ends', async () => {
  const { ref: environment } = await own.admin.call('release.createEnvironment', {
    body: { key: 'frozen', title: 'Frozen', stage: 'deployment' },
  });
  const params = { id: environment };
  const release = (await own.admin.call('release.listReleases')).items[0]!.ref;
  await own.admin.call('release.freezeEnvironment', { params, body: { reason: 'year end' } });
  const body = { release, environment };
  const answer = await own.admin.attempt('release.deployRelease', { body });
  expect(answer).toMatchObject({ status: 409, body: { code: 'release.environment_frozen' } });
  await own.admin.call('release.unfreezeEnvironment', { params });
  await own.reaches(
    (await own.admin.call('release.deployRelease', { body })).ref,
    'running',
    'succeeded',
  );
});

test('a pipeline that does not fit is refused with the place of its fault', async () => {
  const environment = await own.environment('invalid');
  const wrong = 'version: 1\nsteps:\n  - name: A\n    run: true\n    timeout: 3 days\n';
  own.source.commit('feat: wrong', { '.throughline/pipeline.yaml': wrong });
  await own.fetch(repository);
  const release = await own.cut(repository);
  const answer = await own.admin.attempt('release.deployRelease', {
    body: { release, environment },
  });
  expect(answer).toMatchObject({ status: 422, body: { code: 'release.pipeline_invalid' } });
  expect(answer.body['detail']).toContain('steps.0');
});

test('when a runner is lost, a person says what became of a step that must not run twice', async () => {
  const ref = await deploy('lost', {
    steps: [{ name: 'Migrate', run: `echo begun; echo x >> ${traces}/migrated; sleep 60` }],
  });
  await until(async () => (await logOf(ref)).includes('begun'), 'the command');
  runner.kill('SIGKILL');
  own.app.clock.set(own.app.clock.now().add({ seconds: 31 }));
  const held = await own.reaches(ref, 'held');
  expect(held.failure).toMatchObject({ class: 'lost-worker' });
  expect(held.question).toContain('nobody knows how far it came');
  const body = { answer: 'done' as const, reason: 'the table is there' };
  await own.admin.call('release.settleStep', { params: { id: ref }, body });
  const view = await own.reaches(ref, 'succeeded');
  expect(view.steps[0]?.note).toContain('the table is there');
  expect(readFileSync(join(traces, 'migrated'), 'utf8')).toBe('x\n');
});
