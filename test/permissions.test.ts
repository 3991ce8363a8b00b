import { allOperations, type Operation, type Permission } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../packages/server/src/platform/access/api-keys.ts';
import { invite } from '../packages/server/src/platform/access/invite.ts';
import { redeemSignInLink } from '../packages/server/src/platform/access/sign-in.ts';
import {
  createTestApp,
  type Caller,
  type TestApp,
} from '../packages/server/src/testing/test-app.ts';

let app: TestApp;
let administrator: Caller;
let viewer: Caller;
let readOnlyKey: string;
let guestCookie: string;

const nobody = '0000000000000000000000000a';

/** An address of the right shape behind which there is nothing. */
function addressOf(operation: Operation): string {
  const shape = (operation.params as unknown as { shape?: Record<string, unknown> } | undefined)
    ?.shape;
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    shape && name in shape ? `ini_${nobody}` : 'x',
  );
}

async function ask(operation: Operation, headers: Record<string, string>): Promise<number> {
  const response = await app.http.inject({
    method: operation.method,
    url: addressOf(operation),
    headers: { 'if-match': '"1"', ...headers },
    ...(operation.body ? { payload: {} } : {}),
  });
  return response.statusCode;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A stream doesn't end: that it opens is tested where it is followed. */
const askable = allOperations().filter(({ id }) => id !== 'platform.streamLive');
const withPermission = (...permissions: Permission[]) =>
  askable.filter(({ operation }) => permissions.includes(operation.permission));

beforeAll(async () => {
  app = await createTestApp();
  administrator = await app.member({ administrator: true });
  viewer = await app.member({ roles: [{ role: 'viewer', unit: null }] });
  readOnlyKey = await app.write(async (context) => {
    const { key } = await createApiKey(context, administrator.identity, {
      name: 'reads',
      scopes: ['*:read'],
      expiresInDays: 1,
    });
    return key;
  });
  guestCookie = await app.write(async (context) => {
    const { token } = await invite(context, {
      email: 'guest@throughline.test',
      name: 'A guest',
      kind: 'guest',
      administrator: false,
      roles: [],
    });
    const session = await redeemSignInLink(context, { token }, () => {
      throw new Error('a guest is no person of the organisation');
    });
    return `throughline_session=${session.token}`;
  });
});
afterAll(() => app.stop());

test('nobody gets past sign-in but where an operation is public', async () => {
  for (const { id, operation } of askable) {
    const status = await ask(operation, {});
    if (operation.permission === 'public') expect(status, id).not.toBe(403);
    else expect(status, id).toBe(401);
  }
});

test('a guest reaches the guest’s operations and nothing else', async () => {
  for (const { id, operation } of askable) {
    // It would end the guest's own session, and the walk with it.
    if (id === 'access.signOut') continue;
    const status = await ask(operation, { cookie: guestCookie });
    if (operation.permission === 'guest') expect(status, id).toBe(200);
    else if (operation.permission !== 'public') expect(status, id).toBe(403);
  }
});

test('who only views is refused every operation that needs a stronger role', async () => {
  for (const { id, operation } of withPermission(
    'contributor',
    'editor',
    'owner',
    'administrator',
    'runner',
    'guest',
    'sdk',
  )) {
    expect(await ask(operation, bearer(viewer.key)), id).toBe(403);
  }
  for (const { id, operation } of withPermission('member')) {
    if (operation.method !== 'GET') continue;
    expect([200, 404, 422], id).toContain(await ask(operation, bearer(viewer.key)));
  }
});

test('a key that may only read is refused every write, even an administrator’s', async () => {
  for (const { id, operation } of askable) {
    if (operation.method === 'GET' || operation.permission === 'public') continue;
    expect(await ask(operation, bearer(readOnlyKey)), id).toBe(403);
  }
});

test('a runner’s and a guest’s operations are not an administrator’s either', async () => {
  for (const { id, operation } of withPermission('runner', 'guest')) {
    expect(await ask(operation, bearer(administrator.key)), id).toBe(403);
  }
});

test('nothing that an empty request finds is a fault of our own', async () => {
  for (const { id, operation } of askable) {
    // Signing out would end nobody's session; verifying walks the ledger: both are fine here.
    expect(await ask(operation, bearer(administrator.key)), id).toBeLessThan(500);
  }
});
