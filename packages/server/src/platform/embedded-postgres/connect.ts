import { Client } from 'pg';

import { DATABASE, ROLE, SUPERUSER } from './cluster.ts';
import { OWNER_NAME } from './ownership.ts';
import type { PostmasterFile } from './postmaster-file.ts';

/**
 * What came of one try to connect: a client, `absent` (nobody listens), or `busy` (the database is
 * starting, recovering or ending, and will say otherwise soon).
 */
export type Connection = Client | 'absent' | 'busy';

/** Connects as the server's role, making role and database where they are missing. */
export async function connectOwner(
  at: PostmasterFile,
  options: { mayCreateDatabases: boolean },
): Promise<Connection> {
  const client = await connect(at, ROLE, DATABASE);
  if (client !== 'unmade') return client;
  const administrator = await connect(at, SUPERUSER, 'postgres');
  if (administrator === 'absent' || administrator === 'busy') return administrator;
  if (administrator === 'unmade') throw new Error('The cluster has no superuser.');
  try {
    await makeRoleAndDatabase(administrator, options.mayCreateDatabases);
  } finally {
    await administrator.end();
  }
  const second = await connect(at, ROLE, DATABASE);
  if (second === 'unmade') throw new Error('The database that was just made is missing.');
  return second;
}

async function connect(
  at: PostmasterFile,
  user: string,
  database: string,
): Promise<Connection | 'unmade'> {
  const client = new Client({
    host: at.socketFolder,
    port: at.port,
    user,
    database,
    application_name: OWNER_NAME,
  });
  // Without a listener an idle client's lost connection ends the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'ENOENT':
      case 'ECONNREFUSED':
      case 'ECONNRESET':
        return 'absent';
      case '57P03': // cannot_connect_now
      case '57P01': // admin_shutdown
      case '53300': // too_many_connections
        return 'busy';
      case '3D000': // no such database
        return 'unmade';
      case '28000': // no such role, or refused
        if (error instanceof Error && error.message.includes('does not exist')) return 'unmade';
        throw error;
      default:
        if (error instanceof Error && error.message.includes('terminated')) return 'absent';
        throw error;
    }
  }
}

/** The server's role is no superuser: an injected statement can't run programs or read files. */
async function makeRoleAndDatabase(client: Client, mayCreateDatabases: boolean): Promise<void> {
  // Two first starts at once come here together; the lock goes with the connection.
  await client.query('select pg_advisory_lock(1)');
  const known = await client.query('select from pg_roles where rolname = $1', [ROLE]);
  if (known.rowCount === 0) {
    await client.query(`create role ${ROLE} login ${mayCreateDatabases ? 'createdb' : ''}`);
  }
  const made = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (made.rowCount === 0) await client.query(`create database ${DATABASE} owner ${ROLE}`);
}
