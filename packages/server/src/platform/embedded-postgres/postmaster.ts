import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { CLUSTER_ENVIRONMENT, makePrivateFolder } from './cluster.ts';
import type { ClusterHome } from './cluster-home.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isSomeoneElse, readPostmasterFile } from './postmaster-file.ts';

const PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${PORT}`;
/** `sun_path` less its closing zero byte: 108 bytes on Linux, 104 on macOS. */
const LONGEST_SOCKET_PATH = process.platform === 'darwin' ? 103 : 107;
const LARGEST_LOG = 10 * 1024 * 1024;

/** A database process that this process started. `ended` holds how it ended, once it did. */
export interface Postmaster {
  ended: string | undefined;
}

/**
 * Starts the cluster's database process. It is detached: Ctrl-C reaches the whole process group and
 * would end the database before the server has drained. It logs to a file, since a pipe breaks when
 * the server is killed.
 */
export async function spawnPostmaster(
  home: ClusterHome,
  program: string,
  cluster: string,
  options: { durable: boolean; maxConnections: number },
): Promise<Postmaster> {
  const socketFolder = await makeSocketFolder(home);
  const settings = {
    ...settingsFor(options),
    hba_file: join(home.folder, 'pg_hba.conf'),
    ident_file: join(home.folder, 'pg_ident.conf'),
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
  };
  const stale = await readPostmasterFile(cluster);
  const log = await openLog(home);
  const child = spawn(
    join(program, 'bin', 'postgres'),
    [
      '-D',
      cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      cwd: home.folder,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: {
        ...CLUSTER_ENVIRONMENT,
        // The documented way to have one process id in the pid file passed over, which keeps
        // PostgreSQL's other guard (shared memory in use) where deleting the file would not.
        ...(stale && (await isSomeoneElse(stale.pid, cluster))
          ? { PG_GRANDPARENT_PID: String(stale.pid) }
          : {}),
      },
      ...(home.asOther ? { uid: home.account.uid, gid: home.account.gid } : {}),
    },
  );
  const postmaster: Postmaster = { ended: undefined };
  child.on('error', (error) => {
    postmaster.ended = error.message;
  });
  child.on('exit', (code, signal) => {
    postmaster.ended = signal ? `ended by ${signal}` : `exit code ${code}`;
  });
  child.unref();
  await log.close();
  return postmaster;
}

/** The last thing that the database said, for a message about a start that failed. */
export async function lastLogLines(home: ClusterHome, lines: number): Promise<string> {
  const text = await readFile(join(home.folder, 'postgres.log'), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-lines).join(' / ');
}

function settingsFor(options: {
  durable: boolean;
  maxConnections: number;
}): Record<string, string> {
  const durability = options.durable ? 'on' : 'off';
  return {
    listen_addresses: '',
    port: String(PORT),
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections),
    shared_buffers: '256MB',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: durability,
    synchronous_commit: durability,
    full_page_writes: durability,
    // macOS acknowledges a plain flush before the drive has it.
    ...(process.platform === 'darwin' && options.durable
      ? { wal_sync_method: 'fsync_writethrough' }
      : {}),
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
  };
}

/** Where the socket lies: beside the cluster, or in /tmp where that path is too long for one. */
export function socketFolderOf(home: ClusterHome): string {
  const beside = join(home.folder, 'run');
  if (Buffer.byteLength(join(beside, SOCKET_NAME)) <= LONGEST_SOCKET_PATH) return beside;
  return `/tmp/tl-${createHash('sha256').update(home.folder).digest('hex').slice(0, 16)}`;
}

async function makeSocketFolder(home: ClusterHome): Promise<string> {
  const short = socketFolderOf(home);
  await mkdir(short, { mode: 0o700 }).catch(() => undefined);
  // Anybody may make folders in /tmp: one that isn't ours is not used.
  const found = await lstat(short);
  const mine = [home.account.uid, process.geteuid?.()].includes(found.uid);
  if (!found.isDirectory() || !mine) {
    throw new EmbeddedPostgresError(
      `${short} belongs to another user: remove it, or set THROUGHLINE_DATA to a shorter path.`,
    );
  }
  await makePrivateFolder(short, home.account);
  return short;
}

async function openLog(home: ClusterHome) {
  const path = join(home.folder, 'postgres.log');
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(path, `${path}.1`);
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
}
