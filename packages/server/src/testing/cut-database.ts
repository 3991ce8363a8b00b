import pg from 'pg';
import type { TestApp } from './test-app.ts';

/**
 * Takes the database away from a running program: ends its connections and refuses new ones. The
 * answer brings it back.
 */
export async function cutDatabase(app: TestApp): Promise<() => Promise<void>> {
  const { rows } = await app.database.pool.query<{ name: string }>(
    'select current_database() as name',
  );
  const name = rows[0]?.name ?? '';
  const connectionString = app.database.options.connectionString?.replace(`/${name}`, '/postgres');
  const client = new pg.Client({ connectionString });
  await client.connect();
  const allow = (connections: boolean) =>
    client.query(
      `alter database ${client.escapeIdentifier(name)} allow_connections ${connections}`,
    );
  await allow(false);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    name,
  ]);
  return async () => {
    await allow(true);
    await client.end();
  };
}
