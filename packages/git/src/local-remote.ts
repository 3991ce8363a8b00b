import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { git } from './git.ts';
import { GitError } from './git-error.ts';

/**
 * The real path of a repository on this machine, if it and everything it borrows objects from lies
 * under one of the roots. A `.git` file, a link or an alternates file may point anywhere.
 *
 * @throws GitError `address_refused`, `unreachable` (no such path) or `not_a_repository`
 */
export async function admitLocalRemote(path: string, roots: readonly string[]): Promise<string> {
  const allowed = await realRoots(roots);
  // Where it would lie is checked before whether it is there, so that nobody can feel his way.
  requireUnder([...roots.map((root) => resolve(root)), ...allowed], resolve(path));
  const real = await existing(path);
  requireUnder(allowed, real);
  if (!(await stat(real)).isDirectory()) throw noRepository();

  const found = await git(['rev-parse', '--absolute-git-dir', '--git-common-dir'], {
    cwd: real,
    // Without it git would take a parent folder's repository.
    environment: { GIT_CEILING_DIRECTORIES: dirname(real) },
    okExitCodes: [0, 128],
  });
  const [gitDirectory, common] = found.stdout.toString('utf8').split('\n');
  if (found.exitCode !== 0 || !gitDirectory || !common) throw noRepository(found.stderr);
  const shared = isAbsolute(common) ? common : resolve(real, common);
  // The root of a work tree or the repository itself: not a folder somewhere inside of one.
  const own = await realpath(gitDirectory);
  requireUnder(allowed, own);
  requireUnder(allowed, await realpath(shared));
  await requireObjectsUnder(allowed, await realpath(join(shared, 'objects')), 0);
  return real;
}

async function requireObjectsUnder(
  roots: readonly string[],
  objects: string,
  depth: number,
): Promise<void> {
  requireUnder(roots, objects);
  // Git itself follows five levels.
  if (depth > 5) throw refused('it borrows objects over too many levels');
  const alternates = await readFile(join(objects, 'info', 'alternates'), 'utf8').catch(() => '');
  for (const line of alternates.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const borrowed = await existing(resolve(objects, line));
    await requireObjectsUnder(roots, borrowed, depth + 1);
  }
}

async function realRoots(roots: readonly string[]): Promise<string[]> {
  const found = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
  return found.filter((root) => root !== undefined);
}

function requireUnder(roots: readonly string[], path: string): void {
  const inside = roots.some((root) => path === root || path.startsWith(root.replace(/\/?$/, sep)));
  if (!inside) throw refused('its path is not under a root that was allowed');
}

async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new GitError('unreachable', 'there is nothing at the path of the remote', { cause });
  }
}

function noRepository(stderr = ''): GitError {
  return new GitError('not_a_repository', 'what lies at the path is no Git repository', { stderr });
}

function refused(why: string): GitError {
  return new GitError('address_refused', `the remote's address is refused: ${why}`);
}
