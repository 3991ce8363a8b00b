import type { Repository } from './cache.ts';
import { git, gitStream, type GitOptions } from './git.ts';
import { GitError } from './git-error.ts';
import { nulFields } from './nul-fields.ts';
import { isObjectName, requireRevision, saysUnknownRevision, type Revision } from './revision.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 in UTC, whole seconds; the year 1970 where the commit's date is broken. */
  readonly at: string;
}

export interface Trailer {
  readonly key: string;
  readonly value: string;
}

export interface TouchedFile {
  /** `T`: its type changed, such as from a file to a link. */
  readonly status: 'A' | 'M' | 'D' | 'R' | 'C' | 'T';
  readonly path: string;
  /** Where a renamed or copied file was. */
  readonly from?: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly subject: string;
  /** Everything after the subject, trailers included. */
  readonly body: string;
  /** As git-interpret-trailers(1) finds them, folded values on one line, in order. */
  readonly trailers: readonly Trailer[];
  /** Present where asked for. A merge touches what differs from its first parent. */
  readonly files?: readonly TouchedFile[];
}

export interface CommitRange {
  /** Commits from which to walk back. */
  readonly from: readonly Revision[];
  /**
   * What is already known: nothing that these reach is given. Object names that the repository
   * doesn't have (heads of a cache made anew) are passed over.
   */
  readonly since?: readonly Revision[];
  /** Follows only the first parent of a merge. */
  readonly firstParent?: boolean;
  readonly limit?: number;
  /** Names the files that each commit touched; costs a comparison of trees for each. */
  readonly files?: boolean;
  /** Only commits that touch one of these paths (taken literally). */
  readonly paths?: readonly string[];
  /** Only commits whose message has this text in it. */
  readonly saying?: string;
  /** Leaves merges out. */
  readonly noMerges?: boolean;
}

const fieldNames = [
  '%H',
  '%T',
  '%P',
  '%an',
  '%ae',
  '%at',
  '%cn',
  '%ce',
  '%ct',
  '%s',
  '%b',
] as const;
const trailerFormat = '%(trailers:only,unfold,separator=%x1f,key_value_separator=%x1e)';
const format = `--format=tformat:${[...fieldNames, trailerFormat].join('%x00')}`;
const fieldCount = fieldNames.length + 1;

/**
 * The commits of a range, children before their parents, one by one as git finds them.
 *
 * @throws GitError `unknown_revision`, `invalid_name`, or as `git`
 */
export async function* readCommits(
  repository: Repository,
  range: CommitRange,
  options: Pick<GitOptions, 'signal' | 'timeoutMs'> = {},
): AsyncGenerator<Commit, void, undefined> {
  const from = range.from.map(requireRevision);
  const since = (range.since ?? []).map(requireRevision);
  if (from.length === 0) return;
  try {
    yield* walk(repository, range, from, since, options);
  } catch (error) {
    if (!saysUnknownRevision(error)) throw error;
    // Git says so before it names a commit. Mostly all are here, so that it is asked only now.
    const known = await present(repository, since);
    if (known.length < since.length) {
      yield* readCommits(repository, { ...range, since: known }, options);
      return;
    }
    throw new GitError('unknown_revision', 'a range begins at a commit that is not here', {
      stderr: error.stderr,
      cause: error,
    });
  }
}

async function* walk(
  repository: Repository,
  range: CommitRange,
  from: readonly string[],
  since: readonly string[],
  options: Pick<GitOptions, 'signal' | 'timeoutMs'>,
): AsyncGenerator<Commit, void, undefined> {
  const args = ['log', '-z', '--topo-order', '--no-color', '--no-show-signature', format];
  if (range.firstParent) args.push('--first-parent');
  if (range.limit !== undefined) args.push(`--max-count=${Math.max(0, Math.trunc(range.limit))}`);
  if (range.noMerges) args.push('--no-merges');
  if (range.saying !== undefined) args.push('--fixed-strings', `--grep=${range.saying}`);
  if (range.files) args.push('--name-status', '-M', '--diff-merges=first-parent', '--no-ext-diff');
  const stream = gitStream([...args, '--stdin', '--', ...(range.paths ?? [])], {
    repository: repository.directory,
    stdin: [...from, ...since.map((name) => `^${name}`), ''].join('\n'),
    timeoutMs: 10 * 60_000,
    ...options,
  });
  const parser = commitParser(range.files === true);
  for await (const fields of nulFields(stream)) {
    for (const field of fields) {
      const commit = parser.take(field);
      if (commit !== undefined) yield commit;
    }
  }
  const last = parser.end();
  if (last !== undefined) yield last;
}

