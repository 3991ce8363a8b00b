import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationOf, OutputOf } from '@throughline/contract';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp, type App } from '../../../app.ts';
import { connect } from '../../../platform/database/connect.ts';
import { testSecrets } from '../../../testing/test-secrets.ts';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

type Work = NonNullable<OutputOf<OperationOf<'release.claimWork'>>['work']>;
type Deployment = Awaited<ReturnType<ReleaseApp['deployment']>>;
type Ref = Deployment['ref'];

/*
 * Random walks of deployments over two nodes of one database, one of which is killed and replaced
 * at will. What must hold in every state: one deployment at most is active in a place; a step that
 * isn't repeatable begins once, and once more for each act of a person; an old fence is refused; and
 * from wherever a walk ends, every deployment can be brought to an end.
 */

let own: ReleaseApp;
let release: Awaited<ReturnType<ReleaseApp['cut']>>;
let token: string;
let dataDir: string;
/** The node that comes and goes. */
let other: App | undefined;
let otherAddress = '';
let environments = 0;

async function startOther(): Promise<void> {
  const url = own.app.database.options.connectionString ?? '';
  const database = connect({ url }, 6);
  other = await createApp({
    configuration: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://throughline.test',
      dataDir,
      databaseUrl: undefined,
      secretKey: undefined,
      adminKey: undefined,
      organisation: '',
      mail: undefined,
      demo: false,
      rehearsalBegins: undefined,
      rehearsalPort: 0,
      rehearsalUrl: 'http://rehearsal.test',
    },
    database,
    secrets: testSecrets,
    clock: own.app.clock,
    log: pino({ level: 'silent' }),
    checkout: '/nonexistent',
    say: () => undefined,
  });
  await other.http.listen({ host: '127.0.0.1', port: 0 });
  otherAddress = `http://127.0.0.1:${(other.http.server.address() as AddressInfo).port}`;
}

