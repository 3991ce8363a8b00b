import pg from 'pg';
import type { Connection } from '../database/connect.ts';
import { problem } from '../problem.ts';

/** The second database, beside the real one in the same cluster. */
export interface RehearsalDatabase {
  /** As `DATABASE_URL` takes it. */
  readonly url: string;
  /** Makes it anew and empty. Throws `rehearsal.impossible` where the role may not. */
  recreate(): Promise<void>;
  /** Drops it with all that it holds, whoever is connected. */
  drop(): Promise<void>;
}

const suffix = '_rehearsal';

// Not the URL class: it refuses an address without a host, which names a socket in its query.
const address = /^(\w+:\/\/[^/?]*)\/([^?]*)(\?.*)?$/;

function urlOf(connection: Connection, database: string): string {
  if ('url' in connection) {
    return connection.url.replace(address, `$1/${encodeURIComponent(database)}$3`);
  }
  const { host, port, user } = connection;
  const query = new URLSearchParams({ host, port: String(port) });
  return `postgresql://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?${query.toString()}`;
}

function nameOf(connection: Connection): string {
  if (!('url' in connection)) return connection.database;
  return decodeURIComponent(address.exec(connection.url)?.[2] ?? '');
}

/**
 * The database `<name>_rehearsal` beside another one. `administer` runs statements as who may make
 * databases where that isn't the server's own role (the embedded cluster's superuser).
 */
export function rehearsalDatabase(
  connection: Connection,
  administer: ((statement: string) => Promise<void>) | undefined,
): RehearsalDatabase {
  const name = `${nameOf(connection)}${suffix}`;
  const asOurselves = async (statement: string) => {
    const client = new pg.Client(
      'url' in connection ? { connectionString: connection.url } : connection,
    );
    await client.connect();
    try {
      await client.query(statement);
    } catch (error) {
      if ((error as { code?: unknown }).code !== '42501') throw error;
      throw problem(
        'rehearsal.impossible',
        `The database’s role may not create databases: let an administrator run “alter role … createdb”, or use the embedded database.`,
      );
    } finally {
      await client.end();
    }
  };
  const run = administer ?? asOurselves;
  const quoted = pg.escapeIdentifier(name);
  const owner = 'user' in connection ? ` owner ${pg.escapeIdentifier(connection.user)}` : '';
  const drop = () => run(`drop database if exists ${quoted} with (force)`);
  return {
    url: urlOf(connection, name),
    drop,
    async recreate() {
      await drop();
      await run(`create database ${quoted}${owner}`);
    },
  };
}
