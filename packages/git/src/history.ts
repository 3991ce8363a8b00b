import type { Repository } from './cache.ts';
import { git, gitText } from './git.ts';
import { GitError } from './git-error.ts';
import { requireRevision, resolveCommit, saysUnknownRevision, type Revision } from './revision.ts';

/** The best common ancestor of two commits, or undefined where their histories are unrelated. */
export async function mergeBase(
  repository: Repository,
  one: Revision,
  other: Revision,
): Promise<string | undefined> {
  const { stdout, exitCode } = await ask(repository, ['merge-base'], [one, other]);
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

/** Whether `ancestor` is `descendant` or lies in its history. */
export async function isAncestor(
  repository: Repository,
  ancestor: Revision,
  descendant: Revision,
): Promise<boolean> {
  const command = ['merge-base', '--is-ancestor'];
  return (await ask(repository, command, [ancestor, descendant])).exitCode === 0;
}

/** How many commits `tip` has that `base` hasn't (ahead), and the other way round (behind). */
export async function aheadBehind(
  repository: Repository,
  base: Revision,
  tip: Revision,
): Promise<{ ahead: number; behind: number }> {
  const range = `${requireRevision(base)}...${requireRevision(tip)}`;
  try {
    const counts = await gitText(['rev-list', '--count', '--left-right', range, '--'], {
      repository: repository.directory,
    });
    const [behind, ahead] = counts.split('\t').map(Number);
    return { ahead: ahead ?? 0, behind: behind ?? 0 };
  } catch (error) {
    throw unknown(error, range);
  }
}

/** The refs under a prefix, such as `namespaces.branches`, whose history holds the commit. */
export async function refsContaining(
  repository: Repository,
  commit: Revision,
  prefix: string,
): Promise<string[]> {
  const sha = await resolveCommit(repository, commit);
  const text = await gitText(['for-each-ref', `--contains=${sha}`, '--format=%(refname)', prefix], {
    repository: repository.directory,
  });
  return text === '' ? [] : text.split('\n');
}

async function ask(repository: Repository, command: readonly string[], revisions: Revision[]) {
  try {
    return await git([...command, ...revisions.map(requireRevision)], {
      repository: repository.directory,
      okExitCodes: [0, 1],
    });
  } catch (error) {
    throw unknown(error, revisions.join(' or '));
  }
}

function unknown(error: unknown, named: string): unknown {
  if (!saysUnknownRevision(error)) return error;
  return new GitError('unknown_revision', `no commit at ${named}`, { cause: error });
}