/** As a kill does it: the connections to the database go first, whatever is under way. */
async function killOther(): Promise<void> {
  const dying = other;
  other = undefined;
  if (!dying) return;
  await dying.database.pool.end().catch(() => undefined);
  await dying.stop().catch(() => undefined);
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-model-'));
  const steps = [
    { name: 'Prepare', run: 'prepare', repeatable: true },
    { name: 'Migrate', run: 'migrate' },
  ];
  const wave = { steps: [{ name: 'Up', run: 'up' }], rollback: [{ name: 'Down', run: 'down' }] };
  const strategies = { halves: { rolling: 2 } };
  const pipeline = { version: 1, supersede: false, steps, wave, strategies, strategy: 'halves' };
  own = await releaseApp({ '.throughline/pipeline.yaml': JSON.stringify(pipeline) });
  own.source.commit('feat: one');
  release = await own.cut(await own.connect());
  ({ token } = await own.admin.call('release.createRunner', { body: { name: 'walks' } }));
  await startOther();
});
afterAll(async () => {
  await killOther();
  await own.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function say(address: string, path: string, body: object) {
  const response = await fetch(`${address}/api/v1/runner/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    work: response.status === 200 ? (JSON.parse(text) as { work?: Work | null }).work : undefined,
  };
}

const moves = [
  'deploy',
  'claim',
  'claim',
  'claim',
  'succeed',
  'succeed',
  'fail',
  'late',
  'kill',
  'act',
  'act',
  'cancel',
] as const;
type Move = {
  readonly move: (typeof moves)[number];
  readonly pick: number;
  readonly there: boolean;
};

const walk = fc.array(
  fc.record({ move: fc.constantFrom(...moves), pick: fc.nat(1000), there: fc.boolean() }),
  { minLength: 8, maxLength: 24 },
);

/** One walk in an environment of its own. */
async function follow(walked: readonly Move[]): Promise<void> {
  const environment = await own.environment(`walk-${(environments += 1)}`);
  const refs: Ref[] = [];
  /** What was begun and not ended yet, by the runner's lights. */
  const held: Work[] = [];
  const stale: Work[] = [];
  const begun = new Map<string, number>();
  const acts = new Map<string, number>();
  const at = (there: boolean) => (there && other ? otherAddress : own.address);
  const all = () => Promise.all(refs.map((ref) => own.deployment(ref)));
  const stepOf = (work: Work) => work.environment['THROUGHLINE_IDEMPOTENCY_KEY'] ?? '';

  const claim = async (there: boolean) => {
    const { work } = await say(at(there), 'claim', { sandbox: 'account', wait: 0 });
    if (!work) return;
    held.push(work);
    begun.set(stepOf(work), (begun.get(stepOf(work)) ?? 0) + 1);
  };
  const complete = async (work: Work, there: boolean, exitCode: number) => {
    const end = { fence: work.fence, outcome: 'exited', exitCode };
    const { status } = await say(at(there), `attempts/${work.attempt}/complete`, end);
    expect([204, 409]).toContain(status);
    stale.push(work);
  };
  const late = async () => {
    stale.push(...held.splice(0));
    own.app.clock.set(own.app.clock.now().add({ seconds: 31 }));
    await until(async () => {
      const open = (await all()).flatMap(({ steps }) => steps.flatMap(({ attempts }) => attempts));
      return open.every(({ state }) => state !== 'running');
    }, 'the leases to end');
  };
  /** Does what can be done about one deployment, as a person would. */
  const act = async (deployment: Deployment, pick: number) => {
    const can = deployment.can.filter((one) => one !== 'cancel');
    const chosen = can[pick % Math.max(1, can.length)];
    const params = { id: deployment.ref };
    const step = deployment.steps.find(({ state }) => state === 'running' || state === 'failed');
    const again = () => step && acts.set(step.ref, (acts.get(step.ref) ?? 0) + 1);
    const tried = async (answer: Promise<{ status: number }>) => (await answer).status === 200;
    if (chosen === 'settle') {
      const word = (['retry', 'done', 'failed'] as const)[pick % 3] ?? 'done';
      const body = { answer: word, reason: 'seen' };
      const done = await tried(own.admin.attempt('release.settleStep', { params, body }));
      if (done && word === 'retry') again();
    } else if (chosen === 'retry') {
      if (await tried(own.admin.attempt('release.retryStep', { params }))) again();
    } else if (chosen === 'skip') {
      await own.admin.attempt('release.skipStep', { params, body: { reason: 'known' } });
    } else if (chosen === 'roll-back') {
      await own.admin.attempt('release.rollBack', { params, body: {} });
    }
  };

  for (const { move, pick, there } of walked) {
    const deployments = await all();
    const one = deployments[pick % Math.max(1, deployments.length)];
    const work = held.length > 0 ? held.splice(pick % held.length, 1)[0] : undefined;
    if (work && move !== 'succeed' && move !== 'fail') held.push(work);
    if (move === 'deploy' && refs.length < 4) {
      const body = { release, environment };
      const made = await own.admin.attempt('release.deployRelease', { body });
      // Held back after a rollback: that is an answer too.
      expect([201, 409]).toContain(made.status);
      if (made.status === 201) refs.push(made.body['ref'] as Ref);
    } else if (move === 'claim') await claim(there);
    else if (work && move === 'succeed') await complete(work, there, 0);
    else if (work && move === 'fail') await complete(work, there, 1);
    else if (move === 'late') await late();
    else if (move === 'kill') {
      await killOther();
      await startOther();
    } else if (one && move === 'act') await act(one, pick);
    else if (one && move === 'cancel' && pick % 3 === 0 && one.can.includes('cancel')) {
      await own.admin.attempt('release.cancelDeployment', { params: { id: one.ref }, body: {} });
    }
    await check();
  }

  async function check() {
    const deployments = await all();
    const active = deployments.filter(({ startedAt, finishedAt }) => startedAt && !finishedAt);
    expect(active.length).toBeLessThanOrEqual(1);
    expect(deployments.filter(({ current }) => current).length).toBeLessThanOrEqual(1);
    for (const { steps } of deployments) {
      for (const step of steps) {
        const open = step.attempts.filter(({ state }) => state === 'ready' || state === 'running');
        expect(open.length).toBeLessThanOrEqual(1);
        const times = begun.get(step.ref) ?? 0;
        if (!step.repeatable) expect(times).toBeLessThanOrEqual(1 + (acts.get(step.ref) ?? 0));
        expect(times).toBeLessThanOrEqual(step.attempts.length);
      }
    }
  }

  // What an old fence says is refused; and every deployment can be brought to an end.
  for (const work of stale.splice(0)) {
    const end = { fence: work.fence, outcome: 'exited', exitCode: 0 };
    expect((await say(own.address, `attempts/${work.attempt}/complete`, end)).status).toBe(409);
  }
  await late();
  for (let turn = 0; turn < 80; turn += 1) {
    const deployments = await all();
    const open = deployments.filter(({ can }) => can.includes('cancel'));
    if (open.length === 0) return;
    const stuck = open.find(({ state }) => state === 'held');
    if (stuck) await act(stuck, 1);
    await claim(false);
    for (const work of held.splice(0)) await complete(work, false, 0);
    await check();
    await own.app.feed.settled();
  }
  throw new Error('a deployment does not come to its end');
}

test('whatever happens in whatever order, nothing runs twice that must not, and nothing is stuck', async () => {
  await fc.assert(fc.asyncProperty(walk, follow), { numRuns: 3, endOnFailure: true });
});
