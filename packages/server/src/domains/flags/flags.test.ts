import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { cutDatabase } from '../../testing/cut-database.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Id<'unit'>;
let environment: Reference<'environment'>;
let base: string;

const ref = (id: Id<'unit'>) => toReference('unit', id);

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Ada' });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, {
      kind: 'unit',
      title: 'Resource Management',
      state: 'active',
    }),
    environment: await createEntity(context, {
      kind: 'environment',
      title: 'Production',
      state: 'active',
    }),
  }));
  unit = made.unit.id;
  environment = toReference('environment', made.environment.id);
  base = await app.http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.stop());

async function createFlag(key: string, more: Record<string, unknown> = {}) {
  const { ref: id } = await admin.call('flags.createFlag', {
    body: { key, title: key, ownerUnit: ref(unit), ...more },
  });
  return { id, environment };
}

const onWith = (fallthrough: object, rest: object = {}) =>
  ({ on: true, fallthrough, offVariation: 1, ...rest }) as never;

async function serverKey() {
  const { key } = await admin.call('flags.createSdkKey', {
    body: { environment, kind: 'server', name: 'Test' },
  });
  return key;
}

const ask = (path: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}/ofrep/v1/evaluate/flags${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('a new flag is off everywhere and is turned on in one call', async () => {
  const params = await createFlag('drawings-compare');
  const before = await admin.call('flags.getFlag', { params: { id: params.id } });
  expect(before.environments).toMatchObject([
    { on: false, revision: 0, says: 'off: everybody gets Hidden' },
  ]);
  const { revision, environmentVersion } = await admin.call('flags.turnFlagOn', { params });
  expect(revision).toBe(1);
  const seen = await admin.call('flags.evaluateFlag', {
    params,
    body: { context: { kind: 'user', key: 'ada' }, minVersion: environmentVersion },
  });
  expect(seen).toMatchObject({ value: true, variation: 0, reason: { kind: 'FALLTHROUGH' } });
  await admin.call('flags.turnFlagOff', { params });
  const after = await admin.call('flags.evaluateFlag', {
    params,
    body: { context: { kind: 'user', key: 'ada' } },
  });
  expect(after).toMatchObject({ value: false, reason: { kind: 'OFF' } });
});

test('two changes of one revision: the second is refused, and past versions stay', async () => {
  const params = await createFlag('stale-write');
  const body = onWith({ variation: 0 });
  await admin.call('flags.setFlagConfiguration', { params, body, ifMatch: 0 });
  const stale = await admin.attempt('flags.setFlagConfiguration', { params, body, ifMatch: 0 });
  expect(stale).toMatchObject({ status: 412, body: { code: 'stale_revision', revision: 1 } });
  await admin.call('flags.turnFlagOff', { params });
  const { items } = await admin.call('flags.listFlagVersions', { params });
  expect(items.map(({ revision, on }) => [revision, on])).toEqual([
    [2, false],
    [1, true],
  ]);
});

test.each([
  [
    'weights that are not 100 %',
    { rollout: { variations: [{ variation: 0, weight: 40_000 }] } },
    {},
  ],
  ['a variation that is not there', { variation: 2 }, {}],
  [
    'a pattern with look-ahead',
    { variation: 0 },
    {
      rules: [
        { clauses: [{ attribute: 'email', op: 'matches', values: ['(?=a)'] }], variation: 0 },
      ],
    },
  ],
  [
    'a segment that is not there',
    { variation: 0 },
    { rules: [{ clauses: [{ op: 'segmentMatch', values: ['nobody'] }], variation: 0 }] },
  ],
  [
    'a prerequisite that is not there',
    { variation: 0 },
    { prerequisites: [{ key: 'nothing', variation: 0 }] },
  ],
])('refuses %s', async (what, fallthrough, rest) => {
  const params = await createFlag(`refused-${what.replaceAll(/[^a-z]+/g, '-')}`.slice(0, 40));
  const answer = await admin.attempt('flags.setFlagConfiguration', {
    params,
    body: onWith(fallthrough, rest),
    ifMatch: 0,
  });
  expect(answer).toMatchObject({ status: 422, body: { code: 'flags.invalid' } });
});

test('prerequisites that lead back are refused, and a needed flag stays out of the archive', async () => {
  const one = await createFlag('needs-two');
  const two = await createFlag('needs-one');
  await admin.call('flags.setFlagConfiguration', {
    params: one,
    ifMatch: 0,
    body: onWith({ variation: 0 }, { prerequisites: [{ key: 'needs-one', variation: 0 }] }),
  });
  const circle = await admin.attempt('flags.setFlagConfiguration', {
    params: two,
    ifMatch: 0,
    body: onWith({ variation: 0 }, { prerequisites: [{ key: 'needs-two', variation: 0 }] }),
  });
  expect(circle).toMatchObject({ status: 409, body: { code: 'flags.circular' } });
  const archive = await admin.attempt('flags.archiveFlag', { params: { id: two.id } });
  expect(archive).toMatchObject({ status: 409, body: { code: 'in_use' } });
});

test('the published OpenFeature provider gets targets, rules and shares over a real port', async () => {
  const params = await createFlag('resource-planning');
  await admin.call('flags.setFlagConfiguration', {
    params,
    ifMatch: 0,
    body: onWith(
      {
        rollout: {
          variations: [
            { variation: 0, weight: 25_000 },
            { variation: 1, weight: 75_000 },
          ],
        },
      },
      {
        targets: [{ variation: 0, values: ['ada'] }],
        rules: [
          {
            clauses: [{ attribute: 'plan', op: 'in', values: ['enterprise'] }],
            variation: 0,
          },
        ],
      },
    ),
  });
  const key = await serverKey();
  await OpenFeature.setProviderAndWait(
    'rollout',
    new OFREPProvider({ baseUrl: base, headers: [['Authorization', `Bearer ${key}`]] }),
  );
  const client = OpenFeature.getClient('rollout');
  const ada = await client.getBooleanDetails('resource-planning', false, { targetingKey: 'ada' });
  expect(ada).toMatchObject({ value: true, variant: 'Shown', reason: 'TARGETING_MATCH' });
  const enterprise = await client.getBooleanDetails('resource-planning', false, {
    targetingKey: 'somebody',
    plan: 'enterprise',
  });
  expect(enterprise).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
  const nobody = await client.getBooleanDetails('resource-planning', true, {});
  expect(nobody).toMatchObject({ value: true, errorCode: 'TARGETING_KEY_MISSING' });
  const missing = await client.getBooleanDetails('no-such-flag', true, { targetingKey: 'ada' });
  expect(missing).toMatchObject({ value: true, errorCode: 'FLAG_NOT_FOUND' });

  let shown = 0;
  for (let start = 0; start < 2000; start += 100) {
    const values = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        client.getBooleanValue('resource-planning', false, {
          targetingKey: `user-${start + index}`,
        }),
      ),
    );
    shown += values.filter(Boolean).length;
  }
  // 2,000 draws at 25 %: 500 expected, standard deviation √(2000·0.25·0.75) = 19.4; five of them.
  expect(Math.abs(shown - 500)).toBeLessThan(97);
});

