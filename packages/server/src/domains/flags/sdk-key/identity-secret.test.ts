import { createHmac } from 'node:crypto';
import { toReference } from '@throughline/contract';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../app.ts';
import { connect } from '../../../platform/database/connect.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { readSecretKeys } from '../../../platform/secrets/secret-keys.ts';
import { createSecrets, type Secrets } from '../../../platform/secrets/secrets.ts';
import { createTestApp, type TestApp } from '../../../testing/test-app.ts';

const secretsOf = (...bytes: number[]) =>
  createSecrets(
    readSecretKeys(bytes.map((byte) => Buffer.alloc(32, byte).toString('hex')).join(','), 'a test'),
  );

interface Row {
  readonly id: string;
  readonly plain_secret: string | null;
  readonly sealed_secret: string | null;
}

const rowsOf = async (app: TestApp) =>
  (
    await app.database.pool.query<Row>(
      'select id, plain_secret, sealed_secret from identity_secret order by id',
    )
  ).rows;

/** A program whose secrets the first key seals, with one environment and its first key. */
async function trial() {
  const app = await createTestApp({ secrets: secretsOf(1) });
  onTestFinished(() => app.stop());
  const admin = await app.member({ administrator: true, name: 'Ada' });
  const make = (title: string) =>
    app.write((context) => createEntity(context, { kind: 'environment', title, state: 'active' }));
  const { id } = await make('Production');
  const environment = toReference('environment', id);
  const made = await admin.call('flags.createSdkKey', {
    body: { environment, kind: 'client', name: 'Web' },
  });
  const secret = made.identitySecret ?? '';
  return { app, admin, environment, clientId: made.key, secret, make };
}

/** The program once more on the same database, with other keys; what it said at its start. */
async function restart(app: TestApp, secrets: Secrets) {
  const database = connect({ url: app.database.options.connectionString ?? '' }, 4);
  const said: string[] = [];
  const next = await createApp({
    configuration: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://throughline.test',
      dataDir: '/nonexistent',
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
    secrets,
    clock: app.clock,
    log: pino({ level: 'silent' }),
    checkout: '/nonexistent',
    say: (line) => said.push(line),
  });
  await next.http.ready();
  onTestFinished(async () => {
    await next.stop();
    await database.close();
  });
  return { next, said };
}

/** Whether a program lets in somebody whose identity the secret signs. */
async function letsIn(
  program: Pick<TestApp, 'http' | 'clock'>,
  key: string,
  secret: string,
): Promise<number> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const at = Math.floor(program.clock.now().epochMilliseconds / 1000);
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: 'ada', iat: at, exp: at + 600 })}`;
  const identity = `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  const answer = await program.http.inject({
    method: 'POST',
    url: '/sdk/v1/session',
    headers: { authorization: `Environment ${key}`, 'content-type': 'application/json' },
    payload: { identity, locale: 'en', timeZone: 'UTC' },
  });
  return answer.statusCode;
}

test('the database holds no identity secret that can be read, in any table', async () => {
  const { app, admin, environment, secret } = await trial();
  const rotated = await admin.call('flags.rotateIdentitySecret', { params: { environment } });
  const { rows: tables } = await app.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const { rows } = await app.database.pool.query<{ text: string }>(
      `select coalesce(string_agg(one::text, ' '), '') as text from "${name}" one`,
    );
    expect(rows[0]?.text, name).not.toContain(secret);
    expect(rows[0]?.text, name).not.toContain(rotated.identitySecret);
  }
});

test('secrets from before are sealed by one start, the same ones hold, and the next has nothing to do', async () => {
  const { app, clientId, secret } = await trial();
  await app.database.pool.query(
    'update identity_secret set plain_secret = $1, sealed_secret = null',
    [secret],
  );
  const { next, said } = await restart(app, secretsOf(1));
  expect(said).toEqual([
    expect.stringMatching(/^Sealed 1 identity secrets that lay in plain text.*rotate them/),
  ]);
  expect(await rowsOf(app)).toEqual([
    expect.objectContaining({
      plain_secret: null,
      sealed_secret: expect.stringMatching(/^v1\./) as string,
    }),
  ]);
  expect(await letsIn({ http: next.http, clock: app.clock }, clientId, secret)).toBe(200);
  expect((await restart(app, secretsOf(1))).said).toEqual([]);
});

test('two nodes that start at once seal each secret once', async () => {
  const { app, clientId, secret } = await trial();
  await app.database.pool.query(
    'update identity_secret set plain_secret = $1, sealed_secret = null',
    [secret],
  );
  const nodes = await Promise.all([restart(app, secretsOf(1)), restart(app, secretsOf(1))]);
  expect(nodes.flatMap(({ said }) => said)).toHaveLength(1);
  for (const { next } of nodes) {
    expect(await letsIn({ http: next.http, clock: app.clock }, clientId, secret)).toBe(200);
  }
});

test('a new key before the old one takes all secrets over; then the old one may go', async () => {
  const { app, clientId, secret } = await trial();
  const first = await restart(app, secretsOf(2, 1));
  expect(first.said).toEqual(['Sealed 1 identity secrets with the present key.']);
  const second = await restart(app, secretsOf(2));
  expect(second.said).toEqual([]);
  expect(await letsIn({ http: second.next.http, clock: app.clock }, clientId, secret)).toBe(200);
});

test('with a lost key the program starts, says what to do, refuses, and a rotation heals it', async () => {
  const { app, admin, environment, clientId, secret } = await trial();
  const [{ sealed_secret: sealed } = { sealed_secret: null }] = await rowsOf(app);
  const { next, said } = await restart(app, secretsOf(2));
  expect(said).toEqual([
    expect.stringMatching(
      /^1 identity secrets can't be opened: the key that sealed them is missing \([0-9a-f]{12}\)\. Put the key back .* or: rotate them/,
    ),
  ]);
  const program = { http: next.http, clock: app.clock };
  expect(await letsIn(program, clientId, secret)).toBe(401);
  expect((await rowsOf(app))[0]?.sealed_secret).toBe(sealed);

  const headers = { authorization: `Bearer ${admin.key}` };
  const path = `/api/v1/environments/${environment}/sdk-settings`;
  const settings = await next.http.inject({ url: path, headers });
  expect(settings.json()).toMatchObject({ identitySecrets: [{ readable: false }] });
  const rotated = await next.http.inject({
    method: 'POST',
    url: `/api/v1/environments/${environment}/identity-secret/rotate`,
    headers,
  });
  await next.feed.settled();
  const { identitySecret } = rotated.json<{ identitySecret: string }>();
  expect(await letsIn(program, clientId, identitySecret)).toBe(200);
  const healed = await next.http.inject({ url: path, headers });
  expect(healed.json()).toMatchObject({
    identitySecrets: [{ readable: true }, { readable: false }],
  });
});

test('a sealed secret that was moved to another environment holds in neither, and is told', async () => {
  const { app, admin, secret, make } = await trial();
  const other = await make('Staging');
  const theirs = await admin.call('flags.createSdkKey', {
    body: { environment: toReference('environment', other.id), kind: 'client', name: 'Web' },
  });
  await app.database.pool.query('delete from identity_secret where environment_id = $1', [
    other.id,
  ]);
  await app.database.pool.query('update identity_secret set environment_id = $1', [other.id]);
  const { next, said } = await restart(app, secretsOf(1));
  expect(said).toEqual([
    expect.stringMatching(/^1 identity secrets can't be opened: 1 changed since sealed, or moved/),
  ]);
  expect(await letsIn({ http: next.http, clock: app.clock }, theirs.key, secret)).toBe(401);
});
