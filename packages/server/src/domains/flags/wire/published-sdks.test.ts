import { createHmac } from 'node:crypto';
import { init, type LDClient, type LDContext, type LDOptions } from '@launchdarkly/node-server-sdk';
import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Id<'unit'>;
let environment: Reference<'environment'>;
let base: string;
let serverKey: string;
const clients: LDClient[] = [];

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Ada' });
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
  ({ key: serverKey } = await createKey('server'));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => app.stop());

const createKey = (kind: 'server' | 'mobile' | 'client') =>
  admin.call('flags.createSdkKey', { body: { environment, kind, name: kind } });

async function createFlag(key: string, more: Record<string, unknown> = {}) {
  const { ref: id } = await admin.call('flags.createFlag', {
    body: { key, title: key, ownerUnit: toReference('unit', unit), ...more },
  });
  return { id, environment };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function connect(key: string, options: LDOptions = {}): Promise<LDClient> {
  const client = init(key, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    logger: silent,
    flushInterval: 1000,
    diagnosticOptOut: true,
    ...options,
  });
  clients.push(client);
  await client.waitForInitialization({ timeout: 10 });
  return client;
}

const next = (client: LDClient, event: string) =>
  new Promise<unknown>((resolve) => client.once(event, resolve));

test('the published server SDK streams: what is there, each change, what goes', async () => {
  const params = await createFlag('crane-schedule');
  await admin.call('flags.setFlagConfiguration', {
    params,
    ifMatch: 0,
    body: {
      on: true,
      offVariation: 1,
      fallthrough: { variation: 1 },
      rules: [{ clauses: [{ attribute: 'plan', op: 'in', values: ['enterprise'] }], variation: 0 }],
    },
  });
  const client = await connect(serverKey);
  const enterprise = { kind: 'user', key: 'ada', plan: 'enterprise' };
  expect(await client.variation('crane-schedule', enterprise, false)).toBe(true);
  expect(await client.variation('crane-schedule', { kind: 'user', key: 'x' }, true)).toBe(false);

  const changed = next(client, 'update:crane-schedule');
  await admin.call('flags.turnFlagOff', { params });
  await changed;
  expect(await client.variation('crane-schedule', enterprise, true)).toBe(false);

  const gone = next(client, 'update:crane-schedule');
  await admin.call('flags.archiveFlag', { params: { id: params.id } });
  await gone;
  const detail = await client.variationDetail('crane-schedule', enterprise, 'mine');
  expect(detail).toMatchObject({ value: 'mine', reason: { errorKind: 'FLAG_NOT_FOUND' } });

  const back = next(client, 'update:crane-schedule');
  await admin.call('flags.restoreFlag', { params: { id: params.id } });
  await back;
  expect(await client.variation('crane-schedule', enterprise, true)).toBe(false);
});

test('a segment that goes and comes again under its key is followed', async () => {
  const segment = { key: 'pilots', title: 'Pilots', included: [{ values: ['ada'] }] };
  const place = { environment };
  await admin.call('flags.createSegment', { params: place, body: segment });
  const params = await createFlag('pilot-flag');
  const naming = {
    on: true,
    offVariation: 1,
    fallthrough: { variation: 1 },
    rules: [{ clauses: [{ op: 'segmentMatch' as const, values: ['pilots'] }], variation: 0 }],
  };
  await admin.call('flags.setFlagConfiguration', { params, ifMatch: 0, body: naming });
  const client = await connect(serverKey);
  const served = (key: string) => client.variation('pilot-flag', { kind: 'user', key }, null);
  expect(await served('ada')).toBe(true);
  for (const title of ['Second', 'Third']) {
    const changed = next(client, 'update');
    const { items } = await admin.call('flags.listSegments', { params: place });
    await admin.call('flags.changeSegment', {
      params: { environment, key: 'pilots' },
      ifMatch: items[0]?.revision ?? 0,
      body: { title, included: [{ values: ['grace'] }] },
    });
    await changed;
  }
  expect(await served('ada')).toBe(false);
  const without = next(client, 'update:pilot-flag');
  await admin.call('flags.setFlagConfiguration', {
    params,
    ifMatch: 1,
    body: { ...naming, rules: [] },
  });
  await without;
  await admin.call('flags.deleteSegment', { params: { environment, key: 'pilots' } });
  await admin.call('flags.createSegment', { params: place, body: segment });
  const again = next(client, 'update:pilot-flag');
  await admin.call('flags.setFlagConfiguration', { params, ifMatch: 2, body: naming });
  await again;
  expect(await served('ada')).toBe(true);
  expect(await served('grace')).toBe(false);
});

