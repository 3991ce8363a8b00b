import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';

/** The address of another database on the server that `url` names. */
export function databaseUrl(url: string, database: string): string {
  return url.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${database}`);
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Drops a database, whoever is still connected. Only a superuser may end the server's own vacuuming
 * (SQLSTATE 42501 in PostgreSQL 15), which is over in a moment.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await execute(url, `drop database if exists ${name} with (force)`);
    } catch (error) {
      const vacuumed = error instanceof DatabaseError && error.code === '42501';
      if (!vacuumed || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
