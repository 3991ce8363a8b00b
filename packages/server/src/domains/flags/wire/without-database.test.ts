import { init } from '@launchdarkly/node-server-sdk';
import { toReference } from '@throughline/contract';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { cutDatabase } from '../../../testing/cut-database.ts';
import { createTestApp } from '../../../testing/test-app.ts';

const app = await createTestApp();
afterAll(() => app.stop());

test('the database stops and starts under traffic: no wrong answer, none missing, and it is said', async () => {
  const admin = await app.member({ administrator: true });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Planning', state: 'active' }),
    place: await createEntity(context, {
      kind: 'environment',
      title: 'Production',
      state: 'active',
    }),
  }));
  const environment = toReference('environment', made.place.id);
  const base = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const { ref: id } = await admin.call('flags.createFlag', {
    body: {
      key: 'steady',
      title: 'Steady',
      ownerUnit: toReference('unit', made.unit.id),
      clientSide: true,
    },
  });
  const params = { id, environment };
  await admin.call('flags.turnFlagOn', { params });
  const keyOf = async (kind: 'server' | 'client') =>
    (await admin.call('flags.createSdkKey', { body: { environment, kind, name: kind } })).key;
  const server = await keyOf('server');
  const browser = await keyOf('client');
  const client = init(server, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await client.waitForInitialization({ timeout: 10 });

  const context = Buffer.from('{"kind":"user","key":"ada"}').toString('base64url');
  const asks: Record<string, () => Promise<unknown>> = {
    ofrep: async () => {
      const answer = await fetch(`${base}/ofrep/v1/evaluate/flags/steady`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server}`, 'content-type': 'application/json' },
        body: '{"context":{"targetingKey":"ada"}}',
      });
      return ((await answer.json()) as { value: unknown }).value;
    },
    poll: async () => {
      const answer = await fetch(`${base}/sdk/latest-all`, { headers: { authorization: server } });
      const { flags } = (await answer.json()) as { flags: Record<string, { on: boolean }> };
      return flags['steady']?.on;
    },
    browser: async () => {
      const answer = await fetch(`${base}/sdk/evalx/${browser}/contexts/${context}`);
      return ((await answer.json()) as Record<string, { value: unknown }>)['steady']?.value;
    },
    stream: async () => {
      const controller = new AbortController();
      const headers = { authorization: server };
      const answer = await fetch(`${base}/all`, { headers, signal: controller.signal });
      const first = await answer.body?.getReader().read();
      controller.abort();
      return Buffer.from(first?.value ?? [])
        .toString()
        .includes('"steady"');
    },
    sdk: () => client.variation('steady', { kind: 'user', key: 'ada' }, false),
    events: async () => {
      const headers = { authorization: server, 'content-type': 'application/json' };
      const answer = await fetch(`${base}/bulk`, { method: 'POST', headers, body: '[]' });
      return answer.status === 202;
    },
  };
  const wrong: string[] = [];
  let asked = 0;
  let going = true;
  onTestFinished(() => {
    going = false;
    client.close();
  });
  const traffic = Promise.all(
    Object.entries(asks).map(async ([name, ask]) => {
      while (going) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        const got = await ask().catch(String);
        asked += 1;
        if (got !== true) wrong.push(`${name}: ${String(got)}`);
      }
    }),
  );
  const readiness = async () => {
    const answer = await fetch(`${base}/readyz`);
    return { code: answer.status, ...((await answer.json()) as object) };
  };
  expect(await readiness()).toMatchObject({ code: 200, status: 'ready', missing: [] });

  const restore = await cutDatabase(app);
  const before = asked;
  await vi.waitFor(
    async () => {
      expect(await readiness()).toMatchObject({
        code: 200,
        status: 'degraded',
        sealedTo: null,
        missing: [expect.stringContaining('flags are served from memory')],
        fromMemory: [{ what: 'flags' }],
      });
    },
    { timeout: 5000 },
  );
  await vi.waitFor(() => expect(asked - before).toBeGreaterThan(300), { timeout: 20_000 });
  await restore();
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 'ready' }), {
    timeout: 10_000,
  });
  going = false;
  await traffic;
  expect(wrong).toEqual([]);

  const changed = new Promise((resolve) => client.once('update:steady', resolve));
  await admin.call('flags.turnFlagOff', { params });
  await changed;
  expect(await client.variation('steady', { kind: 'user', key: 'ada' }, true)).toBe(false);
});
