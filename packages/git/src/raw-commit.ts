import type { Repository } from './cache.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import { isObjectName, requireRevision, type Revision } from './revision.ts';
import { writeCommitObject } from './write-object.ts';

/**
 * A commit's object taken apart, byte for byte: texts are Latin-1, so that each character is one
 * byte of the object, whatever its encoding is.
 */
export interface RawCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <address> seconds zone`, as it stands in the object. */
  readonly author: string;
  /** The encoding of its message, where the object names one. */
  readonly encoding: string | undefined;
  readonly message: string;
}

/**
 * Several commits in one process, in their order.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function readRawCommits(
  repository: Repository,
  revisions: readonly Revision[],
): Promise<RawCommit[]> {
  if (revisions.length === 0) return [];
  const { stdout } = await git(['cat-file', '--batch', '--buffer'], {
    repository: repository.directory,
    stdin: revisions.map((revision) => `${requireRevision(revision)}^{commit}\n`).join(''),
    maxOutputBytes: 512 * 1024 ** 2,
  });
  const commits: RawCommit[] = [];
  let position = 0;
  for (const revision of revisions) {
    const end = stdout.indexOf('\n', position);
    const [sha = '', type, size] = stdout.toString('latin1', position, end).split(' ');
    if (type !== 'commit') throw new GitError('unknown_revision', `no commit at ${revision}`);
    const start = end + 1;
    position = start + Number(size) + 1;
    commits.push(parsed(sha, stdout.toString('latin1', start, position - 1)));
  }
  return commits;
}

/**
 * The commits that revisions name, as far as one has to ask: full object names stay as they are.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function resolveCommits(
  repository: Repository,
  revisions: readonly Revision[],
): Promise<Map<Revision, string>> {
  const asked = [...new Set(revisions)].filter((revision) => !isObjectName(revision));
  const commits = await readRawCommits(repository, asked);
  return new Map(asked.map((revision, index) => [revision, commits[index]?.sha ?? revision]));
}

/** Writes a commit's object; the same input makes the same object. See `writeCommitObject`. */
export async function writeRawCommit(
  repository: Repository,
  commit: Omit<RawCommit, 'sha'> & { committer: string },
  options: { durable?: boolean } = {},
): Promise<string> {
  return await writeCommitObject(repository, Buffer.from(rawText(commit), 'latin1'), {
    hash: commit.tree.length === 64 ? 'sha256' : 'sha1',
    ...options,
  });
}

function rawText(commit: Omit<RawCommit, 'sha'> & { committer: string }): string {
  return [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${commit.author}`,
    `committer ${commit.committer}`,
    ...(commit.encoding === undefined ? [] : [`encoding ${commit.encoding}`]),
    '',
    commit.message,
  ].join('\n');
}

function parsed(sha: string, text: string): RawCommit {
  const middle = text.indexOf('\n\n');
  const head = middle < 0 ? text : text.slice(0, middle);
  const values = (name: string) =>
    head
      .split('\n')
      .flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  return {
    sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: values('author')[0] ?? '',
    encoding: values('encoding')[0],
    message: middle < 0 ? '' : text.slice(middle + 2),
  };
}
