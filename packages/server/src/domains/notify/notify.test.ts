import { createHmac } from 'node:crypto';
import { parseReference, toReference, type Id, type Reference } from '@throughline/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { cutDatabase } from '../../testing/cut-database.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let author: Caller;
let approver: Caller;
let base: string;
let unit: Reference<'unit'>;
let environment: Reference<'environment'>;
let clientId: string;
let identitySecret: string;

const idOf = <K extends 'environment' | 'notification'>(ref: Reference<K>) =>
  parseReference(ref)?.id as unknown as Id<K>;

beforeAll(async () => {
  app = await createTestApp();
  author = await app.member({ administrator: true, name: 'Ada' });
  approver = await app.member({ administrator: true, name: 'Grace' });
  const made = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Resource Management', state: 'active' }),
  );
  unit = toReference('unit', made.id);
  const place = await author.call('release.createEnvironment', {
    body: { key: 'production', title: 'Production', stage: 'deployment', production: true },
  });
  environment = place.ref;
  const key = await author.call('flags.createSdkKey', {
    body: { environment, kind: 'client', name: 'Web' },
  });
  clientId = key.key;
  identitySecret = key.identitySecret ?? '';
  base = await app.http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.stop());

function identityOf(sub: string, more: object = {}): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = app.clock.now().epochMilliseconds / 1000 + 600;
  const text = `${encode({ alg: 'HS256' })}.${encode({ sub, exp, ...more })}`;
  return `${text}.${createHmac('sha256', identitySecret).update(text).digest('base64url')}`;
}

interface Feed {
  position: number;
  revision: string;
  messages: { id: string; epoch: number; validForMs: number; flag: unknown; claimed: boolean }[];
  flags: Record<string, { value: unknown }>;
}

