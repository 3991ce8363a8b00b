import type { Repository } from './cache.ts';
import { git, gitStream, type GitOptions } from './git.ts';
import { GitError } from './git-error.ts';
import { requireRevision, resolveCommit, saysUnknownRevision, type Revision } from './revision.ts';

export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link' | 'folder' | 'submodule';
  readonly sha: string;
  /** Bytes; of files and links only. */
  readonly size: number | undefined;
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'link',
  '040000': 'folder',
  '160000': 'submodule',
};

/**
 * What a commit's (or a tree's) folder holds; its root unless told. With `recursive` all files
 * below, without the folders themselves.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function listTree(
  repository: Repository,
  revision: Revision,
  options: { path?: string; recursive?: boolean } = {},
): Promise<TreeEntry[]> {
  const path = options.path === undefined ? [] : [`${requirePath(options.path)}/`];
  return await entries(repository, revision, options.recursive ? ['-r'] : [], path);
}

/**
 * A file's bytes at a commit, or undefined where there is none; of a link, where it points.
 *
 * @throws GitError `output_too_large` if it has more than `maxBytes` (16 MiB unless told), before
 *   reading it; `unknown_revision`, `invalid_name`
 */
export async function readFileAt(
  repository: Repository,
  revision: Revision,
  path: string,
  options: { maxBytes?: number } = {},
): Promise<{ entry: TreeEntry; bytes: Buffer } | undefined> {
  const [entry] = await entries(repository, revision, [], [requirePath(path)]);
  if (entry === undefined || entry.kind === 'folder' || entry.kind === 'submodule') {
    return undefined;
  }
  const maxBytes = options.maxBytes ?? 16 * 1024 ** 2;
  if ((entry.size ?? 0) > maxBytes) {
    throw new GitError('output_too_large', `the file has ${entry.size} bytes`);
  }
  const { stdout } = await git(['cat-file', 'blob', entry.sha], {
    repository: repository.directory,
    maxOutputBytes: maxBytes,
  });
  return { entry, bytes: stdout };
}

/**
 * A commit's files as a tar archive, whole: a repository's own export attributes don't count.
 * Submodules are empty folders. Links are in it as they are: whoever unpacks it must not follow
 * them.
 */
export async function* archiveCommit(
  repository: Repository,
  revision: Revision,
  options: Pick<GitOptions, 'signal' | 'timeoutMs' | 'maxOutputBytes'> = {},
): AsyncGenerator<Buffer, void, undefined> {
  const commit = await resolveCommit(repository, revision);
  yield* gitStream(['archive', '--format=tar', commit], {
    repository: repository.directory,
    timeoutMs: 10 * 60_000,
    ...options,
  });
}

async function entries(
  repository: Repository,
  revision: Revision,
  flags: readonly string[],
  paths: readonly string[],
): Promise<TreeEntry[]> {
  const named = `${requireRevision(revision)}^{tree}`;
  try {
    const { stdout } = await git(['ls-tree', '-z', '-l', ...flags, named, '--', ...paths], {
      repository: repository.directory,
    });
    const lines = stdout.toString('utf8').split('\0');
    return lines.filter((line) => line !== '').map(entryOf);
  } catch (error) {
    if (!saysUnknownRevision(error)) throw error;
    throw new GitError('unknown_revision', `no tree at ${revision}`, { cause: error });
  }
}

function entryOf(line: string): TreeEntry {
  const [mode = '', , sha = '', size = '-'] = line.slice(0, line.indexOf('\t')).split(/ +/);
  return {
    path: line.slice(line.indexOf('\t') + 1),
    kind: kinds[mode] ?? 'file',
    sha,
    size: size === '-' ? undefined : Number(size),
  };
}

/** A path within a repository. Throws GitError `invalid_name`. */
export function requirePath(path: string): string {
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new GitError('invalid_name', 'a path is relative to the root, without . and ..');
  }
  return path;
}
