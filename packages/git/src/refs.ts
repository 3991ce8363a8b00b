import { namespaces, type Repository } from './cache.ts';
import { git, gitText } from './git.ts';
import { GitError } from './git-error.ts';
import { isObjectName, isRefName } from './revision.ts';

const absent = '0'.repeat(40);

/** Every ref under a prefix and what it points at (a tag's own object, not its target). */
export async function listRefs(
  repository: Repository,
  ...prefixes: readonly string[]
): Promise<Map<string, string>> {
  const text = await gitText(['for-each-ref', '--format=%(objectname) %(refname)', ...prefixes], {
    repository: repository.directory,
    maxOutputBytes: 1024 ** 3,
  });
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) refs.set(line.slice(space + 1), line.slice(0, space));
  }
  return refs;
}

/** What a ref points at, or undefined where there is none. */
export async function readRef(repository: Repository, ref: string): Promise<string | undefined> {
  if (!isRefName(ref)) throw new GitError('invalid_name', 'this is no full name of a ref');
  const { stdout, exitCode } = await git(['rev-parse', '--verify', '--quiet', ref], {
    repository: repository.directory,
    okExitCodes: [0, 1, 128],
  });
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

export interface RefUpdate {
  /** A full ref under `refs/throughline/`; the rest of a cache belongs to the remote. */
  readonly ref: string;
  /** The new object; undefined takes the ref away. */
  readonly to: string | undefined;
  /** What the ref must point at now; undefined: it must not exist. */
  readonly expected: string | undefined;
}

/**
 * Moves one of our refs if it is where it is expected to be, in one step.
 *
 * @returns `stale` if it is elsewhere; nothing has changed then
 */
export async function updateRef(
  repository: Repository,
  update: RefUpdate,
): Promise<'updated' | 'stale'> {
  if (!update.ref.startsWith(namespaces.ours)) {
    throw new GitError('invalid_name', `our refs lie under ${namespaces.ours}`);
  }
  return await moveRef(repository, update);
}

/** As `updateRef`, for any ref. */
export async function moveRef(
  repository: Repository,
  { ref, to, expected }: RefUpdate,
): Promise<'updated' | 'stale'> {
  if (!isRefName(ref)) throw new GitError('invalid_name', 'this is no full name of a ref');
  for (const name of [to, expected]) {
    if (name !== undefined && !isObjectName(name)) {
      throw new GitError('invalid_name', 'a ref is moved between full object names');
    }
  }
  if (to === undefined && expected === undefined) {
    return (await readRef(repository, ref)) === undefined ? 'updated' : 'stale';
  }
  try {
    await git(['update-ref', '--no-deref', '--stdin', '-z'], {
      repository: repository.directory,
      stdin:
        to === undefined
          ? `delete ${ref}\0${expected}\0`
          : `update ${ref}\0${to}\0${expected ?? absent.padEnd(to.length, '0')}\0`,
    });
    return 'updated';
  } catch (error) {
    // Git words this in several ways; where the ref is says it better.
    if (error instanceof GitError && error.code === 'failed') {
      if ((await readRef(repository, ref)) !== expected) return 'stale';
    }
    throw error;
  }
}
