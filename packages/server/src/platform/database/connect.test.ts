import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
} from '../../../../../test/support/test-database.ts';
import { connect, type Database } from './connect.ts';
import { prepared } from './prepared.ts';

let holder: TestDatabase;
let database: Database;

beforeEach(async () => {
  holder = await createTestDatabase();
  database = connect({ url: holder.url }, 2);
});
afterEach(async () => {
  await database.close();
  await holder.drop();
});

// An error that nobody listens for is an uncaught exception: it would fail this run by itself.
test('a connection that is ended between two statements fails its transaction, not the program', async () => {
  const transaction = database.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    // The server's farewell arrives while no query is under way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await sql`select 1`.execute(tx);
  });
  await expect(transaction).rejects.toThrow(/not queryable|terminat/);
  const { rows } = await database.pool.query<{ one: number }>('select 1 as one');
  expect(rows).toEqual([{ one: 1 }]);
});

test('a session prepares a marked statement once, and no other', async () => {
  const plans = await database.db.transaction().execute(async (tx) => {
    const sums: number[] = [];
    for (const addend of [1, 2]) {
      const { rows } = await sql<{
        sum: number;
      }>`${prepared} select 40 + ${addend}::int as sum`.execute(tx);
      await sql`select ${addend}::int`.execute(tx);
      sums.push(rows[0]?.sum ?? 0);
    }
    expect(sums).toEqual([41, 42]);
    return sql<{ calls: number }>`
      select (generic_plans + custom_plans)::int as calls from pg_prepared_statements where name <> ''
    `.execute(tx);
  });
  expect(plans.rows).toEqual([{ calls: 2 }]);
});
