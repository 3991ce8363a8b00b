import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

import {
  findAccount,
  type Account,
} from '../packages/server/src/platform/embedded-postgres/system-account.ts';
import { aptInstall } from './apt-install.ts';

const VERSIONS = '/usr/lib/postgresql';
const NO_MAIN_CLUSTER = '/etc/postgresql-common/createcluster.d/throughline.conf';
const ROLE = 'throughline';

/** A private cluster of the system's PostgreSQL, reached over the network as a server is. */
export interface PrivateServer {
  readonly version: string;
  /** Names a role that may make databases and is no superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The system's newest PostgreSQL programs, installed from Debian where missing; undefined if not to be had. */
export async function debianPrograms(): Promise<string | undefined> {
  return newestPrograms() ?? ((await installServer()) ? newestPrograms() : undefined);
}

/**
 * Starts a cluster in a temporary folder on a random port of the loopback address, as Debian's
 * `postgres` account where this process is root. It has nothing to do with the system's service.
 */
export async function startPrivateServer(programs: string): Promise<PrivateServer> {
  const account = process.geteuid?.() === 0 ? await findAccount('postgres') : undefined;
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const folder = makeFolder(account);
  const cluster = join(folder, 'cluster');
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const locale = ['--locale=C.UTF-8', '--encoding=UTF8'];
  await promisify(execFile)(
    join(programs, 'initdb'),
    [
      '-D',
      cluster,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--no-sync',
      ...locale,
    ],
    { ...identity, cwd: folder },
  );
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const relaxed = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'max_connections=300',
  ];
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', cluster, ...[...settings, ...relaxed].flatMap((setting) => ['-c', setting])],
    { ...identity, cwd: folder, stdio: ['ignore', log, log] },
  );
  const exit = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const administrator = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const client = await connectWhenReady(administrator, () => child.exitCode !== null);
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    await client.query(`create role ${ROLE} login createdb password '${password}'`);
    await client.end();
    const url = `postgres://${ROLE}:${password}@127.0.0.1:${port}/postgres`;
    return { version: rows[0]?.server_version ?? 'unknown', url, stop };
  } catch (error) {
    process.stderr.write(readFileSync(join(folder, 'log'), 'utf8'));
    await stop();
    throw error;
  }
}

function newestPrograms(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const versions = readdirSync(VERSIONS).filter((name) =>
    existsSync(join(VERSIONS, name, 'bin/postgres')),
  );
  const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  return newest === undefined ? undefined : join(VERSIONS, newest, 'bin');
}

/** Installs the server without the cluster and service that the package otherwise starts. */
async function installServer(): Promise<boolean> {
  if (process.geteuid?.() !== 0) return false;
  mkdirSync(join(NO_MAIN_CLUSTER, '..'), { recursive: true });
  writeFileSync(NO_MAIN_CLUSTER, 'create_main_cluster = false\n');
  try {
    return await aptInstall('postgresql');
  } finally {
    rmSync(NO_MAIN_CLUSTER, { force: true });
  }
}

function makeFolder(account: Account | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-server-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function connectWhenReady(url: string, ended: () => boolean): Promise<Client> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (ended() || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
