import { Client } from 'pg';
import { expect, test } from 'vitest';

import { databaseUrl } from './database-server.ts';
import { createTestDatabase } from './test-database.ts';

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(statement);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

test('every test file has a database of its own, in UTF-8 and UTC', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one.url).not.toBe(other.url);
  await ask(one.url, 'create table mine (n int)');
  expect(await ask(other.url, `select to_regclass('mine') as answer`)).toBeNull();
  expect(await ask(one.url, `select lower(current_setting('server_encoding')) as answer`)).toBe(
    'utf8',
  );
  expect(
    await ask(one.url, `select rolsuper as answer from pg_roles where rolname = current_user`),
  ).toBe(false);
  await Promise.all([one.drop(), other.drop()]);
  await expect(ask(one.url, 'select 1')).rejects.toThrow('does not exist');
});

test('the database in an address is replaced, over the network and over a socket', () => {
  expect(databaseUrl('postgres://a:b@127.0.0.1:5433/postgres', 'x')).toBe(
    'postgres://a:b@127.0.0.1:5433/x',
  );
  expect(databaseUrl('postgres://a@/y?host=%2Frun&port=5432', 'x')).toBe(
    'postgres://a@/x?host=%2Frun&port=5432',
  );
  expect(databaseUrl('postgres://a@host', 'x')).toBe('postgres://a@host/x');
});
