import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Work = {
  attempt: string;
  fence: number;
  command: string;
  environment: Record<string, string>;
};

let own: ReleaseApp;
let repository: Awaited<ReturnType<ReleaseApp['connect']>>;
let release: Awaited<ReturnType<ReleaseApp['cut']>>;
let token: string;

const steps = [{ name: 'By hand', run: 'true', repeatable: true }];

beforeAll(async () => {
  const pipeline = JSON.stringify({ version: 1, steps });
  own = await releaseApp({ '.throughline/pipeline.yaml': pipeline });
  own.source.commit('feat: one');
  repository = await own.connect();
  release = await own.cut(repository);
});
afterAll(() => own.stop());

/** What a runner says, without one. */
async function call(path: string, body?: object, bearer = token) {
  const response = await fetch(`${own.address}/api/v1/runner/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(bytes.toString()) : null, bytes };
}

const claim = async (sandbox = 'account'): Promise<Work | null> =>
  (await call('claim', { sandbox, wait: 0 })).body.work;
const later = (seconds: number) => own.app.clock.set(own.app.clock.now().add({ seconds }));

test('commands are refused where no runner would take them, with the reason', async () => {
  const environment = await own.environment('refused');
  const answer = await own.admin.attempt('release.deployRelease', {
    body: { release, environment },
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'release.commands_refused' } });
  expect(answer.body['detail']).toContain('No runner is online');
});

test('an outcome, a log and a source are refused to whoever holds an old fence', async () => {
  ({ token } = await own.admin.call('release.createRunner', { body: { name: 'by hand' } }));
  expect(await claim()).toBeNull();
  const environment = await own.environment('fence');
  const { ref } = await own.admin.call('release.deployRelease', { body: { release, environment } });
  const first = await claim();
  later(31);
  // The step is repeatable: the sweeper finds the lease over and intends a new attempt.
  const second = await until(async () => (await claim()) ?? undefined, 'the next attempt');
  expect(second.fence).toBeGreaterThan(first!.fence);
  expect(second.environment).toMatchObject({
    THROUGHLINE_IDEMPOTENCY_KEY: first!.environment['THROUGHLINE_IDEMPOTENCY_KEY'],
    THROUGHLINE_VERSION: '0.1.0',
  });

  const stale = { status: 409, body: { code: 'release.stale_fence' } };
  const end = { outcome: 'exited', exitCode: 1 };
  const old = `attempts/${first!.attempt}`;
  expect(await call(`${old}/complete`, { fence: first!.fence, ...end })).toMatchObject(stale);
  expect(await call(`${old}/extend`, { fence: first!.fence })).toMatchObject(stale);
  expect(await call(`${old}/source?fence=${first!.fence}`)).toMatchObject(stale);
  const present = `attempts/${second.attempt}`;
  const chunk = { fence: first!.fence, sequence: 1, text: 'x' };
  expect(await call(`${present}/log`, chunk)).toMatchObject(stale);
  expect((await own.deployment(ref)).state).toBe('running');

  expect((await call(`${present}/source?fence=${second.fence}`)).bytes.toString()).toContain(
    'hello',
  );
  for (const text of ['one\n', 'one again\n']) {
    await call(`${present}/log`, { fence: second.fence, sequence: 1, text });
  }
  await call(`${present}/log`, { fence: second.fence, sequence: 2, text: 'two\0\n' });
  const done = { fence: second.fence, outcome: 'exited', exitCode: 0 };
  expect((await call(`${present}/complete`, done)).status).toBe(204);
  const view = await own.reaches(ref, 'succeeded');
  expect(view.steps[0]?.attempts.map(({ state }) => state)).toEqual(['lost', 'succeeded']);
  const log = await own.admin.call('release.getAttemptLog', {
    params: { id: view.steps[0]!.attempts[1]!.ref },
  });
  expect(log).toMatchObject({ text: 'one\ntwo\u{fffd}\n', last: 2, ended: true });
  expect(await call(`${present}/complete`, done)).toMatchObject(stale);
});

test('a lease that is extended goes on, and its runner hears of a cancellation', async () => {
  const environment = await own.environment('lease');
  await call('claim', { sandbox: 'account', wait: 0 });
  const { ref } = await own.admin.call('release.deployRelease', { body: { release, environment } });
  const work = await claim();
  const path = `attempts/${work!.attempt}/extend`;
  later(20);
  expect(await call(path, { fence: work!.fence })).toMatchObject({
    body: { leaseSeconds: 30, cancel: false },
  });
  later(20);
  await own.admin.call('release.cancelDeployment', { params: { id: ref }, body: {} });
  expect((await call(path, { fence: work!.fence })).body).toMatchObject({ cancel: true });
  expect((await own.deployment(ref)).state).toBe('running');
  const cancelled = { fence: work!.fence, outcome: 'cancelled', exitCode: null };
  await call(`attempts/${work!.attempt}/complete`, cancelled);
  await own.reaches(ref, 'cancelled');
});

test('a runner without a sandbox gets nothing but the commands of trusted repositories', async () => {
  later(120);
  await claim('none');
  const environment = await own.environment('trust');
  const body = { release, environment };
  const answer = await own.admin.attempt('release.deployRelease', { body });
  expect(answer).toMatchObject({ status: 409, body: { code: 'release.commands_refused' } });
  await own.admin.call('release.acceptTrustedRepositories', {
    body: { repositories: [repository] },
  });
  await own.admin.call('release.deployRelease', { body });
  expect(await claim('none')).toMatchObject({ command: 'true' });
});

test('a runner is known by its token only until that is revoked, and may do nothing else', async () => {
  const made = await own.admin.call('release.createRunner', { body: { name: 'short' } });
  const listed = await fetch(`${own.address}/api/v1/people`, {
    headers: { authorization: `Bearer ${made.token}` },
  });
  expect(listed.status).toBe(403);
  const asked = { sandbox: 'account', wait: 0 };
  expect((await call('claim', asked, made.token)).status).toBe(200);
  await own.admin.call('release.revokeRunner', { params: { id: made.ref } });
  expect((await call('claim', asked, made.token)).status).toBe(401);
});
