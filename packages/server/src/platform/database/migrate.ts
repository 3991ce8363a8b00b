import { readdir, readFile } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { connect, type Connection } from './connect.ts';

const folder = new URL('../../migrations/', import.meta.url);

/** Every migration is a file of SQL, applied once, in the order of their names. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted();
  const read = async (file: string): Promise<[string, Migration]> => {
    const text = await readFile(new URL(file, folder), 'utf8');
    return [
      file.replace(/\.sql$/, ''),
      {
        up: (db: Kysely<unknown>) =>
          sql
            .raw(text)
            .execute(db)
            .then(() => undefined),
      },
    ];
  };
  return Object.fromEntries(await Promise.all(files.map(read)));
}

/** Brings the database's tables up to date; returns the names of the migrations applied. */
export async function migrate(connection: Connection): Promise<string[]> {
  const { db, close } = connect(connection, 2);
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: () => readMigrations() } });
    const { error, results } = await migrator.migrateToLatest();
    if (error instanceof Error) throw error;
    if (error !== undefined) throw new Error('a migration failed', { cause: error });
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await close();
  }
}