/** One commit with everything about it. */
export async function readCommit(
  repository: Repository,
  revision: Revision,
  options: { files?: boolean } = {},
): Promise<Commit> {
  for await (const commit of readCommits(repository, { from: [revision], limit: 1, ...options })) {
    return commit;
  }
  throw new GitError('unknown_revision', `no commit at ${revision}`);
}

/** The object names among these that the repository has; refs are left as they are. */
async function present(repository: Repository, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { stdout } = await git(['cat-file', '--batch-check=%(objecttype)', '--buffer'], {
    repository: repository.directory,
    stdin: names.map((name) => `${name}\n`).join(''),
  });
  const types = stdout.toString('utf8').split('\n');
  return names.filter(
    (name, index) => !isObjectName(name) || /^(?:commit|tag)$/.test(types[index] ?? ''),
  );
}

/**
 * Puts commits together from fields. A commit is a fixed number of fields, then pairs or triples of
 * status and paths; a status is never as long as an object name, so that no path can pass for the
 * next commit.
 */
function commitParser(withFiles: boolean) {
  let fields: string[] = [];
  let files: TouchedFile[] = [];
  let status: TouchedFile['status'] | undefined;
  let renamedFrom: string | undefined;

  const finish = (): Commit | undefined => {
    if (fields.length < fieldCount) return undefined;
    const commit = commitOf(fields, withFiles ? files : undefined);
    fields = [];
    files = [];
    return commit;
  };
  const takePath = (path: string, of: TouchedFile['status']) => {
    if ((of === 'R' || of === 'C') && renamedFrom === undefined) {
      renamedFrom = path;
      return;
    }
    files.push({ status: of, path, ...(renamedFrom === undefined ? {} : { from: renamedFrom }) });
    status = undefined;
    renamedFrom = undefined;
  };
  return {
    take(field: string): Commit | undefined {
      if (status !== undefined) {
        takePath(field, status);
        return undefined;
      }
      if (fields.length < fieldCount) {
        fields.push(field);
        return !withFiles ? finish() : undefined;
      }
      const named = /^\n?([AMDRCT])\d*$/.exec(field)?.[1];
      if (named !== undefined) {
        status = named as TouchedFile['status'];
        return undefined;
      }
      const whole = finish();
      if (field !== '') fields.push(field);
      return whole;
    },
    end: finish,
  };
}

function commitOf(fields: readonly string[], files: readonly TouchedFile[] | undefined): Commit {
  const at = (index: number) => fields[index] ?? '';
  return {
    sha: at(0),
    tree: at(1),
    parents: at(2) === '' ? [] : at(2).split(' '),
    author: { name: at(3), email: at(4), at: instant(at(5)) },
    committer: { name: at(6), email: at(7), at: instant(at(8)) },
    subject: at(9),
    body: at(10).trimEnd(),
    trailers: trailersOf(at(11)),
    ...(files === undefined ? {} : { files }),
  };
}

function trailersOf(text: string): Trailer[] {
  const trailers: Trailer[] = [];
  for (const line of text.trimEnd().split('\x1f')) {
    const middle = line.indexOf('\x1e');
    if (middle > 0) trailers.push({ key: line.slice(0, middle), value: line.slice(middle + 1) });
  }
  return trailers;
}

function instant(seconds: string): string {
  const date = new Date(Number(seconds) * 1000);
  const known = seconds !== '' && !Number.isNaN(date.getTime()) && date.getUTCFullYear() < 10_000;
  return (known ? date : new Date(0)).toISOString().replace('.000Z', 'Z');
}
