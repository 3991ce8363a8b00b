import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createApiClient } from './support/api-client.ts';
import { startServer, type RunningServer } from './support/running-server.ts';
import { createTestDatabase } from './support/test-database.ts';

const adminKey = 'freeze-crash-administrator-key-0123456';
const database = await createTestDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'throughline-freeze-'));
const watcher = new Client({ connectionString: database.url });
const holder = new Client({ connectionString: database.url });
await Promise.all([watcher.connect(), holder.connect()]);
let server: RunningServer | undefined;
afterAll(async () => {
  await server?.end('SIGKILL');
  await Promise.all([watcher.end(), holder.end()]);
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () =>
  startServer({
    DATABASE_URL: database.url,
    THROUGHLINE_DATA: dataDir,
    THROUGHLINE_ADMIN_KEY: adminKey,
    LOG_LEVEL: 'error',
  });
const count = async (statement: string, ...values: string[]) =>
  Number((await watcher.query<{ count: string }>(statement, values)).rows[0]?.count);
const until = async (holds: () => Promise<boolean>) => {
  for (let round = 0; round < 300; round++) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error('it never came to that');
};
/** Wakes the job up as its schedule does each minute. */
const wake = () =>
  watcher.query(`insert into jobs.job (name, data) values ('rhythm.freeze-due', '{}')`);

test('a freeze that kill -9 cuts off is taken up once after the restart, and its files never change', async () => {
  server = await start();
  let api = createApiClient(server.url, adminKey);
  const cadences = await api.call('rhythm.listCadences', { query: { limit: 200 } });
  const cadence = cadences.items.find(({ key }) => key === 'product-monthly');
  // In an hour, so that its pre-read of two business days is over: it is due at once.
  const review = await api.call('rhythm.createReview', {
    body: {
      cadence: cadence?.ref ?? '',
      startsAt: Temporal.Now.instant().add({ hours: 1 }).toString(),
    },
  });
  const kept = () => count('select count(*) from pack');
  const facts = () => count(`select count(*) from ledger where action = 'review.frozen'`);

  // The freeze comes to the pack's own row and waits there, all else of it written: then the kill.
  await holder.query('begin; lock table pack in share row exclusive mode');
  await wake();
  await until(
    async () =>
      (await count(
        `select count(*) from pg_locks where relation = 'pack'::regclass and not granted`,
      )) > 0,
  );
  await server.end('SIGKILL');
  await holder.query('commit');
  expect([await kept(), await facts()]).toEqual([0, 0]);

  server = await start();
  api = createApiClient(server.url, adminKey);
  for (let times = 0; times < 3; times++) await wake();
  await until(async () => (await kept()) > 0);
  await until(
    async () =>
      (await count(
        `select count(*) from jobs.job where name = 'rhythm.freeze-due' and state = 'created'`,
      )) === 0,
  );
  expect([await kept(), await facts()]).toEqual([1, 1]);
  const frozen = await api.call('rhythm.getReview', { params: { id: review.ref } });
  expect([frozen.state, frozen.packs.length]).toEqual(['frozen', 1]);

  const files = async () => {
    const bytes = [];
    for (const ending of ['json', 'md', 'pdf', 'pptx']) {
      const answer = await fetch(`${server?.url}/api/v1/reviews/${review.ref}/pack.${ending}`, {
        headers: { authorization: `Bearer ${adminKey}` },
      });
      expect(answer.status).toBe(200);
      bytes.push(
        createHash('sha256')
          .update(Buffer.from(await answer.arrayBuffer()))
          .digest('hex'),
      );
    }
    return bytes;
  };
  const first = await files();
  expect(first[0]).toBe(frozen.packs[0]?.sha256);
  // What the pack is about goes on: the same bytes.
  await api.call('catalog.createMetric', {
    body: {
      title: 'Activation',
      definition: 'Counted each day',
      unit: '%',
      direction: 'up',
      ownerUnit: frozen.unit.ref,
    },
  });
  expect(await files()).toEqual(first);
}, 120_000);