test('a segment decides by list and by rule, and is not deleted while it is named', async () => {
  await admin.call('flags.createSegment', {
    params: { environment },
    body: {
      key: 'pilots',
      title: 'Pilots',
      included: [{ values: ['grace'] }, { contextKind: 'account', values: ['hensel'] }],
      rules: [{ clauses: [{ attribute: 'region', op: 'in', values: ['north'] }] }],
    },
  });
  const params = await createFlag('pilot-only');
  await admin.call('flags.setFlagConfiguration', {
    params,
    ifMatch: 0,
    body: onWith(
      { variation: 1 },
      { rules: [{ clauses: [{ op: 'segmentMatch', values: ['pilots'] }], variation: 0 }] },
    ),
  });
  const valueFor = async (context: Record<string, unknown>) =>
    (await admin.call('flags.evaluateFlag', { params, body: { context: context as never } })).value;
  expect(await valueFor({ kind: 'user', key: 'grace' })).toBe(true);
  expect(await valueFor({ kind: 'user', key: 'x', region: 'north' })).toBe(true);
  expect(await valueFor({ kind: 'multi', user: { key: 'x' }, account: { key: 'hensel' } })).toBe(
    true,
  );
  expect(await valueFor({ kind: 'user', key: 'x' })).toBe(false);
  const used = await admin.attempt('flags.deleteSegment', {
    params: { environment, key: 'pilots' },
  });
  expect(used).toMatchObject({ status: 409, body: { code: 'in_use' } });
});

