import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namespaces, type RepositoryCache } from './cache.ts';
import { git, type GitOptions } from './git.ts';
import { GitError } from './git-error.ts';
import { gitRemote } from './remote.ts';
import { isRefName } from './revision.ts';
import { listRefs } from './refs.ts';

/** A branch or tag of the remote that came, moved (`from` and `to`) or went. */
export interface RefChange {
  /** As the remote names it: `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface FetchResult {
  /** The default branch; undefined where the remote names none and it can't be guessed. */
  readonly defaultBranch: string | undefined;
  readonly changes: readonly RefChange[];
}

export interface RemoteRefs {
  readonly defaultBranch: string | undefined;
  /** `refs/heads/…` and `refs/tags/…` and their objects. */
  readonly refs: ReadonlyMap<string, string>;
}

type Waiting = Pick<GitOptions, 'signal' | 'timeoutMs'>;

/**
 * What the remote has right now, without fetching it. After a crash this tells whether a push
 * arrived.
 *
 * @throws GitError as `fetchRemote`
 */
export async function readRemote(
  cache: RepositoryCache,
  options: Waiting = {},
): Promise<RemoteRefs> {
  const { stdout } = await gitRemote(
    cache.remote,
    'upload-pack',
    (location, program) => [
      'ls-remote',
      '--symref',
      ...program,
      '--',
      location,
      'HEAD',
      'refs/heads/*',
      'refs/tags/*',
    ],
    { repository: cache.directory, maxOutputBytes: 512 * 1024 ** 2, ...options },
  );
  const refs = new Map<string, string>();
  let head: string | undefined;
  for (const line of stdout.toString('utf8').split('\n')) {
    const [value, ref] = line.split('\t');
    if (value === undefined || ref === undefined || ref.endsWith('^{}')) continue;
    if (ref !== 'HEAD') refs.set(ref, value);
    else if (value.startsWith('ref: refs/heads/')) head = value.slice('ref: refs/heads/'.length);
  }
  const branches = [...refs.keys()].filter((ref) => ref.startsWith('refs/heads/'));
  if (branches.length === 0) {
    throw new GitError('empty_repository', 'the remote repository has no branch yet');
  }
  return { defaultBranch: head ?? likelyDefault(branches), refs };
}

/**
 * Brings the cache up to the remote: branches to `refs/remotes/origin/`, tags to
 * `refs/tags-origin/`, and what the remote no longer has goes. Ours stays untouched. One round trip
 * where nothing has changed.
 *
 * @throws GitError `address_refused`, `unreachable`, `access_denied`, `not_a_repository`,
 *   `empty_repository`, `shallow_repository` (whole branches have been fetched nevertheless), or as
 *   `git`. Time-out: 15 minutes unless told.
 */
export async function fetchRemote(
  cache: RepositoryCache,
  options: Waiting = {},
): Promise<FetchResult> {
  const wanted = await readRemote(cache, options);
  const before = await mirroredRefs(cache);
  if (!sameRefs(before, wanted.refs)) {
    const { stderr } = await gitRemote(
      cache.remote,
      'upload-pack',
      (location, program) => [
        'fetch',
        '--quiet',
        '--no-tags',
        '--prune',
        '--force',
        '--no-write-fetch-head',
        '--no-auto-maintenance',
        '--no-recurse-submodules',
        ...program,
        '--',
        location,
        `+refs/heads/*:${namespaces.branches}*`,
        `+refs/tags/*:${namespaces.tags}*`,
      ],
      { repository: cache.directory, timeoutMs: 15 * 60_000, ...options },
    );
    // Git leaves such branches out and ends well.
    if (stderr.includes('shallow roots are not allowed to be updated')) {
      throw new GitError('shallow_repository', 'the remote has a cut-off (shallow) history', {
        stderr,
      });
    }
  }
  const after = await mirroredRefs(cache);
  const defaultBranch =
    wanted.defaultBranch !== undefined && after.has(`refs/heads/${wanted.defaultBranch}`)
      ? wanted.defaultBranch
      : undefined;
  await rememberDefault(cache, defaultBranch);
  return { defaultBranch, changes: changesBetween(before, after) };
}

/** The cache's refs under the names that the remote has for them. */
async function mirroredRefs(cache: RepositoryCache): Promise<Map<string, string>> {
  const found = await listRefs(cache, namespaces.branches, namespaces.tags);
  const named = new Map<string, string>();
  for (const [ref, object] of found) {
    const remote = ref.startsWith(namespaces.branches)
      ? `refs/heads/${ref.slice(namespaces.branches.length)}`
      : `refs/tags/${ref.slice(namespaces.tags.length)}`;
    named.set(remote, object);
  }
  return named;
}

async function rememberDefault(cache: RepositoryCache, branch: string | undefined): Promise<void> {
  const repository = cache.directory;
  const target = `${namespaces.branches}${branch ?? ''}`;
  const known = await readFile(join(repository, namespaces.defaultBranch), 'utf8').catch(() => '');
  if (branch !== undefined && isRefName(target)) {
    if (known.trimEnd() === `ref: ${target}`) return;
    await git(['symbolic-ref', namespaces.defaultBranch, target], { repository });
  } else {
    await git(['symbolic-ref', '--delete', '--quiet', namespaces.defaultBranch], {
      repository,
      okExitCodes: [0, 1, 128],
    });
  }
}

/** A remote whose HEAD names no branch still has one that everybody takes for the main one. */
function likelyDefault(branches: readonly string[]): string | undefined {
  const likely = ['main', 'master', 'trunk'].find((name) =>
    branches.includes(`refs/heads/${name}`),
  );
  if (likely !== undefined) return likely;
  return branches.length === 1 ? branches[0]?.slice('refs/heads/'.length) : undefined;
}

function sameRefs(ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): boolean {
  if (ours.size !== theirs.size) return false;
  for (const [ref, object] of theirs) if (ours.get(ref) !== object) return false;
  return true;
}

function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RefChange[] {
  const changes: RefChange[] = [];
  for (const [ref, to] of after) {
    const from = before.get(ref);
    if (from !== to) changes.push({ ref, from, to });
  }
  for (const [ref, from] of before) if (!after.has(ref)) changes.push({ ref, from, to: undefined });
  return changes;
}
