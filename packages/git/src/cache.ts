import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import type { Remote } from './remote.ts';

/** A bare repository on this machine. */
export interface Repository {
  readonly directory: string;
}

/** A repository that mirrors a remote and can be made anew from it at any time. */
export interface RepositoryCache extends Repository {
  readonly remote: Remote;
}

/** Where things lie in a cache. Only `ours` is ever written by anything but a fetch. */
export const namespaces = {
  branches: 'refs/remotes/origin/',
  tags: 'refs/tags-origin/',
  ours: 'refs/throughline/',
  /** A symbolic ref to the remote's default branch; absent where the remote names none. */
  defaultBranch: 'refs/throughline/default-branch',
} as const;

/**
 * Export attributes of a repository would leave files out of an archive or rewrite them; a clean
 * checkout needs the commit as it is.
 */
const attributes = '* -export-ignore -export-subst\n';

/** As `git config` writes it. Looked at each time a cache is opened: a process costs too much. */
const mark = /^\[throughline\]\n\tcache = true$/m;

/**
 * Opens the cache in a folder, and makes it where there is none yet. The remote isn't contacted.
 *
 * @throws GitError `not_a_repository` if the folder holds something else
 */
export async function openCache(options: {
  directory: string;
  remote: Remote;
}): Promise<RepositoryCache> {
  const { directory, remote } = options;
  if (!(await isCache(directory))) {
    await makeCache(directory);
    if (!(await isCache(directory))) {
      throw new GitError('not_a_repository', 'the folder holds something that is no cache of ours');
    }
  }
  return { directory, remote };
}

/** A mark of ours tells a cache from a repository that is somebody's work. */
async function isCache(directory: string): Promise<boolean> {
  try {
    const config = await readFile(join(directory, 'config'), 'utf8');
    return mark.test(config);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Made aside and moved into place whole, so that a crash leaves no half of a cache. */
async function makeCache(directory: string): Promise<void> {
  const aside = `${directory}.${randomUUID()}`;
  await mkdir(aside, { recursive: true, mode: 0o700 });
  try {
    await git(['init', '--quiet', '--bare', '--object-format=sha1', '--template=', '--', aside]);
    await mkdir(join(aside, 'info'), { recursive: true });
    await writeFile(join(aside, 'info', 'attributes'), attributes);
    await git(['config', '--local', 'throughline.cache', 'true'], { repository: aside });
    await rename(aside, directory);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Somebody was quicker, or something else lies there: the caller looks.
    if (error instanceof GitError || !existsSync(directory)) throw error;
  }
}

/**
 * Packs what has gathered and writes the commit graph, which history questions are answered from.
 * Throws nothing away. For a quiet moment: it takes seconds on a large repository.
 */
export async function compactCache(
  cache: Repository,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const run = { repository: cache.directory, timeoutMs: 30 * 60_000, ...options };
  await git(['repack', '-d', '-q', '--geometric=2', '--write-midx'], run);
  await git(['pack-refs', '--all'], run);
  await git(['commit-graph', 'write', '--reachable', '--split', '--no-progress'], run);
}
