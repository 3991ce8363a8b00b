import { namespaces, type RepositoryCache } from './cache.ts';
import type { GitOptions } from './git.ts';
import { GitError, type GitErrorCode } from './git-error.ts';
import { gitRemote } from './remote.ts';
import { isObjectName, isRefName } from './revision.ts';
import { moveRef, readRef } from './refs.ts';

export interface RefPush {
  /** The remote's ref: `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
  /** The object it shall point at; undefined takes the ref away. */
  readonly to: string | undefined;
  /** What it must point at now; undefined: it must not exist. */
  readonly expected: string | undefined;
}

/**
 * - `landed`: the remote's ref is `to`; `already` if it was so before.
 * - `rejected-stale`: the ref was not where it was expected.
 * - `rejected-hook`: a rule or hook of the remote refused it.
 * - `rejected`: the remote refused it otherwise; or, of an atomic push, another ref was refused.
 * - `unreachable`, `denied`: nothing was sent, or nobody knows whether it arrived: look with
 *   `readRemote`.
 */
export type PushOutcome =
  | { readonly ref: string; readonly outcome: 'landed'; readonly already: boolean }
  | {
      readonly ref: string;
      readonly outcome: 'rejected-stale' | 'rejected-hook' | 'rejected' | 'unreachable' | 'denied';
      readonly reason: string;
    };

/** Pushes one ref; see `pushRefs`. */
export async function pushRef(
  cache: RepositoryCache,
  push: RefPush,
  options: Pick<GitOptions, 'signal' | 'timeoutMs'> = {},
): Promise<PushOutcome> {
  const [outcome] = await pushRefs(cache, [push], options);
  return outcome ?? { ref: push.ref, outcome: 'rejected', reason: 'git said nothing of it' };
}

/**
 * Pushes refs, each under a lease: it moves only from where it is expected to be. Several refs move
 * together or not at all. What landed is noted in the cache at once.
 *
 * @throws GitError `address_refused`, `not_a_repository`, `invalid_name`, `timed_out`, `aborted`,
 *   or as `git`. Time-out: 2 minutes unless told.
 */
export async function pushRefs(
  cache: RepositoryCache,
  pushes: readonly RefPush[],
  options: Pick<GitOptions, 'signal' | 'timeoutMs'> = {},
): Promise<PushOutcome[]> {
  for (const push of pushes) requirePush(push);
  if (pushes.length === 0) return [];
  const leases = pushes.map(({ ref, expected }) => `--force-with-lease=${ref}:${expected ?? ''}`);
  const refspecs = pushes.map(({ ref, to }) => `${to ?? ''}:${ref}`);
  let said;
  try {
    said = await gitRemote(
      cache.remote,
      'receive-pack',
      (location, program) => [
        'push',
        '--porcelain',
        '--no-verify',
        '--no-follow-tags',
        '--recurse-submodules=no',
        ...(pushes.length > 1 ? ['--atomic'] : []),
        ...leases,
        ...program,
        '--',
        location,
        ...refspecs,
      ],
      {
        repository: cache.directory,
        timeoutMs: 2 * 60_000,
        okExitCodes: [0, 1],
        ...options,
      },
    );
  } catch (error) {
    const outcome = error instanceof GitError ? withoutAnswer[error.code] : undefined;
    if (!(error instanceof GitError) || outcome === undefined) throw error;
    return pushes.map(({ ref }) => ({ ref, outcome, reason: error.message }));
  }
  const outcomes = outcomesOf(said.stdout.toString('utf8'), said.stderr, pushes);
  await noteLanded(cache, pushes, outcomes);
  return outcomes;
}

const withoutAnswer: Partial<Record<GitErrorCode, 'unreachable' | 'denied'>> = {
  unreachable: 'unreachable',
  access_denied: 'denied',
};

/** Lines of `git push --porcelain`: flag, `source:target`, summary, between tabs. */
function outcomesOf(text: string, stderr: string, pushes: readonly RefPush[]): PushOutcome[] {
  const lines = new Map<string, { flag: string; summary: string }>();
  for (const line of text.split('\n')) {
    const [flag, refs, ...summary] = line.split('\t');
    if (flag?.length !== 1 || refs === undefined) continue;
    lines.set(refs.slice(refs.indexOf(':') + 1), { flag, summary: summary.join(' ') });
  }
  return pushes.map(({ ref }): PushOutcome => {
    const line = lines.get(ref);
    if (line === undefined) {
      return { ref, outcome: 'rejected', reason: stderr.trim() || 'git said nothing of it' };
    }
    if (line.flag !== '!') return { ref, outcome: 'landed', already: line.flag === '=' };
    const reason = [line.summary, ...remoteWords(stderr)].join('\n');
    return { ref, outcome: rejectionOf(line.summary), reason };
  });
}

function rejectionOf(summary: string): 'rejected-stale' | 'rejected-hook' | 'rejected' {
  if (/hook declined|protected branch|GH\d{3}/i.test(summary)) return 'rejected-hook';
  const stale =
    /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|failed to lock|incorrect old value|reference already exists|remote ref updated since checkout/i;
  return stale.test(summary) ? 'rejected-stale' : 'rejected';
}

/** What the remote's hooks wrote to the one who pushes. */
function remoteWords(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith('remote: '));
  return lines.map((line) => line.slice('remote: '.length).trimEnd()).filter((line) => line !== '');
}

/** So that what is read next tells of the landing; a fetch says it again. */
async function noteLanded(
  cache: RepositoryCache,
  pushes: readonly RefPush[],
  outcomes: readonly PushOutcome[],
): Promise<void> {
  for (const [index, { ref, to }] of pushes.entries()) {
    if (outcomes[index]?.outcome !== 'landed') continue;
    const mirrored = ref.startsWith('refs/heads/')
      ? ref.replace('refs/heads/', namespaces.branches)
      : ref.replace('refs/tags/', namespaces.tags);
    const expected = await readRef(cache, mirrored);
    // `stale`: a fetch was quicker, and knows it better.
    if (expected !== to) await moveRef(cache, { ref: mirrored, to, expected });
  }
}

function requirePush({ ref, to, expected }: RefPush): void {
  const named = /^refs\/(?:heads|tags)\/(?!-)/.test(ref) && isRefName(ref);
  const objects = [to, expected].every((name) => name === undefined || isObjectName(name));
  if (!named || !objects || ref === 'refs/heads/HEAD') {
    throw new GitError('invalid_name', 'a push names a branch or tag in full, and full objects');
  }
}
