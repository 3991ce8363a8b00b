import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres/index.ts';
import type { Configuration } from '../configuration.ts';
import type { Connection } from './connect.ts';

/** A database that can be reached, and how it is let go. */
export interface OpenDatabase {
  readonly connection: Connection;
  /** Settles when the embedded database is lost; never for a server's. */
  readonly lost: Promise<string>;
  /** Runs a statement as who may make databases; undefined where that is our own role, or nobody. */
  readonly administer: ((statement: string) => Promise<void>) | undefined;
  stop(): Promise<void>;
}

/** The database server can't be used; the message is one line that says what to do. */
export class DatabaseUnreachable extends Error {}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.toString();
}

async function reachServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    if ((rows[0]?.version ?? 0) < 150_000) {
      throw new Error('it is older than PostgreSQL 15');
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new DatabaseUnreachable(
      `The database at ${withoutPassword(url)} cannot be used: ${reason}. Check DATABASE_URL and that the server runs.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Opens the database that the configuration names: a server by URL, else the embedded one. */
export async function openDatabase(
  configuration: Configuration,
  checkout: string,
  say: (line: string) => void,
): Promise<OpenDatabase> {
  if (configuration.databaseUrl) {
    await reachServer(configuration.databaseUrl);
    return {
      connection: { url: configuration.databaseUrl },
      lost: new Promise(() => undefined),
      administer: undefined,
      stop: async () => undefined,
    };
  }
  const embedded = await startEmbeddedPostgres({
    dataDir: configuration.dataDir,
    say,
    checkout,
    address: configuration.publicUrl,
  });
  return {
    connection: embedded.connection,
    lost: embedded.lost.then(String),
    administer: (statement) => embedded.administer(statement),
    stop: () => embedded.stop(),
  };
}