async function send(path: string, authorization: string, body?: object) {
  const response = await fetch(`${base}/sdk/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text ? JSON.parse(text) : {}) as Record<string, unknown>,
  };
}

async function open(sub: string, more: object = {}) {
  const { status, body } = await send('session', `Environment ${clientId}`, {
    identity: identityOf(sub, more),
    locale: 'en-GB',
    timeZone: 'Europe/London',
  });
  expect(status).toBe(200);
  const bearer = `Bearer ${String(body['token'])}`;
  return {
    bearer,
    feed: body['feed'] as Feed,
    ask: async () => (await send('feed', bearer)).body as unknown as Feed,
    post: (path: string, content: object) => send(path, bearer, content),
  };
}

/** What a stream has sent so far, each with when it came. */
async function follow(bearer: string) {
  const closing = new AbortController();
  const response = await fetch(`${base}/sdk/v1/stream`, {
    headers: { authorization: bearer },
    signal: closing.signal,
  });
  const events: { event: string; data: Record<string, unknown>; at: number }[] = [];
  void (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, event = '', data = ''] =
          /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        events.push({ event, data: JSON.parse(data), at: performance.now() });
        text = text.slice(end + 2);
      }
    }
  })().catch(() => undefined);
  const until = async (found: () => boolean) => {
    for (let tries = 0; !found() && tries < 200; tries++)
      await new Promise((r) => setTimeout(r, 10));
  };
  await until(() => events.length > 0);
  return { events, until, close: () => closing.abort() };
}

async function createFlag(key: string) {
  const { ref } = await author.call('flags.createFlag', {
    body: { key, title: key, ownerUnit: unit, clientSide: true },
  });
  const params = { id: ref, environment };
  await author.call('flags.turnFlagOn', { params });
  return params;
}

async function draft(title: string, more: object) {
  const { ref } = await author.call('notify.createNotification', {
    body: {
      title,
      body: 'Plan **crews** by week.',
      ownerUnit: unit,
      environment,
      ...more,
    },
  });
  return ref;
}

const revisionOf = async (id: Reference<'notification'>) =>
  (await author.call('notify.getNotification', { params: { id } })).revision;

async function publish(title: string, more: object) {
  const id = await draft(title, more);
  await author.call('notify.submitNotification', { params: { id } });
  await approver.call('notify.approveNotification', {
    params: { id },
    body: {},
    ifMatch: await revisionOf(id),
  });
  await author.call('notify.publishNotification', { params: { id } });
  return id;
}

const idsIn = (feed: Feed) => feed.messages.map(({ id }) => id);

test('a feature is told only while its flag serves the promised variation, to those it serves', async () => {
  const flag = await createFlag('resource-planning');
  const id = await publish('Resource planning is here', {
    flag: { flag: flag.id, variation: 0 },
    action: { label: 'Open it', url: '/resources' },
  });
  const sam = await open('sam', { account: 'northside' });
  expect(idsIn(sam.feed)).toContain(id);
  const message = sam.feed.messages.find((one) => one.id === id);
  expect(message).toMatchObject({ flag: { key: 'resource-planning', value: true }, epoch: 1 });
  expect(message?.validForMs).toBeGreaterThan(50_000);
  expect(message?.validForMs).toBeLessThanOrEqual(60_000);
  expect(sam.feed.flags['resource-planning']).toEqual({ value: true, variation: 0 });
  const click = await sam.post('click', { message: id, epoch: 1 });
  expect(click.body).toEqual({ open: true, url: '/resources' });

  const { revision } = await author.call('flags.getFlagConfiguration', { params: flag });
  await author.call('flags.setFlagConfiguration', {
    params: flag,
    ifMatch: revision,
    body: {
      on: true,
      fallthrough: { variation: 1 },
      offVariation: 1,
      targets: [{ variation: 0, values: ['olivia'] }],
    },
  });
  expect(idsIn(await sam.ask())).not.toContain(id);
  expect(idsIn((await open('olivia')).feed)).toContain(id);
  expect((await sam.post('click', { message: id, epoch: 1 })).body).toEqual({ open: false });
  const preview = await author.call('notify.previewNotification', {
    params: { id },
    body: { context: { kind: 'user', key: 'sam' } },
  });
  expect(preview.eligible).toBe(false);
  expect(preview.conditions.filter(({ holds }) => !holds).map((one) => one.condition)).toEqual([
    'flag',
  ]);
});

test('turning the flag off kills the message on an open stream within a second', async () => {
  const flag = await createFlag('kill-me');
  const id = await publish('Soon gone', { flag: { flag: flag.id, variation: 0 } });
  const sam = await open('sam-of-the-stream');
  expect(idsIn(sam.feed)).toContain(id);
  const stream = await follow(sam.bearer);
  expect(stream.events[0]?.event).toBe('ready');
  const from = performance.now();
  await author.call('flags.turnFlagOff', { params: flag });
  await stream.until(() => stream.events.some(({ event }) => event === 'kill'));
  const kill = stream.events.find(({ event }) => event === 'kill');
  expect(kill?.data).toMatchObject({ messages: [id] });
  expect((kill?.at ?? Infinity) - from).toBeLessThan(1000);
  expect(Number(kill?.data['position'])).toBeGreaterThan(sam.feed.position);
  const after = await sam.ask();
  expect(idsIn(after)).not.toContain(id);
  expect(after.position).toBeGreaterThanOrEqual(Number(kill?.data['position']));
  const held = await author.call('notify.getNotification', { params: { id } });
  expect(held).toMatchObject({
    state: 'held',
    heldCause: 'The flag “kill-me” is off and serves “Shown” to nobody.',
  });

  const other = await open('another');
  expect(idsIn(other.feed)).not.toContain(id);
  await author.call('flags.turnFlagOn', { params: flag });
  expect(idsIn(await other.ask())).toContain(id);
  expect(await author.call('notify.getNotification', { params: { id } })).toMatchObject({
    state: 'live',
  });
  await author.call('notify.withdrawNotification', { params: { id }, body: { reason: 'Enough' } });
  await stream.until(() => stream.events.filter(({ event }) => event === 'kill').length > 1);
  expect(stream.events.findLast(({ event }) => event === 'kill')?.data).toMatchObject({
    messages: [id],
  });
  stream.close();
});

/** A deployment that runs and is healthy for an hour, as the release domain keeps it. */
async function deployment() {
  return app.write(async (context) => {
    const make = (kind: 'repository' | 'release' | 'deployment') =>
      createEntity(context, { kind, title: `A ${kind}`, state: 'active' });
    const [repository, release, deployed] = [
      await make('repository'),
      await make('release'),
      await make('deployment'),
    ];
    const { tx } = context;
    const at = new Date(context.now.epochMilliseconds);
    await sql`insert into repository (id, address, tag_prefix, fetch_due_at)
      values (${repository.id}, ${`file:///${repository.id}`}, 'v', ${at})`.execute(tx);
    await sql`insert into release (id, repository_id, version, tag, tagged_at, sha, commits, notes, cut_by)
      values (${release.id}, ${repository.id}, '1.0.0', 'v1.0.0', ${at}, 'abc', 1, '', 'Ada')`.execute(
      tx,
    );
    await sql`insert into deployment (id, repository_id, environment_id, release_id, sha, state, phase,
        pipeline_digest, requested_by, requested_at, current, suspects, health, health_until)
      values (${deployed.id}, ${repository.id}, ${idOf(environment)}, ${release.id}, 'abc', 'succeeded',
        'deploy', '', 'Ada', ${at}, true, '[]', 'healthy', ${new Date(at.getTime() + 3_600_000)})`.execute(
      tx,
    );
    return toReference('deployment', deployed.id);
  });
}

test('what is deployed becomes unhealthy: the message is held, with the cause, and comes back', async () => {
  const flag = await createFlag('needs-health');
  const carrier = await deployment();
  const id = await publish('New drawings viewer', {
    flag: { flag: flag.id, variation: 0 },
    deployment: carrier,
  });
  const sam = await open('sam-of-health');
  expect(idsIn(sam.feed)).toContain(id);
  const report = (state: 'healthy' | 'unhealthy', seconds: number) =>
    author.call('release.reportHealth', {
      params: { id: carrier },
      body: { state, says: 'Errors above 5 %', seconds },
    });
  const stream = await follow(sam.bearer);
  await report('unhealthy', 300);
  await stream.until(() => stream.events.some(({ event }) => event === 'kill'));
  expect(stream.events.find(({ event }) => event === 'kill')?.data).toMatchObject({
    messages: [id],
  });
  stream.close();
  expect(idsIn(await sam.ask())).not.toContain(id);
  const held = await author.call('notify.getNotification', { params: { id } });
  expect(held).toMatchObject({
    state: 'held',
    heldCause: 'What is deployed is unhealthy: Errors above 5 %.',
  });

  await report('healthy', 20);
  const back = await sam.ask();
  // No lease reaches beyond the evidence: twenty seconds.
  expect(back.messages.find((one) => one.id === id)?.validForMs).toBe(20_000);
  const before = app.clock.now();
  app.clock.set(before.add({ seconds: 21 }));
  expect(idsIn(await sam.ask())).not.toContain(id);
  app.clock.set(before);
});

test('approval is bound to what it approved, and two people stand behind it', async () => {
  const flag = await createFlag('approved');
  const id = await draft('Approve me', { flag: { flag: flag.id, variation: 0 } });
  await author.call('notify.submitNotification', { params: { id } });
  const own = await author.attempt('notify.approveNotification', {
    params: { id },
    body: { reason: 'I am sure' },
    ifMatch: await revisionOf(id),
  });
  expect(own).toMatchObject({ status: 403, body: { code: 'notify.own_work' } });
  await approver.call('notify.approveNotification', {
    params: { id },
    body: {},
    ifMatch: await revisionOf(id),
  });
  await author.call('notify.changeNotification', {
    params: { id },
    body: { body: 'Something else' },
    ifMatch: await revisionOf(id),
  });
  const changed = await author.call('notify.getNotification', { params: { id } });
  expect(changed).toMatchObject({ state: 'draft', approval: null });
  const refused = await author.attempt('notify.publishNotification', { params: { id } });
  expect(refused).toMatchObject({ status: 409, body: { code: 'wrong_state' } });

  await author.call('notify.submitNotification', { params: { id } });
  await approver.call('notify.approveNotification', {
    params: { id },
    body: {},
    ifMatch: await revisionOf(id),
  });
  // Whoever writes past the API finds that it is not what was approved.
  await app.database.pool.query(`update notification set body = 'Pay here' where id = $1`, [
    idOf(id),
  ]);
  const other = await author.attempt('notify.publishNotification', { params: { id } });
  expect(other).toMatchObject({ status: 409, body: { code: 'notify.not_approved' } });
});

test('what promises no feature needs a class of its own', async () => {
  const id = await draft('A feature without its flag', {});
  const refused = await author.attempt('notify.submitNotification', { params: { id } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'notify.invalid' } });
  const maintenance = await publish('Maintenance on Sunday', {
    class: 'maintenance',
    audience: [
      { contextKind: 'account', attribute: 'segment', op: 'in', values: ['project-owner'] },
    ],
  });
  const owner = await open('owner', {
    account: 'harbour',
    accountAttributes: { segment: 'project-owner' },
  });
  expect(idsIn(owner.feed)).toContain(maintenance);
  expect(idsIn((await open('builder', { account: 'northside' })).feed)).not.toContain(maintenance);
});

test('receipts are kept once, each act at its earliest, and a dismissed message stays away', async () => {
  const flag = await createFlag('receipts');
  const id = await publish('Seen once', { flag: { flag: flag.id, variation: 0 } });
  const sam = await open('sam-of-receipts');
  const receipt = (times: object) => ({
    receipts: [{ message: id, campaign: id, epoch: 1, ...times }],
  });
  const at = (minute: number) => `2026-11-23T08:${String(minute).padStart(2, '0')}:00.000Z`;
  for (const times of [
    { shown: at(10), seen: at(11) },
    { shown: at(10), seen: at(11) },
    { shown: at(5) },
    { seen: '2027-01-01T00:00:00.000Z' },
    { dismissed: at(20) },
  ]) {
    expect((await sam.post('receipts', receipt(times))).status).toBe(202);
  }
  const unknown = toReference('notification', '0193a8c0-0000-7000-8000-000000000001');
  const skipped = { receipts: [{ message: unknown, campaign: unknown, epoch: 1, seen: at(1) }] };
  expect((await sam.post('receipts', skipped)).status).toBe(202);
  const { rows } = await app.database.pool.query(
    'select shown, seen, clicked, dismissed from notification_receipt where notification_id = $1',
    [idOf(id)],
  );
  expect(rows).toEqual([
    { shown: new Date(at(5)), seen: new Date(at(11)), clicked: null, dismissed: new Date(at(20)) },
  ]);
  expect(idsIn(await sam.ask())).not.toContain(id);
  expect(idsIn((await open('sam-of-receipts')).feed)).not.toContain(id);
  const { told } = await author.call('notify.getNotification', { params: { id } });
  expect(told).toMatchObject({ shown: 1, seen: 1, clicked: 0, dismissed: 1 });

  await author.call('notify.withdrawNotification', {
    params: { id },
    body: { reason: 'Say it again' },
  });
  await author.call('notify.changeNotification', {
    params: { id },
    body: { title: 'Seen again' },
    ifMatch: await revisionOf(id),
  });
  expect(await author.call('notify.getNotification', { params: { id } })).toMatchObject({
    epoch: 2,
    state: 'draft',
  });
});

test('a modal is claimed by one tab of one device', async () => {
  const flag = await createFlag('modal');
  const id = await publish('A modal', { format: 'modal', flag: { flag: flag.id, variation: 0 } });
  const tabs = await Promise.all([open('sam-of-tabs'), open('sam-of-tabs'), open('sam-of-tabs')]);
  const claims = await Promise.all(tabs.map((tab) => tab.post('claim', { message: id, epoch: 1 })));
  expect(claims.filter(({ body }) => body['claim'] !== null)).toHaveLength(1);
  const feed = (await open('sam-of-tabs')).feed;
  expect(feed.messages.find((one) => one.id === id)?.claimed).toBe(true);
  await author.call('flags.turnFlagOff', { params: flag });
  const late = await (await open('somebody-else')).post('claim', { message: id, epoch: 1 });
  expect(late.body).toEqual({ claim: null });
});

test('feedback becomes one fact, and an entity on the line of its message', async () => {
  const flag = await createFlag('feedback');
  const id = await publish('What do you think?', {
    flag: { flag: flag.id, variation: 0 },
    feedbackQuestion: 'Does it fit?',
  });
  const sam = await open('sam-of-feedback', { account: 'northside' });
  const body = {
    id: 'f-1',
    text: 'It fits',
    rating: 5,
    page: 'https://app.example/x',
    message: id,
    epoch: 1,
  };
  expect((await sam.post('feedback', body)).status).toBe(202);
  expect((await sam.post('feedback', body)).status).toBe(202);
  expect((await sam.post('feedback', { ...body, id: 'f-2', text: '' })).status).toBe(400);
  await app.feed.settled();
  const { rows } = await app.database.pool.query(
    `select action from ledger where action in ('feedback.received', 'feedback.created') order by id`,
  );
  expect(rows.map(({ action }) => action)).toEqual(['feedback.received', 'feedback.created']);
  const trace = await author.call('entities.getTrace', { params: { ref: id } });
  expect(trace.stages.find(({ stage }) => stage === 'feedback')?.count).toBe(1);
});

test('events and evaluations are kept once by their id', async () => {
  const sam = await open('sam-of-events');
  const body = {
    events: [{ id: 'e-1', at: '2026-11-23T08:00:00.000Z', name: 'planned', value: 3 }],
    evaluations: [{ id: 'v-1', at: '2026-11-23T08:00:00.000Z', name: 'feedback', variation: 0 }],
  };
  expect((await sam.post('track', body)).status).toBe(202);
  expect((await sam.post('track', body)).status).toBe(202);
  expect((await sam.post('track', {})).status).toBe(400);
  const { rows } = await app.database.pool.query(
    `select type, name from sdk_event where recipient = 'user:sam-of-events' order by type`,
  );
  expect(rows).toEqual([
    { type: 'evaluation', name: 'feedback' },
    { type: 'event', name: 'planned' },
  ]);
});

test('what browsers track under a feature’s key counts towards its adoption, in production alone', async () => {
  const feature = await author.call('catalog.createFeature', {
    body: { title: 'Lookahead', ownerUnit: unit, key: 'lookahead', adoptionUses: 2 },
  });
  const staging = await author.call('release.createEnvironment', {
    body: { key: 'staging', title: 'Staging', stage: 'testing' },
  });
  const elsewhere = await author.call('flags.createSdkKey', {
    body: { environment: staging.ref, kind: 'client', name: 'Web' },
  });
  const production = { clientId, identitySecret };
  const uses = (from: string) => ({
    events: [1, 2].map((id) => ({
      id: `${from}-${id}`,
      at: '2026-11-23T08:00:00.000Z',
      name: 'lookahead',
    })),
  });
  const tracked = async (account: string, times: number) => {
    const person = await open(`of-${account}`, { account });
    for (let time = 0; time < times; time++) await person.post('track', uses(account));
  };
  await tracked('builder', 2);
  clientId = elsewhere.key;
  identitySecret = elsewhere.identitySecret ?? '';
  await tracked('rehearser', 1);
  ({ clientId, identitySecret } = production);
  const { rows } = await app.database.pool.query(
    `select account, uses from usage_day where feature_id = $1`,
    [parseReference(feature.ref)?.id],
  );
  // Two events, sent twice: each id counts once.
  expect(rows).toEqual([{ account: 'builder', uses: '2' }]);
});

test('a forged identity, an unknown id, a made-up token and a revoked key are 401', async () => {
  const forged = identityOf('sam').slice(0, -4);
  expect((await send('session', `Environment ${clientId}`, { identity: forged })).status).toBe(401);
  expect(
    (await send('session', 'Environment nobody', { identity: identityOf('sam') })).status,
  ).toBe(401);
  expect((await send('session', `Environment ${clientId}`, {})).status).toBe(400);
  expect((await send('feed', 'Bearer made.up')).status).toBe(401);
  const key = await author.call('flags.createSdkKey', {
    body: { environment, kind: 'client', name: 'To revoke' },
  });
  const { body } = await send('session', `Environment ${key.key}`, { identity: identityOf('sam') });
  const bearer = `Bearer ${String(body['token'])}`;
  expect((await send('feed', bearer)).status).toBe(200);
  await author.call('flags.revokeSdkKey', { params: { id: key.ref } });
  expect((await send('feed', bearer)).status).toBe(401);
});

test('pages of other origins need to be allowed, errors included', async () => {
  const preflight = await fetch(`${base}/sdk/v1/session`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  const settings = await author.call('flags.getSdkSettings', { params: { environment } });
  await author.call('flags.changeSdkSettings', {
    params: { environment },
    body: { allowedOrigins: ['https://app.example'] },
    ifMatch: settings.revision,
  });
  const ask = (origin: string) =>
    fetch(`${base}/sdk/v1/session`, {
      method: 'POST',
      headers: {
        origin,
        authorization: `Environment ${clientId}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ identity: identityOf('sam') }),
    });
  const allowed = await ask('https://app.example');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'https://app.example',
  ]);
  expect((await ask('https://evil.example')).status).toBe(403);
  const failed = await fetch(`${base}/sdk/v1/feed`, {
    headers: { origin: 'https://app.example', authorization: 'Bearer x' },
  });
  expect([failed.status, failed.headers.get('access-control-allow-origin')]).toEqual([
    401,
    'https://app.example',
  ]);
});

