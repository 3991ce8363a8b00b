import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { prepareMarked } from './prepared.ts';
import type { PlatformTables } from './tables.ts';

/** The database, outside a transaction: for reads. */
export type Db = Kysely<PlatformTables>;

/** One transaction: the first argument of everything that writes. */
export type Tx = Transaction<PlatformTables>;

/** Where the database is: a URL, or a socket's folder with a database's name. */
export type Connection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
    };

/** An open database: queries, and the pool for what speaks plain SQL (jobs, LISTEN). */
export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly options: pg.ClientConfig;
  close(): Promise<void>;
}

// A date is a date, not a moment in the server's zone.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * A pool that outlives its connections. One that the database ends is replaced at its next use, and
 * whoever holds it learns of it from the next query: an error that nobody listens for would end the
 * program, and the pool itself listens only while a connection is idle.
 */
export function openPool(options: pg.ClientConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...options, max, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    prepareMarked(client);
  });
  return pool;
}

/** Opens a pool of connections. Sessions are bounded, so that nothing stalls the sequencer. */
export function connect(connection: Connection, poolSize = 16): Database {
  const options: pg.ClientConfig = {
    ...('url' in connection ? { connectionString: connection.url } : connection),
    types,
    application_name: 'throughline',
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    options: '-c timezone=UTC',
  };
  const pool = openPool(options, poolSize);
  const db = new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, options, close: () => db.destroy() };
}