test('the published server SDK polls, and an unchanged version is a 304 without a body', async () => {
  const params = await createFlag('polled');
  await admin.call('flags.turnFlagOn', { params });
  const client = await connect(serverKey, { stream: false, pollInterval: 30 });
  expect(await client.variation('polled', { kind: 'user', key: 'ada' }, false)).toBe(true);

  const ask = (headers: Record<string, string> = {}) =>
    fetch(`${base}/sdk/latest-all`, { headers: { authorization: serverKey, ...headers } });
  const first = await ask();
  expect(first.headers.get('content-encoding')).toBe('gzip');
  const body = (await first.json()) as { flags: Record<string, { version: number }> };
  expect(Object.keys(body.flags)).toContain('polled');
  const etag = first.headers.get('etag') ?? '';
  expect((await ask({ 'if-none-match': etag })).status).toBe(304);
  await admin.call('flags.turnFlagOff', { params });
  expect((await ask({ 'if-none-match': etag })).status).toBe(200);
});

test('an SDK that asks for the second data system is sent back to the first', async () => {
  const params = await createFlag('second-system');
  await admin.call('flags.turnFlagOn', { params });
  const client = await connect(serverKey, { dataSystem: {} });
  expect(await client.variation('second-system', { kind: 'user', key: 'ada' }, false)).toBe(true);
  for (const path of ['/sdk/poll', '/sdk/stream', '/sdk/poll/eval/e30', '/sdk/stream/eval']) {
    const answer = await fetch(`${base}${path}`, { headers: { authorization: serverKey } });
    expect(answer.headers.get('x-ld-fd-fallback')).toBe('true');
  }
});

test('keys of one kind open nothing of another, and a wrong one stops an SDK for good', async () => {
  const mobile = await createKey('mobile');
  const client = await createKey('client');
  const status = async (path: string, authorization?: string) =>
    (await fetch(`${base}${path}`, { headers: authorization ? { authorization } : {} })).status;
  const context = Buffer.from('{"kind":"user","key":"ada"}').toString('base64url');
  expect(await status('/sdk/latest-all', mobile.key)).toBe(401);
  expect(await status('/sdk/latest-all', client.key)).toBe(401);
  expect(await status('/sdk/latest-all')).toBe(401);
  expect(await status(`/msdk/evalx/contexts/${context}`, mobile.key)).toBe(200);
  expect(await status(`/msdk/evalx/contexts/${context}`, serverKey)).toBe(401);
  expect(await status(`/sdk/evalx/${client.key}/contexts/${context}`)).toBe(200);
  expect(await status(`/sdk/evalx/${serverKey}/contexts/${context}`)).toBe(404);
  expect(await status(`/sdk/evalx/nowhere/contexts/${context}`)).toBe(404);
  expect(await status(`/sdk/evalx/${client.key}/contexts/bm9uc2Vuc2U`)).toBe(400);
  await expect(connect('sdk_wrong')).rejects.toThrow(/401|authentication|invalid|failed/i);
});

test('a rotated key holds beside the new one until its time is over, and its streams end then', async () => {
  const { ref, key } = await createKey('server');
  const rotated = await admin.call('flags.rotateSdkKey', {
    params: { id: ref },
    body: { overlapHours: 2 },
  });
  const status = async (authorization: string) =>
    (await fetch(`${base}/sdk/latest-all`, { headers: { authorization } })).status;
  expect([await status(key), await status(rotated.key)]).toEqual([200, 200]);
  const again = await admin.attempt('flags.rotateSdkKey', { params: { id: ref }, body: {} });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  app.clock.set(app.clock.now().add({ hours: 2 }));
  expect([await status(key), await status(rotated.key)]).toEqual([401, 200]);

  const stream = await fetch(`${base}/all`, { headers: { authorization: rotated.key } });
  await admin.call('flags.revokeSdkKey', { params: { id: rotated.ref } });
  // It ends by itself: reading it to the end would hang otherwise.
  expect(await stream.text()).toContain('event: put');
});

test('in secure mode a browser shows the hash that the server SDK makes of its context', async () => {
  const { key: id } = await createKey('client');
  const settings = await admin.call('flags.getSdkSettings', { params: { environment } });
  expect(settings).toMatchObject({ secureMode: false, secureModePossible: true });
  await admin.call('flags.changeSdkSettings', {
    params: { environment },
    body: { allowedOrigins: [], secureMode: true },
    ifMatch: settings.revision,
  });
  const client = await connect(serverKey);
  const contexts: LDContext[] = [
    { kind: 'user', key: 'ada' },
    { kind: 'account', key: 'hen:sel%' },
    { kind: 'multi', user: { key: 'ada' }, account: { key: 'hen:sel%' } },
  ];
  for (const context of contexts) {
    const path = Buffer.from(JSON.stringify(context)).toString('base64url');
    const ask = async (hash: string) =>
      (await fetch(`${base}/sdk/evalx/${id}/contexts/${path}?h=${hash}`)).status;
    expect(await ask(client.secureModeHash(context))).toBe(200);
    expect(await ask('')).toBe(403);
    expect(await ask(createHmac('sha256', 'another key').update('ada').digest('hex'))).toBe(403);
  }
  const secured = await admin.call('flags.getSdkSettings', { params: { environment } });
  await admin.call('flags.changeSdkSettings', {
    params: { environment },
    body: { allowedOrigins: [], secureMode: false },
    ifMatch: secured.revision,
  });
});
