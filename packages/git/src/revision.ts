import { GitError } from './git-error.ts';
import { hasControlCharacter } from './remote-address.ts';
import { namespaces, type Repository } from './cache.ts';
import { git } from './git.ts';

/**
 * What a function takes to name a commit: a full object name (40 or 64 hexadecimal digits) or a
 * full ref (`refs/…`). Nothing shorter: short names mean different things at different times, and
 * text such as `--output=x` or `@{-1}` means something that nobody meant.
 */
export type Revision = string;

const objectName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a text is a full object name. */
export function isObjectName(text: string): boolean {
  return objectName.test(text);
}

/** Whether Git takes the text for a ref's full name (git-check-ref-format(1), rules 1 to 10). */
export function isRefName(name: string): boolean {
  return (
    /^refs\/./.test(name) &&
    name.length <= 1024 &&
    !hasControlCharacter(name) &&
    !/[ ~^:?*[\\\u007f]|\.\.|@\{|\/\/|\/$|\.$|\ufffd/.test(name) &&
    name.isWellFormed() &&
    name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** Whether Git takes the text for a branch's name: no option, not `HEAD`, a valid ref. */
export function isBranchName(name: string): boolean {
  return name !== 'HEAD' && !name.startsWith('-') && isRefName(`refs/heads/${name}`);
}

/** The ref in a cache of a branch of the remote. */
export function branchRef(branch: string): Revision {
  if (!isBranchName(branch)) throw new GitError('invalid_name', 'this is no name of a branch');
  return `${namespaces.branches}${branch}`;
}

/** The ref in a cache of a tag of the remote. */
export function tagRef(tag: string): Revision {
  if (!isBranchName(tag)) throw new GitError('invalid_name', 'this is no name of a tag');
  return `${namespaces.tags}${tag}`;
}

/** The revision itself, once it is sure to be one. */
export function requireRevision(revision: Revision): Revision {
  if (!objectName.test(revision) && !isRefName(revision)) {
    throw new GitError('invalid_name', 'a revision is a full object name or a full ref');
  }
  return revision;
}

/**
 * The commit that a revision names, tags followed to their target.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function resolveCommit(repository: Repository, revision: Revision): Promise<string> {
  const named = `${requireRevision(revision)}^{commit}`;
  const { stdout, exitCode } = await git(['rev-parse', '--verify', '--quiet', named], {
    repository: repository.directory,
    okExitCodes: [0, 1, 128],
  });
  if (exitCode !== 0) throw new GitError('unknown_revision', `no commit at ${revision}`);
  return stdout.toString('utf8').trim();
}

/** Whether git ended because a revision isn't there. */
export function saysUnknownRevision(error: unknown): error is GitError {
  return (
    error instanceof GitError &&
    error.code === 'failed' &&
    /bad (?:object|revision)|[Nn]ot a valid (?:object|commit) name|unknown revision|bad file|could not parse object|not a tree object|does not exist|no such (?:ref|commit)|invalid symmetric difference/i.test(
      error.stderr,
    )
  );
}
