import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** An operating system account. `name` is what `peer` authentication sees. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root's clusters all run as this one account. It owns
 * nothing but them, and neither the server nor a command that a user configures runs as it.
 */
const CLUSTER_ACCOUNT = 'throughline-pg';

/** The account that this process runs as. */
export function ownAccount(): Account {
  const uid = process.geteuid?.() ?? -1;
  const gid = process.getegid?.() ?? -1;
  try {
    return { name: userInfo().username, uid, gid };
  } catch {
    throw new EmbeddedPostgresError(
      `User id ${uid} has no entry in /etc/passwd, which PostgreSQL needs: add one, run as another user, or set DATABASE_URL.`,
    );
  }
}

/** Root's account for clusters, made with `useradd --system` where it is missing. */
export async function clusterAccount(): Promise<Account> {
  const found = await findAccount(CLUSTER_ACCOUNT);
  if (found) return found;
  const failure = await addSystemAccount(CLUSTER_ACCOUNT);
  // Looked up again even after a failure: another start may have added it in the meantime.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const made = await findAccount(CLUSTER_ACCOUNT);
    if (made) return made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL doesn't run as root, and the system account ${CLUSTER_ACCOUNT} could not be made (${failure}): start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** The account with this name or user id in /etc/passwd. */
export async function findAccount(wanted: string | number): Promise<Account | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  for (const line of lines) {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid) continue;
    if (name === wanted || Number(uid) === wanted)
      return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

async function addSystemAccount(name: string): Promise<string> {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  try {
    await promisify(execFile)('useradd', [...options, '--shell', '/usr/sbin/nologin', name], {
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    });
    return 'useradd succeeded but left no entry in /etc/passwd';
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : String(error);
  }
}
