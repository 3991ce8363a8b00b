import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isAlive } from './postmaster-file.ts';
import { replaceFile } from '../replace-file.ts';

/** The owner's connection, as `pg_stat_activity` shows it. */
export const OWNER_NAME = 'throughline owner';
/** Names the lock inside the database; any number does, as long as it never changes. */
const LOCK = 4_611_686_018;
const PATIENCE_MS = 2_000;

/** Who holds a data directory, for the message that the next start prints. */
export interface Holder {
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** The folder that the server was started from. */
  readonly checkout: string;
  /** Where the server answers. */
  readonly address: string;
}

/**
 * Makes this process the one owner of the data directory: an advisory lock that lasts as long as
 * `client` is connected, and so dies with the process that holds it. Waits a moment, since the
 * connection of a server that was just killed may not have been noticed yet.
 */
export async function takeOwnership(
  client: Client,
  place: { dataDir: string; folder: string },
  holder: Holder,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await tryLock(client))) {
    const other = await readHolder(place.folder);
    if (performance.now() > deadline || (other && isAlive(other.pid))) {
      throw new EmbeddedPostgresError(refusal(place.dataDir, other));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await endLeftovers(client);
  await replaceFile(join(place.folder, 'holder.json'), `${JSON.stringify(holder)}\n`, 0o644);
}

/** Takes the note away that names the holder. */
export async function clearHolder(folder: string): Promise<void> {
  await rm(join(folder, 'holder.json'), { force: true });
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1::bigint) as taken',
    [LOCK],
  );
  return rows[0]?.taken === true;
}

/** A killed server's statements may still be running: none may commit behind the new owner's back. */
async function endLeftovers(client: Client): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where usename = current_user and datname is not null
       and pid <> pg_backend_pid() and application_name <> $1`,
    [OWNER_NAME],
  );
}

async function readHolder(folder: string): Promise<Holder | undefined> {
  const text = await readFile(join(folder, 'holder.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const found: unknown = JSON.parse(text);
  return isHolder(found) ? found : undefined;
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'since' in value &&
    typeof value.since === 'string' &&
    'checkout' in value &&
    typeof value.checkout === 'string' &&
    'address' in value &&
    typeof value.address === 'string'
  );
}

function refusal(dataDir: string, holder: Holder | undefined): string {
  const who = holder
    ? `process ${holder.pid}, started ${holder.since} from ${holder.checkout}, answering at ${holder.address}`
    : 'another Throughline that is just starting';
  return `The data directory ${dataDir} is in use by ${who}: stop that one, or set THROUGHLINE_DATA to another folder.`;
}