test('a client-side id sees what browsers may, from allowed origins only', async () => {
  await createFlag('for-servers');
  await createFlag('for-browsers', { clientSide: true });
  const { key } = await admin.call('flags.createSdkKey', {
    body: { environment, kind: 'client', name: 'Web' },
  });
  const settings = await admin.call('flags.getSdkSettings', { params: { environment } });
  await admin.call('flags.changeSdkSettings', {
    params: { environment },
    body: { allowedOrigins: ['https://app.example'] },
    ifMatch: settings.revision,
  });
  const body = { context: { targetingKey: 'ada' } };
  const all = await ask('', key, body, { origin: 'https://app.example' });
  expect(all.headers.get('access-control-allow-origin')).toBe('https://app.example');
  const { flags } = (await all.json()) as { flags: { key: string }[] };
  expect(flags.map((flag) => flag.key)).toEqual(['for-browsers']);
  expect((await ask('/for-servers', key, body)).status).toBe(404);
  expect((await ask('', key, body, { origin: 'https://evil.example' })).status).toBe(403);
  const again = await ask('', key, body, { 'if-none-match': all.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
  await createFlag('one-more', { clientSide: true });
  const changed = await ask('', key, body, { 'if-none-match': all.headers.get('etag') ?? '' });
  expect(changed.status).toBe(200);
});

test('what is no evaluation gets the shapes of OFREP', async () => {
  const key = await serverKey();
  const malformed = await ask('/pilot-only', key, '{');
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toMatchObject({ key: 'pilot-only', errorCode: 'PARSE_ERROR' });
  const list = await ask('/pilot-only', key, { context: [] });
  expect(await list.json()).toMatchObject({ key: 'pilot-only', errorCode: 'INVALID_CONTEXT' });
  expect((await ask('/pilot-only', 'sdk_wrong', {})).status).toBe(401);
  const { items } = await admin.call('flags.listSdkKeys', {});
  const mine = items.find(({ shown }) => shown === `…${key.slice(-4)}`);
  await admin.call('flags.revokeSdkKey', { params: { id: mine?.ref ?? '' } });
  expect((await ask('/pilot-only', key, {})).status).toBe(401);
});

test('the gate says what production serves', async () => {
  const { items } = await admin.call('flags.listFlags', { query: { q: 'resource-plan' } });
  expect(items).toHaveLength(1);
  expect(items[0]?.onIn.map(({ title }) => title)).toEqual(['Production']);
  const insight = await admin.call('insights.runInsight', { params: { key: 'flags.changes' } });
  expect(insight.rows.length).toBeGreaterThan(3);
});

test('evaluation goes on when the database is gone', async () => {
  const alone = await createTestApp();
  const ada = await alone.member({ administrator: true });
  const made = await alone.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Unit', state: 'active' }),
    place: await createEntity(context, {
      kind: 'environment',
      title: 'Production',
      state: 'active',
    }),
  }));
  const place = toReference('environment', made.place.id);
  const { ref: flag } = await ada.call('flags.createFlag', {
    body: { key: 'steady', title: 'Steady', ownerUnit: ref(made.unit.id) },
  });
  await ada.call('flags.turnFlagOn', { params: { id: flag, environment: place } });
  const { key } = await ada.call('flags.createSdkKey', {
    body: { environment: place, kind: 'server', name: 'Test' },
  });
  const restore = await cutDatabase(alone);
  const answer = await alone.http.inject({
    method: 'POST',
    url: '/ofrep/v1/evaluate/flags/steady',
    headers: { 'x-api-key': key },
    payload: { context: { targetingKey: 'ada' } },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ value: true });
  await restore();
  await alone.stop();
});
