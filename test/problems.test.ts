import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createHttpServer } from '../packages/server/src/platform/http/server.ts';
import {
  createTestApp,
  type Caller,
  type TestApp,
} from '../packages/server/src/testing/test-app.ts';

let app: TestApp;
let url: string;
let admin: Caller;
const password = 'a long enough password';

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Ada' });
  url = await app.http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.stop());

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function ask(
  method: string,
  path: string,
  options: { key?: string; headers?: Record<string, string>; body?: unknown; raw?: string } = {},
): Promise<Asked> {
  const given =
    options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(options.key === '' ? {} : { authorization: `Bearer ${options.key ?? admin.key}` }),
      ...(given === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(given === undefined ? {} : { body: given }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
  };
}

/** RFC 9457: the media type, and type, title, status and detail as members. */
function expectProblem(asked: Asked, status: number, code: string) {
  expect(asked.body).toMatchObject({
    type: `https://throughline.dev/problems/${code}`,
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
  expect(asked.status).toBe(status);
  expect(asked.headers.get('content-type')).toContain('application/problem+json');
}

const actions = '/api/v1/actions';
const nowhere = 'act_00000000000000000000000001';

async function sessionOf(email: string): Promise<string> {
  const signedIn = await ask('POST', '/api/v1/session', { key: '', body: { email, password } });
  expect(signedIn.status, JSON.stringify(signedIn.body)).toBe(200);
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
  return cookie.split(';', 1)[0] ?? '';
}

test('a body that is no JSON is 400', async () => {
  expectProblem(await ask('POST', actions, { raw: '{"title": ' }), 400, 'malformed_body');
  expectProblem(
    await ask('POST', actions, { raw: '{"__proto__": {"x": 1}, "title": "A"}' }),
    400,
    'malformed_body',
  );
});

test('a wrong type is 422 and says where', async () => {
  const asked = await ask('POST', actions, { body: { title: 7 } });
  expectProblem(asked, 422, 'invalid_input');
  expect(asked.body['errors']).toEqual([{ where: 'body.title', message: expect.any(String) }]);
});

test('a member that the operation does not know is refused, in the body and in the query', async () => {
  expectProblem(
    await ask('POST', actions, { body: { title: 'A', titel: 'B' } }),
    422,
    'invalid_input',
  );
  expectProblem(await ask('GET', `${actions}?lmit=3`), 422, 'invalid_input');
});

test('a NUL character, which the database cannot hold, is the sender’s fault', async () => {
  expectProblem(await ask('POST', actions, { body: { title: 'A\u0000B' } }), 422, 'invalid_input');
  expectProblem(await ask('GET', '/api/v1/entities?q=a%00b'), 422, 'invalid_input');
});

test('an unknown id, a malformed one, one of another kind and an unknown address are 404', async () => {
  for (const ref of [
    nowhere,
    'act_not-an-id',
    'ini_00000000000000000000000001',
    '%20',
    'a'.repeat(600),
  ]) {
    expectProblem(await ask('GET', `${actions}/${ref}`), 404, 'not_found');
  }
  expectProblem(await ask('GET', '/api/v1/nothing'), 404, 'not_found');
  expectProblem(await ask('DELETE', actions), 404, 'not_found');
});

test('an address that cannot be decoded is a problem document too', async () => {
  const asked = await ask('GET', `${actions}/%E0%A4%A`);
  expect([400, 404]).toContain(asked.status);
  expect(asked.headers.get('content-type')).toContain('application/problem+json');
});

test('a cursor that no list answered is 422', async () => {
  const forged = Buffer.from(JSON.stringify(['x', 'y'])).toString('base64url');
  for (const cursor of ['garbage', forged]) {
    expectProblem(await ask('GET', `${actions}?cursor=${cursor}`), 422, 'invalid_input');
  }
});

test('without credentials, and with wrong ones, it is 401', async () => {
  expectProblem(await ask('GET', actions, { key: '' }), 401, 'not_signed_in');
  expectProblem(await ask('GET', actions, { key: 'tlk_unknown' }), 401, 'not_signed_in');
  expectProblem(
    await ask('GET', actions, { key: '', headers: { authorization: 'Basic YTpi' } }),
    401,
    'not_signed_in',
  );
});

test('a permission that is missing is 403', async () => {
  const reader = await app.member({ name: 'Reader' });
  expectProblem(
    await ask('POST', actions, { key: reader.key, body: { title: 'A' } }),
    403,
    'forbidden',
  );
});

test('If-Match is asked for, understood in its usual forms, and held against the present revision', async () => {
  const { body } = await ask('POST', actions, { body: { title: 'Call them' } });
  const path = `${actions}/${String(body['ref'])}`;
  const change = (headers: Record<string, string>) =>
    ask('PATCH', path, { headers, body: { state: 'done' } });
  expectProblem(await change({}), 428, 'revision_required');
  expectProblem(await change({ 'if-match': '"nine"' }), 422, 'invalid_input');
  const loaded = await ask('GET', path);
  expect(loaded.headers.get('etag')).toBe('"1"');
  const changed = await change({ 'if-match': 'W/"1"' });
  expect(changed.status).toBe(200);
  expect(changed.headers.get('etag')).toBe('"2"');
  expectProblem(await change({ 'if-match': '"1"' }), 412, 'stale_revision');
});

test('a repeated key answers again what it answered, and is for one request only', async () => {
  const headers = { 'idempotency-key': 'the-same' };
  const one = await ask('POST', actions, { headers, body: { title: 'Once' } });
  const again = await ask('POST', actions, { headers, body: { title: 'Once' } });
  expect([one.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(one.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expectProblem(
    await ask('POST', actions, { headers, body: { title: 'Twice' } }),
    422,
    'idempotency_key_reused',
  );
  const other = await app.member({ name: 'Another', roles: [{ role: 'contributor', unit: null }] });
  const theirs = await ask('POST', actions, { key: other.key, headers, body: { title: 'Once' } });
  expect(theirs.status).toBe(201);
  expect(theirs.body['ref']).not.toBe(one.body['ref']);
});

test('a refused request leaves its key free', async () => {
  const headers = { 'idempotency-key': 'refused-first' };
  const source = 'ini_00000000000000000000000001';
  expectProblem(
    await ask('POST', actions, { headers, body: { title: 'A', source } }),
    404,
    'not_found',
  );
  expect((await ask('POST', actions, { headers, body: { title: 'A' } })).status).toBe(201);
});

test('ten requests at once with one key write once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      ask('POST', actions, {
        headers: { 'idempotency-key': 'at-once' },
        body: { title: 'Only one of me' },
      }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body['ref'])).size).toBe(1);
  const { rows } = await app.database.pool.query(
    `select count(*)::int as n from entity where title = 'Only one of me'`,
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('a replay leaves out the secret that was shown once', async () => {
  const request = {
    headers: { 'idempotency-key': 'a-new-key' },
    body: { name: 'script', scopes: ['decisions:read'] },
  };
  const shown = await ask('POST', '/api/v1/api-keys', request);
  expect(shown.body['key']).toMatch(/^tlk_/);
  const again = await ask('POST', '/api/v1/api-keys', request);
  expect(again.body).toEqual({ ref: shown.body['ref'] });
  const { rows } = await app.database.pool.query<{ body: string }>(
    `select body from idempotency where body like '%tlk_%'`,
  );
  expect(rows).toEqual([]);
});

test('a body that is too large is 413, one that is not JSON 415', async () => {
  expectProblem(
    await ask('POST', actions, { body: { title: 'x'.repeat(2_200_000) } }),
    413,
    'body_too_large',
  );
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    expectProblem(
      await ask('POST', actions, { raw: '{"title":"A"}', headers: { 'content-type': type } }),
      415,
      'unsupported_media_type',
    );
  }
});

test('a fault of our own is a plain 500 with an id that the log has, and nothing else', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const server = createHttpServer(log, false);
  server.get('/fault', () => {
    throw new Error('the password of postgres://user:secret@host is wrong');
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/fault`);
  const body = (await response.json()) as Record<string, unknown>;
  await server.close();
  expect(response.status).toBe(500);
  expect(body).toEqual({
    type: 'https://throughline.dev/problems/internal',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'internal',
    detail: 'It is logged under this request’s id. Tell an administrator.',
    requestId: expect.any(String),
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    id: body['requestId'],
    err: { message: expect.stringContaining('secret') },
  });
});

test('a cookie’s write from another site is refused, from our own pages it is done', async () => {
  await app.member({ name: 'Cookie', roles: [{ role: 'contributor', unit: null }] });
  const { rows } = await app.database.pool.query<{ email: string }>(
    `select email from identity where name = 'Cookie'`,
  );
  const cookie = await sessionOf(rows[0]?.email ?? '');
  const write = (headers: Record<string, string>) =>
    ask('POST', actions, { key: '', headers: { cookie, ...headers }, body: { title: 'A' } });
  expectProblem(await write({ 'sec-fetch-site': 'cross-site' }), 403, 'cross_site');
  expectProblem(await write({ 'sec-fetch-site': 'same-site' }), 403, 'cross_site');
  expectProblem(await write({ origin: 'https://elsewhere.test' }), 403, 'cross_site');
  expect((await write({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  expect((await write({ origin: url })).status).toBe(201);
  expect(
    (await ask('GET', actions, { key: '', headers: { cookie, 'sec-fetch-site': 'cross-site' } }))
      .status,
  ).toBe(200);
});

test('signing out ends the session, and a session ends by itself', async () => {
  const { rows } = await app.database.pool.query<{ email: string }>(
    `select email from identity where name = 'Ada'`,
  );
  const email = rows[0]?.email ?? '';
  const first = await sessionOf(email);
  const second = await sessionOf(email);
  expect((await ask('GET', actions, { key: '', headers: { cookie: first } })).status).toBe(200);
  const out = await ask('DELETE', '/api/v1/session', { key: '', headers: { cookie: first } });
  expect(out.status).toBe(204);
  await app.feed.settled();
  expectProblem(
    await ask('GET', actions, { key: '', headers: { cookie: first } }),
    401,
    'not_signed_in',
  );
  const { rows: present } = await app.database.pool.query<{ now: string }>(
    `select now()::text as now`,
  );
  expect(present).toHaveLength(1);
  const now = app.clock.now();
  app.clock.set(now.add({ hours: 24 * 14, seconds: 1 }));
  expectProblem(
    await ask('GET', actions, { key: '', headers: { cookie: second } }),
    401,
    'not_signed_in',
  );
  app.clock.set(now);
});

test('a revoked key dies, as do the keys of somebody who is suspended', async () => {
  const made = await ask('POST', '/api/v1/api-keys', {
    body: { name: 'short', scopes: ['*:write'] },
  });
  const key = String(made.body['key']);
  expect((await ask('GET', actions, { key })).status).toBe(200);
  await ask('DELETE', `/api/v1/api-keys/${String(made.body['ref'])}`);
  await app.feed.settled();
  expectProblem(await ask('GET', actions, { key }), 401, 'not_signed_in');

  const leaver = await app.member({ name: 'Leaver' });
  expect((await ask('GET', actions, { key: leaver.key })).status).toBe(200);
  const { rows } = await app.database.pool.query<{ name: string }>(
    `select name from identity where id = $1`,
    [leaver.identity],
  );
  expect(rows[0]?.name).toBe('Leaver');
  const listed = await ask('GET', '/api/v1/identities?q=Leaver');
  const [identity] = listed.body['items'] as { ref: string }[];
  const suspended = await ask('PATCH', `/api/v1/identities/${identity?.ref ?? ''}`, {
    body: { state: 'suspended' },
  });
  expect(suspended.status).toBe(200);
  await app.feed.settled();
  expectProblem(await ask('GET', actions, { key: leaver.key }), 401, 'not_signed_in');
});

test('scopes narrow a key, and a key cannot make a wider one', async () => {
  const make = (key: string, scopes: string[]) =>
    ask('POST', '/api/v1/api-keys', { key, body: { name: 'narrow', scopes } });
  const narrow = String((await make(admin.key, ['decisions:read', 'access:write'])).body['key']);
  expect((await ask('GET', actions, { key: narrow })).status).toBe(200);
  expectProblem(
    await ask('POST', actions, { key: narrow, body: { title: 'A' } }),
    403,
    'forbidden',
  );
  expectProblem(await ask('GET', '/api/v1/home', { key: narrow }), 403, 'forbidden');
  for (const wider of ['*:write', '*:read', 'decisions:write']) {
    expectProblem(await make(narrow, [wider]), 403, 'forbidden');
  }
  expect((await make(narrow, ['decisions:read', 'access:read'])).status).toBe(201);
});

test('the audit trail names a key by its reference, never by what somebody called it', async () => {
  const made = await ask('POST', '/api/v1/api-keys', {
    body: { name: 'Key of Jane Doe', scopes: ['*:write'] },
  });
  await ask('POST', actions, { key: String(made.body['key']), body: { title: 'By key' } });
  const { rows } = await app.database.pool.query<{ via: string }>(
    `select via from ledger join entity on entity.id = entity_id where title = 'By key'`,
  );
  expect(rows).toEqual([{ via: `api-key ${String(made.body['ref'])}` }]);
});

test('guessing passwords is slowed down', async () => {
  const statuses = new Set<number>();
  for (let guess = 0; guess < 15; guess++) {
    const { status } = await ask('POST', '/api/v1/session', {
      key: '',
      body: { email: 'ada@throughline.test', password: `guess number ${guess}` },
    });
    statuses.add(status);
  }
  expect(statuses).toEqual(new Set([401, 429]));
});
