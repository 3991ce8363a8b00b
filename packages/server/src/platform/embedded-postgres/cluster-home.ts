import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { createFile, replaceFile } from '../replace-file.ts';
import { clusterAccount, findAccount, ownAccount, type Account } from './system-account.ts';

/** Root's clusters lie here: a data directory may be below a 0700 home that no other user enters. */
const SYSTEM_FOLDER = '/var/lib/throughline';
const POINTER = 'database-location';
const BACK_POINTER = 'data-directory';

/** Where the cluster of one data directory lies and as whom it runs. */
export interface ClusterHome {
  /** The data directory, with symbolic links resolved. */
  readonly dataDir: string;
  /** Holds `cluster`, `run`, `postgres.log` and the authentication files. */
  readonly folder: string;
  /** Holds the copies of the PostgreSQL programs. */
  readonly programs: string;
  /** The account that the cluster's processes run as. */
  readonly account: Account;
  /** True where this process is root and must change to `account`. */
  readonly asOther: boolean;
}

/**
 * Finds or makes the home of a data directory's cluster.
 *
 * For an ordinary user everything lies in the data directory. For root it lies in a folder of its
 * own below /var/lib/throughline, and the data directory keeps a pointer to it. A cluster that an
 * ordinary user made stays where it is when root starts it, and runs as that user.
 */
export async function openClusterHome(
  wanted: string,
  say: (line: string) => void,
): Promise<ClusterHome> {
  try {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return await locate(await realpath(wanted), say);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new EmbeddedPostgresError(
      `The data directory ${wanted} can't be used: ${error.message}.`,
    );
  }
}

async function locate(dataDir: string, say: (line: string) => void): Promise<ClusterHome> {
  const isRoot = process.geteuid?.() === 0;
  const inPlace = join(dataDir, 'postgres');
  const pointer = join(dataDir, POINTER);

  if (existsSync(join(inPlace, 'cluster'))) return inPlaceHome(dataDir, inPlace, isRoot);
  if (!isRoot && existsSync(pointer)) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} was made by root: start as root, or set THROUGHLINE_DATA to another folder.`,
    );
  }
  if (!isRoot) {
    await mkdir(inPlace, { recursive: true, mode: 0o700 });
    return inPlaceHome(dataDir, inPlace, false);
  }
  const account = await clusterAccount();
  const folder = existsSync(pointer)
    ? await followPointer(dataDir, pointer)
    : await makeSystemHome(dataDir, pointer, say);
  return { dataDir, folder, programs: SYSTEM_FOLDER, account, asOther: true };
}

/** Removes a home whose cluster is stopped: what tests leave behind. */
export async function removeClusterHome(home: ClusterHome): Promise<void> {
  await rm(home.folder, { recursive: true, force: true });
  await rm(join(home.dataDir, POINTER), { force: true });
}

async function inPlaceHome(dataDir: string, folder: string, isRoot: boolean): Promise<ClusterHome> {
  const owner = await lstat(folder);
  const self = ownAccount();
  const programs = join(dataDir, 'programs');
  if (owner.uid === 0) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to root, as which PostgreSQL doesn't run: give it to the user whose database it is (chown -R).`,
    );
  }
  if (owner.uid === self.uid) return { dataDir, folder, programs, account: self, asOther: false };
  const account = await findAccount(owner.uid);
  if (!isRoot || !account) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} belongs to user ${account?.name ?? owner.uid}: start as that user, or set THROUGHLINE_DATA to another folder.`,
    );
  }
  return { dataDir, folder, programs, account, asOther: true };
}

async function makeSystemHome(
  dataDir: string,
  pointer: string,
  say: (line: string) => void,
): Promise<string> {
  await mkdir(SYSTEM_FOLDER, { recursive: true });
  await chmod(SYSTEM_FOLDER, 0o755);
  const prefix = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const earlier = (await readdir(SYSTEM_FOLDER)).filter((name) => name.startsWith(`${prefix}-`));
  for (const name of earlier) {
    say(
      `An earlier database of ${dataDir} still lies in ${join(SYSTEM_FOLDER, name)}; a new one is made beside it.`,
    );
  }
  // The name is random as well: an emptied data directory means a new database, never the old one.
  const folder = join(SYSTEM_FOLDER, `${prefix}-${randomBytes(4).toString('hex')}`);
  await mkdir(folder);
  await chmod(folder, 0o755);
  await replaceFile(join(folder, BACK_POINTER), `${dataDir}\n`, 0o644);
  if (await createFile(pointer, `${folder}\n`, 0o644)) return folder;
  // Two first starts at once: the other one's pointer counts.
  await rm(folder, { recursive: true, force: true });
  return followPointer(dataDir, pointer);
}

async function followPointer(dataDir: string, pointer: string): Promise<string> {
  const folder = (await readFile(pointer, 'utf8')).trim();
  // Root follows this file: only ever to a folder that root itself could have made.
  if (dirname(folder) !== SYSTEM_FOLDER || !/^[0-9a-f]{12}-[0-9a-f]{8}$/.test(basename(folder))) {
    throw new EmbeddedPostgresError(`${pointer} doesn't name a folder below ${SYSTEM_FOLDER}.`);
  }
  if (!existsSync(folder)) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} should lie in ${folder}, which is missing: bring it back, or delete ${pointer} to begin with an empty one.`,
    );
  }
  await checkBackPointer(dataDir, folder);
  return folder;
}

/** A moved data directory takes its database along; a copied one may not share it. */
async function checkBackPointer(dataDir: string, folder: string): Promise<void> {
  const backPointer = join(folder, BACK_POINTER);
  const known = (await readFile(backPointer, 'utf8')).trim();
  if (known === dataDir) return;
  const there = await readFile(join(known, POINTER), 'utf8').catch(() => '');
  if (there.trim() === folder) {
    throw new EmbeddedPostgresError(
      `${dataDir} is a copy of ${known}, to which the database in ${folder} belongs: delete ${join(dataDir, POINTER)} to begin with an empty one.`,
    );
  }
  await replaceFile(backPointer, `${dataDir}\n`, 0o644);
}
