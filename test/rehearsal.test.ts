import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationId } from '@throughline/contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type Credential } from '../organisations/rehearsal/api-client.ts';
import { historyOf } from '../organisations/rehearsal/history.ts';
import { teamsOf } from '../organisations/rehearsal/people.ts';
import { zone, type Size } from '../organisations/rehearsal/period.ts';
import { sprintsOf, storiesEach } from '../organisations/rehearsal/stories.ts';
import { freePort, startServer, type RunningServer } from './support/running-server.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const key = 'rehearsal-administrator-key-of-the-real-one';
const admin: Credential = { key };
const asked = { people: 30, months: 1, seed: 7 };
const size: Size = { ...asked, today: Temporal.Now.plainDateISO(zone).toString() };

let database: TestDatabase;
let dataDir: string;
let server: RunningServer;
let real: ReturnType<typeof createApiClient>;
let rehearsal: ReturnType<typeof createApiClient>;
let visitor: Credential;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-rehearsal-'));
  const port = await freePort();
  const rehearsalPort = await freePort();
  server = await startServer({
    PORT: String(port),
    REHEARSAL_PORT: String(rehearsalPort),
    DATABASE_URL: database.url,
    THROUGHLINE_DATA: dataDir,
    THROUGHLINE_ADMIN_KEY: key,
  });
  real = createApiClient(server.url);
  rehearsal = createApiClient(`http://127.0.0.1:${rehearsalPort}`);
});

afterAll(async () => {
  real?.close();
  rehearsal?.close();
  await server?.end('SIGTERM');
  await dropLeftOver();
  await database?.drop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

/** The names of databases that a rehearsal of this test's own database has. */
async function rehearsalDatabases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname = current_database() || '_rehearsal'`,
  );
  await client.end();
  return rows.map(({ datname }) => datname);
}

async function dropLeftOver(): Promise<void> {
  if (!database) return;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const name of await rehearsalDatabases()) {
    await client.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
  }
  await client.end();
}

async function all(id: OperationId): Promise<{ title?: string; state?: string }[]> {
  const found: { title?: string; state?: string }[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = (await rehearsal.callAny(visitor, id, {
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    })) as { items: { title?: string }[]; nextCursor: string | null };
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

test('an administrator asks for a rehearsal, waits, and enters it by a one-time link', async () => {
  const begun = await real.call(admin, 'rehearsal.createRehearsal', { body: asked });
  expect(begun).toMatchObject({ ...asked, state: 'generating' });
  await expect(
    real.call(admin, 'rehearsal.createRehearsal', { body: asked }),
  ).rejects.toMatchObject({ code: 'already_exists' });
  for (;;) {
    const { state, says } = await real.call(admin, 'rehearsal.getRehearsal', {});
    if (state === 'ready') break;
    if (state !== 'generating') throw new Error(says);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const { signInLink } = await real.call(admin, 'rehearsal.enterRehearsal', {});
  const token = new URL(signInLink).searchParams.get('link') ?? '';
  visitor = {
    cookie: await rehearsal.sessionOf('access.redeemSignInLink', { body: { token } }),
  };
  const session = await rehearsal.call(visitor, 'access.getSession', {});
  expect(session).toMatchObject({ rehearsal: true, identity: { administrator: true } });
  expect(session.organisation).toContain('(fictional)');
}, 600_000);

test('what is there is what the seed says', async () => {
  // One person more than asked for: the visitor.
  expect(await all('org.listPeople')).toHaveLength(asked.people + 1);
  const sprints = sprintsOf(size).length;
  const stories = await all('delivery.listStories');
  expect(stories).toHaveLength(sprints * teamsOf(size).length * storiesEach);
  const planned = historyOf(size, '').flatMap((fact) =>
    fact.does === 'call' && fact.call === 'delivery.createStory'
      ? [(fact.input.body as { title: string }).title]
      : [],
  );
  const counted = (titles: readonly (string | undefined)[]) =>
    Object.fromEntries(
      Map.groupBy(titles, String)
        .entries()
        .map(([title, all]) => [title, all.length] as const),
    );
  expect(counted(stories.map(({ title }) => title))).toEqual(counted(planned));
  // Three repositories, released at the end of each sprint, to staging and to production.
  expect(await all('release.listReleases')).toHaveLength(sprints * 3);
  expect(await all('release.listDeployments')).toHaveLength(sprints * 3 * 2);
  const reviews = await rehearsal.call(visitor, 'rhythm.listReviews', {
    query: { to: size.today, state: 'closed', limit: 200 },
  });
  expect(reviews.items.length).toBeGreaterThan(10);
}, 60_000);

test('its ledger is true to its days, and its chain holds', async () => {
  const { items } = await rehearsal.call(visitor, 'platform.getLedger', { query: { limit: 1000 } });
  const months = Temporal.PlainDate.from(size.today).subtract({ months: asked.months }).toString();
  expect((items[0]?.at ?? '').slice(0, 10) <= months).toBe(true);
  const moments = items.map(({ at }) => at.slice(0, 13));
  expect(moments).toEqual(moments.toSorted());
  expect((await rehearsal.call(visitor, 'platform.verifyLedger', {})).holds).toBe(true);
});

test('it is removed in one act: process, database, files, and nothing of it was in the real one', async () => {
  expect(await rehearsalDatabases()).toHaveLength(1);
  await real.call(admin, 'rehearsal.removeRehearsal', {});
  expect(await rehearsalDatabases()).toEqual([]);
  expect(existsSync(join(dataDir, 'rehearsal'))).toBe(false);
  await expect(rehearsal.call(visitor, 'access.getSession', {})).rejects.toThrow('ECONNREFUSED');
  expect(await real.call(admin, 'rehearsal.getRehearsal', {})).toMatchObject({ state: 'none' });
  const { items } = await real.call(admin, 'entities.search', { query: { q: 'fictional' } });
  expect(items).toEqual([]);
}, 60_000);
