import type { OperationOf, OutputOf, Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../platform/access/api-keys.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { releaseApp, until, type ReleaseApp } from './testing/release-app.ts';

let own: ReleaseApp;
let repository: Reference<'repository'>;
let change: OutputOf<OperationOf<'release.getChange'>>;

/** Production takes nothing whose tests are not green; staging takes all. */
const pipeline = `version: 1
environments:
  staging:
    steps: [{ name: Look, approve: Fine? }]
  production:
    tests: green
    steps: [{ name: Look, approve: Fine? }]
`;

const report = (
  failed: readonly string[],
  passed: readonly string[] = ['adds', 'removes', 'pays'],
) =>
  `<testsuite name="cart">${passed
    .map((name) =>
      failed.includes(name)
        ? `<testcase classname="Cart" name="${name}" time="0.5"><failure message="no">here</failure></testcase>`
        : `<testcase classname="Cart" name="${name}" time="0.5"/>`,
    )
    .join('')}</testsuite>`;

const upload = (sha: string, xml: string, query: { job?: string; branch?: string } = {}) =>
  own.admin.call('delivery.recordTestRun', {
    params: { id: repository },
    query: { sha, ...query },
    body: new Blob([xml], { type: 'application/xml' }),
  });

const gate = (about: string) =>
  own.admin.call('platform.checkGate', {
    params: { key: 'release.tests-green' },
    query: { about },
  });

const later = (minutes: number) => own.app.clock.set(own.app.clock.now().add({ minutes }));
const sha = (digit: number) => digit.toString(16).padStart(40, '0');

beforeAll(async () => {
  own = await releaseApp({ '.throughline/pipeline.yaml': pipeline });
  own.source.git('checkout', '--quiet', '-b', 'feature/cart');
  own.source.commit('feat: a cart', { 'cart.txt': 'one\n' });
  repository = await own.connect();
  const listed = await until(async () => {
    const { items } = await own.admin.call('release.listChanges', { query: { repository } });
    return items[0];
  }, 'the change');
  change = await own.admin.call('release.getChange', { params: { id: listed.ref } });
});
afterAll(() => own.stop());

test('a red test holds the merge of its change until a newer run of the same job is green', async () => {
  expect(await gate(change.ref)).toMatchObject({ state: 'inconclusive' });
  const red = await upload(change.head, report(['pays']), { job: 'unit', branch: 'feature/cart' });
  expect(red).toMatchObject({ repeated: false, state: 'red', passed: 2, failed: 1 });
  expect(await gate(change.ref)).toMatchObject({
    state: 'closed',
    says: '1 test failed in “unit”.',
    evidence: [{ ref: change.ref }],
  });
  const { tests } = await own.admin.call('release.getChange', { params: { id: change.ref } });
  expect(tests).toMatchObject({ state: 'red', runs: [{ ref: red.ref, job: 'unit', failed: 1 }] });
  later(1);
  // Another job cannot make up for it; the same one can.
  await upload(change.head, report([]), { job: 'browser' });
  expect((await gate(change.ref)).state).toBe('closed');
  later(1);
  await upload(change.head, `${report([])}\n`, { job: 'unit' });
  expect(await gate(change.ref)).toMatchObject({
    state: 'open',
    says: '6 tests passed in 2 jobs.',
  });
});

test('a release waits for its own commit, for every required job, and for what its pipeline asks', async () => {
  const [staging, production] = [
    await own.environment('staging'),
    await own.environment('production', true),
  ];
  own.source.git('checkout', '--quiet', 'main');
  const head = own.source.commit('feat: more', { 'more.txt': 'more\n' });
  await own.fetch(repository);
  const release = await own.cut(repository);
  const deploy = (environment: string) =>
    own.admin.attempt('release.deployRelease', { body: { release, environment } });
  expect((await gate(release)).state).toBe('inconclusive');
  expect(await deploy(production)).toMatchObject({
    status: 409,
    body: { code: 'release.tests_not_green' },
  });
  await upload(head, '<testsuite><testcase name="a"><skipped/></testcase></testsuite>');
  expect(await gate(release)).toMatchObject({
    state: 'inconclusive',
    says: '“tests” ran no test.',
  });
  later(1);
  await upload(head, report(['pays']));
  expect((await deploy(production)).status).toBe(409);
  expect((await deploy(staging)).status).toBe(201);
  later(1);
  await upload(head, report([]));
  const require = (required: string[]) =>
    own.admin.call('delivery.requireTestJobs', { params: { id: repository }, body: { required } });
  await require(['tests', 'browser', 'tests']);
  expect(await own.admin.call('delivery.getTestJobs', { params: { id: repository } })).toEqual({
    required: ['browser', 'tests'],
    known: ['browser', 'tests', 'unit'],
  });
  expect(await gate(release)).toMatchObject({
    state: 'inconclusive',
    says: '“browser” has not reported yet.',
  });
  await require([]);
  expect((await gate(release)).state).toBe('open');
  expect((await deploy(production)).status).toBe(201);
});

test('the same report uploaded again, even at the same moment, makes one run', async () => {
  const [one, two] = await Promise.all([upload(sha(1), report([])), upload(sha(1), report([]))]);
  expect(one.ref).toBe(two.ref);
  expect([one, two].filter(({ repeated }) => repeated)).toHaveLength(1);
  const { items } = await own.admin.call('delivery.listTestRuns', { query: { sha: sha(1) } });
  expect(items).toHaveLength(1);
});

test('a green report after a red one counts, though it came before to the last byte', async () => {
  const results = [];
  for (const failed of [[], ['pays'], []]) {
    results.push(await upload(sha(5), report(failed)));
    later(1);
  }
  expect(results.map(({ state, repeated }) => [state, repeated])).toEqual([
    ['green', false],
    ['red', false],
    ['green', true],
  ]);
  const { items } = await own.admin.call('delivery.listTestRuns', { query: { sha: sha(5) } });
  expect(items.map(({ ref }) => ref)).toEqual([results[0]?.ref, results[1]?.ref]);
  // Once more it is no news: nobody is told again.
  await upload(sha(5), report([]));
  const history = await own.admin.call('entities.getHistory', {
    params: { ref: repository },
    query: { limit: 200 },
  });
  const told = history.items.filter(({ after }) => JSON.stringify(after).includes(sha(5)));
  expect(told).toHaveLength(3);
});

test('a run lists what failed first, with what it said', async () => {
  const { ref } = await upload(sha(2), report(['removes']));
  const { items } = await own.admin.call('delivery.listTestResults', { params: { id: ref } });
  expect(items.map(({ name, outcome, message }) => [name, outcome, message])).toEqual([
    ['removes', 'failed', 'no\nhere'],
    ['adds', 'passed', ''],
    ['pays', 'passed', ''],
  ]);
  const first = await own.admin.call('delivery.listTestResults', {
    params: { id: ref },
    query: { limit: 2 },
  });
  const rest = await own.admin.call('delivery.listTestResults', {
    params: { id: ref },
    query: { limit: 2, cursor: first.nextCursor ?? '' },
  });
  expect([...first.items, ...rest.items]).toEqual(items);
});

test('flaky: both outcomes on one commit, or four flips on a branch; broken and mended is not', async () => {
  const job = 'nightly';
  const results = async (branch: string, names: readonly string[][]) => {
    for (const [at, failed] of names.entries()) {
      later(1);
      await upload(sha(100 + at), report(failed), { job, branch });
    }
  };
  // On five commits of main: `adds` fails at the 2nd and 4th (four flips), `removes` at the 3rd (two).
  await results('main', [[], ['adds'], ['removes'], ['adds'], []]);
  later(1);
  // The fifth commit once more: `pays` failed there and had passed.
  await upload(sha(104), report(['pays']), { job, branch: 'rerun' });
  later(1);
  const retried =
    '<testcase classname="Cart" name="ships"><flakyFailure message="late"/></testcase>';
  await upload(sha(105), `<testsuite>${retried}</testsuite>`, { job, branch: 'main' });
  const { items } = await own.admin.call('delivery.listFlakyTests', { query: { repository } });
  const found = items.filter((one) => one.job === job);
  expect(
    found.map(({ name, signs, times, failed, runs }) => [name, signs, times, failed, runs]),
  ).toEqual([
    ['adds', ['flips'], 4, 2, 6],
    ['pays', ['same-commit'], 1, 1, 6],
    ['ships', ['retried'], 1, 0, 1],
  ]);
  const history = await own.admin.call('delivery.getTestCase', {
    params: { id: found[0]?.ref ?? '' },
  });
  expect(history.results.map(({ outcome }) => outcome)).toEqual([
    'passed',
    'passed',
    'failed',
    'passed',
    'failed',
    'passed',
  ]);
  const insight = await own.admin.call('insights.runInsight', {
    params: { key: 'delivery.flaky-tests' },
    query: { parameters: JSON.stringify({ repository }) },
  });
  // Besides the three: `pays` of “unit” and of “tests”, which failed and then passed on one commit.
  expect(insight.says).toBe('5 tests are flaky.');
});

test('what is older than two weeks makes no test flaky', async () => {
  const now = own.app.clock.now();
  own.app.clock.set(now.add({ hours: 24 * 15 }));
  const key = await freshKey(['*:read']);
  const { statusCode, body } = await own.app.http.inject({
    url: '/api/v1/flaky-tests',
    headers: { authorization: `Bearer ${key}` },
  });
  expect([statusCode, JSON.parse(body)]).toEqual([200, { items: [] }]);
  own.app.clock.set(now);
});

async function freshKey(scopes: string[]): Promise<string> {
  return own.app.write(async (context) => {
    const made = await createApiKey(context, own.admin.identity, {
      name: 'CI',
      scopes,
      expiresInDays: 30,
    });
    return made.key;
  });
}

test('a key of the scope tests:write uploads and does nothing else', async () => {
  const authorization = `Bearer ${await freshKey(['tests:write'])}`;
  const url = `/api/v1/repositories/${repository}/test-runs?sha=${sha(3)}`;
  const send = (payload: string, type = 'application/xml') =>
    own.app.http.inject({
      method: 'POST',
      url,
      payload,
      headers: { authorization, 'content-type': type },
    });
  expect((await send(report([]), 'text/xml; charset=utf-8')).statusCode).toBe(201);
  expect((await send('{}', 'application/json')).statusCode).toBe(415);
  expect((await send('')).statusCode).toBe(422);
  expect((await send('<html/>')).json()).toMatchObject({ code: 'delivery.report_unreadable' });
  expect((await send('x'.repeat(8 * 1024 * 1024 + 1))).statusCode).toBe(413);
  const read = await own.app.http.inject({ url: '/api/v1/test-runs', headers: { authorization } });
  expect(read.statusCode).toBe(403);
  const other = await own.app.http.inject({
    method: 'POST',
    url: '/api/v1/stories',
    payload: {},
    headers: { authorization },
  });
  expect(other.statusCode).toBe(403);
});

test('nobody may upload to a repository of a unit that they are no contributor of', async () => {
  const unit = await own.app.write(async (context) => {
    const made = await createEntity(context, { kind: 'unit', title: 'Elsewhere', state: 'active' });
    return made.id;
  });
  const outsider = await own.app.member({ roles: [{ role: 'contributor', unit }] });
  const { status } = await outsider.attempt('delivery.recordTestRun', {
    params: { id: repository },
    query: { sha: sha(4) },
    body: new Blob([report([])], { type: 'application/xml' }),
  });
  expect(status).toBe(403);
});

test('results are kept for the newest 200 runs of a job, counts for longer', async () => {
  const job = 'many';
  const uploadOf = (run: number) =>
    own.admin.attempt('delivery.recordTestRun', {
      params: { id: repository },
      query: { sha: sha(1000 + run), job },
      body: new Blob([report([], ['adds'])], { type: 'application/xml' }),
    });
  await uploadOf(0);
  later(1);
  await Promise.all(Array.from({ length: 199 }, (_, run) => uploadOf(run + 1)));
  later(1);
  await uploadOf(200);
  const runOf = async (commit: string) => {
    const { items } = await own.admin.call('delivery.listTestRuns', { query: { sha: commit } });
    return own.admin.call('delivery.getTestRun', { params: { id: items[0]?.ref ?? '' } });
  };
  const oldest = await runOf(sha(1000));
  expect(oldest).toMatchObject({ detailed: false, passed: 1 });
  const kept = await own.admin.call('delivery.listTestResults', { params: { id: oldest.ref } });
  expect(kept.items).toEqual([]);
  expect(await runOf(sha(1001))).toMatchObject({ detailed: true });
});

test('results are forgotten after 90 days, and runs after 400', async () => {
  const { clock, jobs, database } = own.app;
  const present = clock.now();
  /** What is left after the night of a day. */
  const leftOn = async (day: string) => {
    const night = Temporal.Instant.from(`${day}T03:23:00Z`);
    clock.set(night);
    await jobs.runDue(night.subtract({ seconds: 30 }), night);
    const { rows } = await database.pool.query(
      `select (select count(*) from test_run)::integer as runs,
        (select count(*) from test_result)::integer as results,
        (select count(*) from test_case)::integer as cases`,
    );
    return rows[0] as { runs: number; results: number; cases: number };
  };
  // All came on 23 November 2026 after nine o'clock; 90 days later is 21 February at nine.
  const { runs, results } = await leftOn('2027-02-21');
  expect(results).toBeGreaterThan(200);
  expect(await leftOn('2027-02-23')).toEqual({ runs, results: 0, cases: 0 });
  // 400 days later is 28 December.
  expect((await leftOn('2027-12-28')).runs).toBe(runs);
  expect((await leftOn('2027-12-30')).runs).toBe(0);
  clock.set(present);
});
