import { gzipSync } from 'node:zlib';
import { init } from '@launchdarkly/node-server-sdk';
import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { cutDatabase } from '../../../testing/cut-database.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { dropOldEvents } from './event-store.ts';

let app: TestApp;
let admin: Caller;
let unit: Id<'unit'>;
let environment: Reference<'environment'>;
let base: string;
let key: string;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:10:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada', keyDays: 100 });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Planning', state: 'active' }),
    place: await createEntity(context, {
      kind: 'environment',
      title: 'Production',
      state: 'active',
    }),
  }));
  unit = made.unit.id;
  environment = toReference('environment', made.place.id);
  base = await app.http.listen({ host: '127.0.0.1', port: 0 });
  ({ key } = await admin.call('flags.createSdkKey', {
    body: { environment, kind: 'server', name: 'Test' },
  }));
});
afterAll(() => app.stop());

async function createFlag(name: string) {
  const { ref: id } = await admin.call('flags.createFlag', {
    body: { key: name, title: name, ownerUnit: toReference('unit', unit) },
  });
  return { id, environment };
}

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${base}/bulk`, {
    method: 'POST',
    headers: { authorization: key, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });

const summary = (flag: string, variation: number, count: number) =>
  JSON.stringify([
    {
      kind: 'summary',
      startDate: 1,
      endDate: 2,
      features: { [flag]: { default: false, counters: [{ variation, version: 1, count }] } },
    },
  ]);

const feature = (flag: string, user: string, variation: number, inExperiment: boolean) => ({
  kind: 'feature',
  creationDate: 1,
  key: flag,
  variation,
  version: 1,
  value: variation === 0,
  default: false,
  context: { kind: 'user', key: user, plan: 'basic' },
  ...(inExperiment ? { reason: { kind: 'FALLTHROUGH', inExperiment: true } } : {}),
});

const exposures = async (flag: string) => {
  const { rows } = await admin.call('insights.runInsight', {
    params: { key: 'flags.exposures' },
    query: { parameters: JSON.stringify({ flag, environment, days: 28 }) },
  });
  return rows;
};

/** Events are stored every second. */
const soon = { timeout: 10_000, interval: 100 };

test('the published server SDK’s evaluations are counted, and its contexts are sampled', async () => {
  const params = await createFlag('counted-by-sdk');
  await admin.call('flags.turnFlagOn', { params });
  const client = init(key, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await client.waitForInitialization({ timeout: 10 });
  for (const user of ['ada', 'grace', 'ada']) {
    await client.variation('counted-by-sdk', { kind: 'user', key: user }, false);
  }
  await client.flush();
  client.close();
  await vi.waitFor(async () => {
    expect(await exposures(params.id)).toMatchObject([{ variation: 'Shown', evaluations: 3 }]);
  }, soon);
  const sample = await admin.call('flags.evaluateSample', { params, body: {} });
  // Ada and Grace: one context each, both with the flag on.
  expect(sample).toMatchObject({ sampled: 2, served: [{ variation: 0, contexts: 2 }] });
  const drafted = await admin.call('flags.evaluateSample', {
    params,
    body: {
      draft: {
        on: true,
        offVariation: 1,
        fallthrough: { variation: 1 },
        targets: [{ variation: 0, values: ['ada'] }],
      },
    },
  });
  expect(drafted.served.map(({ variation, contexts }) => [variation, contexts])).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test('the published server SDK reports each exposure of an experiment by itself', async () => {
  const params = await createFlag('by-itself');
  await admin.call('flags.setFlagConfiguration', {
    params,
    ifMatch: 0,
    body: {
      on: true,
      offVariation: 1,
      fallthrough: {
        rollout: {
          kind: 'experiment',
          variations: [
            { variation: 0, weight: 50_000 },
            { variation: 1, weight: 50_000 },
          ],
        },
      },
    },
  });
  const client = init(key, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await client.waitForInitialization({ timeout: 10 });
  const served = new Map<unknown, number>();
  for (let user = 0; user < 40; user += 1) {
    const context = { kind: 'user', key: `exposed-${user}` };
    const value: unknown = await client.variation('by-itself', context, null);
    await client.variation('by-itself', context, null);
    served.set(value, (served.get(value) ?? 0) + 1);
  }
  await client.flush();
  client.close();
  // Each was asked for twice: two evaluations, one exposure.
  const row = (variation: string, users = 0) => ({
    variation,
    evaluations: 2 * users,
    contexts: users,
    inExperiment: users,
  });
  await vi.waitFor(async () => {
    expect(await exposures(params.id)).toEqual([
      row('Shown', served.get(true)),
      row('Hidden', served.get(false)),
    ]);
  }, soon);
  const { items } = await admin.call('flags.listFlagEvents', { params });
  expect(items).toHaveLength(50);
  expect(items[0]).toMatchObject({ kind: 'feature', inExperiment: true });
  expect(items[0]?.context).toMatch(/^exposed-/);
});

test('a batch that comes again counts once, compressed or not; what makes no sense is left out', async () => {
  const params = await createFlag('repeated');
  const headers = { 'x-launchdarkly-payload-id': 'batch-1', 'x-launchdarkly-event-schema': '4' };
  expect((await post(summary('repeated', 0, 5), headers)).status).toBe(202);
  const compressed = gzipSync(summary('repeated', 0, 5));
  const again = await post(compressed, { ...headers, 'content-encoding': 'gzip' });
  expect(again.status).toBe(202);
  await post(summary('repeated', 1, 2), { 'x-launchdarkly-payload-id': 'batch-2' });
  for (const nonsense of ['[1, null, {"kind":"summary","features":{"repeated":7}}]', '{}']) {
    expect((await post(nonsense)).status).toBe(202);
  }
  await post(summary('repeated', 0, -4));
  await post(summary('no-such-flag', 0, 4));
  expect((await post('[')).status).toBe(400);
  // 5 once and not 10, and 2 of the other variation.
  await vi.waitFor(async () => {
    expect(await exposures(params.id)).toMatchObject([
      { variation: 'Shown', evaluations: 5 },
      { variation: 'Hidden', evaluations: 2 },
    ]);
  }, soon);
  await post(summary('repeated', 0, 5), headers);
  await post(summary('repeated', 1, 1), { 'x-launchdarkly-payload-id': 'batch-3' });
  await vi.waitFor(async () => {
    expect(await exposures(params.id)).toMatchObject([{ evaluations: 5 }, { evaluations: 3 }]);
  }, soon);
});

test('a body that swells past the limit is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(11 * 1024 * 1024, ' '));
  expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
});

test('an experiment’s exposures count each context once, and are kept while the database is away', async () => {
  const params = await createFlag('experiment');
  const restore = await cutDatabase(app);
  const users = Array.from({ length: 60 }, (_, index) => `user-${index}`);
  // Each twice: 40 in the first variation, 20 in the second.
  for (const round of [1, 2]) {
    const events = users.map((user, at) => feature('experiment', user, at < 40 ? 0 : 1, true));
    const sent = await post(JSON.stringify(events), {
      'x-launchdarkly-payload-id': `round-${round}`,
    });
    expect(sent.status).toBe(202);
  }
  await post(summary('experiment', 0, 80), { 'x-launchdarkly-payload-id': 'while-away' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await restore();
  await vi.waitFor(async () => {
    expect(await exposures(params.id)).toMatchObject([
      { variation: 'Shown', evaluations: 80, inExperiment: 40 },
      { variation: 'Hidden', evaluations: 0, inExperiment: 20 },
    ]);
  }, soon);
});

test('events are kept by day, and a day that is past its time is dropped whole', async () => {
  const days = async () => {
    const { rows } = await app.database.pool.query<{ day: string; events: string }>(
      `select to_char(day, 'YYYY-MM-DD') as day, count(*) as events from flag_event group by 1 order by 1`,
    );
    return rows.map(({ day, events }) => [day, Number(events)]);
  };
  const earlier = await days();
  expect(earlier.map(([day]) => day)).toEqual(['2026-11-23']);
  app.clock.set(Temporal.Instant.from('2026-11-24T08:00:00Z'));
  await post(JSON.stringify([feature('experiment', 'ada', 0, false)]));
  await vi.waitFor(async () => {
    expect(await days()).toEqual([...earlier, ['2026-11-24', 1]]);
  }, soon);
  const dropped = await dropOldEvents(app.database.db, {
    events: Temporal.PlainDate.from('2026-11-24'),
    batches: Temporal.Instant.from('2026-11-24T00:00:00Z'),
  });
  expect(dropped).toEqual(['flag_event_20261123']);
  expect(await days()).toEqual([['2026-11-24', 1]]);
});

test('a flag that nothing has evaluated for thirty days is told, and one that was is not', async () => {
  const unused = async () => {
    const { rows } = await admin.call('insights.runInsight', {
      params: { key: 'flags.unused' },
      query: { parameters: '{"days":30}' },
    });
    return rows.map(({ key: name }) => name);
  };
  expect(await unused()).toEqual([]);
  app.clock.set(Temporal.Instant.from('2026-12-28T08:00:00Z'));
  expect(await unused()).toContain('repeated');
  await post(summary('repeated', 0, 1));
  await vi.waitFor(async () => expect(await unused()).not.toContain('repeated'), soon);
  expect(await unused()).toContain('counted-by-sdk');
});
