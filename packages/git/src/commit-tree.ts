import type { Repository } from './cache.ts';
import { git, gitText } from './git.ts';
import { GitError } from './git-error.ts';
import { hasControlCharacter } from './remote-address.ts';
import { isObjectName, isRefName } from './revision.ts';

/** Who did it, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with an offset or `Z`; Git keeps whole seconds, and we write them in UTC. */
  readonly at: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  /** Taken as it is: by custom it ends with a line's end. */
  readonly message: string;
  readonly author: Signature;
  /** The author unless told. */
  readonly committer?: Signature;
}

/**
 * Makes a commit object and returns its name. The same input makes the same commit on every node.
 *
 * @throws GitError `invalid_name` for an identity that Git can't take
 */
export async function commitTree(repository: Repository, commit: NewCommit): Promise<string> {
  for (const name of [commit.tree, ...commit.parents]) requireObjectName(name);
  const author = requireSignature(commit.author);
  const committer = requireSignature(commit.committer ?? commit.author);
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return await gitText(['commit-tree', commit.tree, ...parents, '-F', '-'], {
    repository: repository.directory,
    stdin: commit.message,
    environment: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: `@${author.seconds} +0000`,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: `@${committer.seconds} +0000`,
    },
  });
}

export interface NewTag {
  /** Such as `v1.4.0`. */
  readonly name: string;
  /** The commit it marks. */
  readonly commit: string;
  readonly message: string;
  readonly tagger: Signature;
}

/**
 * Makes an annotated tag's object and returns its name. Nothing points at it yet: `pushRefs` puts
 * it under `refs/tags/` of the remote. The same input makes the same object.
 *
 * @throws GitError `invalid_name`, `unknown_revision` if the commit isn't here
 */
export async function createTag(repository: Repository, tag: NewTag): Promise<string> {
  if (tag.name.startsWith('-') || !isRefName(`refs/tags/${tag.name}`)) {
    throw new GitError('invalid_name', 'this is no name of a tag');
  }
  requireObjectName(tag.commit);
  const { name, email, seconds } = requireSignature(tag.tagger);
  const object = [
    `object ${tag.commit}`,
    'type commit',
    `tag ${tag.name}`,
    `tagger ${name} <${email}> ${seconds} +0000`,
    '',
    `${tag.message.trimEnd()}\n`,
  ].join('\n');
  const { stdout, stderr, exitCode } = await git(['mktag'], {
    repository: repository.directory,
    stdin: object,
    okExitCodes: [0, 128],
  });
  if (exitCode !== 0) {
    throw new GitError('unknown_revision', 'the tag marks no commit of this repository', {
      stderr,
    });
  }
  return stdout.toString('utf8').trim();
}

/**
 * An identity as it stands in a commit's object, in UTC and in Latin-1 (one character a byte).
 *
 * @throws GitError `invalid_name`
 */
export function signatureLine(signature: Signature): string {
  const { name, email, seconds } = requireSignature(signature);
  return Buffer.from(`${name} <${email}> ${seconds} +0000`).toString('latin1');
}

function requireObjectName(name: string): void {
  if (!isObjectName(name)) throw new GitError('invalid_name', 'a full object name is needed here');
}

function requireSignature(signature: Signature): { name: string; email: string; seconds: number } {
  const name = signature.name.trim();
  const email = signature.email.trim();
  const milliseconds = Date.parse(signature.at);
  const odd = hasControlCharacter(name + email) || /[<>]/.test(name + email);
  // Git strips these from a name's ends and refuses one that is nothing else.
  if (odd || /^[.,:;"\\'\s]*$/.test(name) || Number.isNaN(milliseconds) || milliseconds < 0) {
    throw new GitError('invalid_name', 'an identity has a name, an address and a date since 1970');
  }
  return { name, email, seconds: Math.floor(milliseconds / 1000) };
}