test('an answer that still holds is not sent again', async () => {
  const sam = await open('sam-of-revisions');
  const same = await send(`feed?revision=${sam.feed.revision}`, sam.bearer);
  expect(same.status).toBe(204);
  await createFlag('one-more-flag');
  expect((await send(`feed?revision=${sam.feed.revision}`, sam.bearer)).status).toBe(200);
});

test('without the database leases run out, what interrupts hides, and flags stay', async () => {
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
  const ownerUnit = toReference('unit', made.unit.id);
  const { ref: flag } = await ada.call('flags.createFlag', {
    body: { key: 'steady', title: 'Steady', ownerUnit, clientSide: true },
  });
  await ada.call('flags.turnFlagOn', { params: { id: flag, environment: place } });
  const key = await ada.call('flags.createSdkKey', {
    body: { environment: place, kind: 'client', name: 'Web' },
  });
  const told = async (format: 'banner' | 'feed') => {
    const { ref: id } = await ada.call('notify.createNotification', {
      body: {
        title: format,
        body: 'x',
        format,
        ownerUnit,
        environment: place,
        flag: { flag, variation: 0 },
      },
    });
    await ada.call('notify.submitNotification', { params: { id } });
    const { revision } = await ada.call('notify.getNotification', { params: { id } });
    const reason = 'Nobody else is here yet';
    const without = await ada.attempt('notify.approveNotification', {
      params: { id },
      body: {},
      ifMatch: revision,
    });
    expect(without).toMatchObject({ status: 403, body: { code: 'notify.own_work' } });
    await ada.call('notify.approveNotification', {
      params: { id },
      body: { reason },
      ifMatch: revision,
    });
    await ada.call('notify.publishNotification', { params: { id } });
    return id;
  };
  const ids = [await told('banner'), await told('feed')];
  const before = identitySecret;
  identitySecret = key.identitySecret ?? '';
  const session = async (sub: string) => {
    const answer = await alone.http.inject({
      method: 'POST',
      url: '/sdk/v1/session',
      headers: { authorization: `Environment ${key.key}` },
      payload: { identity: identityOf(sub) },
    });
    return answer.json<{ feed: Feed }>().feed;
  };
  expect(idsIn(await session('known')).toSorted()).toEqual(ids.toSorted());
  const restore = await cutDatabase(alone);
  const cut = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const feed = await session('never-seen');
  expect(idsIn(feed)).toEqual([ids[1]]);
  expect(feed.flags['steady']).toEqual({ value: true, variation: 0 });
  const [message] = feed.messages;
  const sinceCut = performance.now() - cut;
  // Counted from the last contact, which was no later than the cut.
  expect(message?.validForMs).toBeLessThan(60_000 - 1500);
  expect(message?.validForMs).toBeGreaterThan(60_000 - sinceCut - 1000);
  await restore();
  for (let tries = 0; tries < 50 && idsIn(await session('never-seen')).length < 2; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(idsIn(await session('never-seen'))).toHaveLength(2);
  identitySecret = before;
  await alone.stop();
});

test('the sample application carries the SDK by one script tag under a strict policy', async () => {
  const page = await fetch(`${base}/demo`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  const html = await page.text();
  expect(html).toContain('src="/sdk/throughline.js"');
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|<style/);
  const key = /data-environment-key="([^"]+)"/.exec(html)?.[1];
  const { identity } = (await (await fetch(`${base}/demo/identity?as=olivia`)).json()) as {
    identity: string;
  };
  const opened = await send('session', `Environment ${key}`, { identity });
  expect(opened.status).toBe(200);
});
