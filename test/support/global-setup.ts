import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

import { migrate } from '../../packages/server/src/platform/database/migrate.ts';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { isAlive } from '../../packages/server/src/platform/embedded-postgres/postmaster-file.ts';
import { databaseUrl, dropDatabase, execute } from './database-server.ts';

const PREFIX = 'throughline-tests-';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that the tests make their databases on, and the migrated one that they copy. */
    testServer: { url: string; template: string };
  }
}

/**
 * One database server for the whole run: the one that TEST_DATABASE_URL names (its role must be
 * allowed to create databases), else an embedded PostgreSQL in a temporary folder. Migrates once.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const run = `throughline_test_${randomBytes(4).toString('hex')}`;
  const template = `${run}_template`;
  try {
    await execute(server.url, `create database ${template}`);
    await migrate({ url: databaseUrl(server.url, template) });
  } catch (error) {
    await server.close();
    throw error;
  }
  project.provide('testServer', { url: server.url, template });
  return async () => {
    await dropDatabases(server.url, run);
    await server.close();
  };
}

async function openServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, close: async () => undefined };
  await removeAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const database = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    checkout: resolve(import.meta.dirname, '../..'),
    address: 'nowhere: it serves tests',
    durable: false,
    maxConnections: 300,
    mayCreateDatabases: true,
  });
  const { host, port, user, database: name } = database.connection;
  return {
    url: `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`,
    async close() {
      await database.stop();
      await removeEmbeddedPostgres(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What runs that were killed have left: their database processes live on. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (!pid || isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      await removeEmbeddedPostgres(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } catch (error) {
      // Another run may be tidying up the same one, or it may be another user's.
      if (existsSync(dataDir)) console.warn(`${dataDir} could not be removed:`, error);
    }
  }
}

async function dropDatabases(url: string, run: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [run],
  );
  await client.end();
  for (const { datname } of rows) await dropDatabase(url, datname);
}
