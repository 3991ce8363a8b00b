import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { ClusterHome } from './cluster-home.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isAlive } from './postmaster-file.ts';
import { replaceFile } from '../replace-file.ts';
import type { Account } from './system-account.ts';

/** The role that owns the cluster: used to make the role and database of the server, not by it. */
export const SUPERUSER = 'postgres';
/** The server's role and its database. */
export const ROLE = 'throughline';
export const DATABASE = 'throughline';

/** The environment of the cluster's processes: none of the server's secrets, no locale surprises. */
export const CLUSTER_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster of a home unless it is there, and writes who may connect. Returns its folder. */
export async function prepareCluster(
  home: ClusterHome,
  program: string,
  options: { durable: boolean; say: (line: string) => void },
): Promise<string> {
  const cluster = join(home.folder, 'cluster');
  if (!existsSync(cluster)) {
    options.say('Making the embedded PostgreSQL database.');
    await initialise(home, program, cluster, options.durable);
  }
  await checkVersion(cluster, program);
  await writeAuthentication(home);
  return cluster;
}

/** A folder of the cluster's account that no other user enters. */
export async function makePrivateFolder(path: string, account: Account): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  await chown(path, account.uid, account.gid);
}

async function initialise(
  home: ClusterHome,
  program: string,
  cluster: string,
  durable: boolean,
): Promise<void> {
  await removeUnfinished(home.folder);
  const unfinished = `${cluster}.${process.pid}`;
  await makePrivateFolder(unfinished, home.account);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = [`--username=${SUPERUSER}`, '--auth-local=peer', '--auth-host=reject'];
  try {
    await promisify(execFile)(
      join(program, 'bin', 'initdb'),
      [
        `--pgdata=${unfinished}`,
        ...locale,
        '--encoding=UTF8',
        ...access,
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      {
        cwd: home.folder,
        env: CLUSTER_ENVIRONMENT,
        ...(home.asOther ? { uid: home.account.uid, gid: home.account.gid } : {}),
      },
    );
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    const text = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not make its database: ${text.replaceAll(/\s+/g, ' ').trim()}`,
    );
  }
  try {
    await rename(unfinished, cluster);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Two first starts at once: the other one's cluster counts.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
    return;
  }
  await syncFolder(home.folder);
}

/** Clusters that a killed start left half made. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^cluster\.(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The rename must be on the disk before anything is acknowledged out of the cluster. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function checkVersion(cluster: string, program: string): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const ours = /postgresql-(\d+)/.exec(program)?.[1];
  if (made === ours) return;
  throw new EmbeddedPostgresError(
    `The database in ${cluster} was made by PostgreSQL ${made}, this Throughline brings ${ours ?? 'another'}: move it by export and import.`,
  );
}

/**
 * Only the cluster's own account, and root as the server, may connect, and only over the socket.
 * `peer` asks the kernel who is at the other end, so no password exists that could leak and the
 * socket's place in the file system doesn't matter: unlike `trust` it holds even where somebody
 * opens the folder's permissions.
 */
async function writeAuthentication(home: ClusterHome): Promise<void> {
  const names = new Set([home.account.name, 'root']);
  const map = [...names].flatMap((name) =>
    [ROLE, SUPERUSER].map((role) => `throughline "${name}" ${role}`),
  );
  const rule = 'local all all peer map=throughline';
  await replaceFile(join(home.folder, 'pg_ident.conf'), `${map.join('\n')}\n`, 0o644);
  await replaceFile(join(home.folder, 'pg_hba.conf'), `${rule}\n`, 0o644);
  await chmod(join(home.folder, 'pg_ident.conf'), 0o644);
  await chmod(join(home.folder, 'pg_hba.conf'), 0o644);
}
