/**
 * Why a call into Git failed.
 *
 * - `git_missing`: there is no `git` program on the path.
 * - `failed`: git ended with an error that has no code of its own here; `stderr` tells.
 * - `timed_out`, `output_too_large`, `aborted`: we ended it.
 * - `address_refused`: the remote's address is malformed, of a protocol that isn't allowed, or a
 *   path outside the allowed roots. Nothing was contacted.
 * - `unreachable`: no answer from the remote, or no such path.
 * - `access_denied`: the remote answered and wants other credentials.
 * - `not_a_repository`: something is there, and it is no repository.
 * - `empty_repository`: a repository without a branch.
 * - `shallow_repository`: its history is cut off, so that nothing can be said about ranges.
 * - `unknown_revision`: no such commit or ref here.
 * - `invalid_name`: a branch, tag, ref, path or identity that Git or we can't take.
 * - `needs_mainline`: a merge commit can only be picked against one of its parents.
 * - `unresolved`: a conflict was to be settled, and something of it isn't decided.
 */
export type GitErrorCode =
  | 'git_missing'
  | 'failed'
  | 'timed_out'
  | 'output_too_large'
  | 'aborted'
  | 'address_refused'
  | 'unreachable'
  | 'access_denied'
  | 'not_a_repository'
  | 'empty_repository'
  | 'shallow_repository'
  | 'unknown_revision'
  | 'invalid_name'
  | 'needs_mainline'
  | 'unresolved';

/**
 * What every function of this package throws. `stderr` is what git said, at most its last 64 KiB,
 * with credentials taken out; `exitCode` is undefined where git didn't end by itself.
 */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly code: GitErrorCode;
  readonly stderr: string;
  readonly exitCode: number | undefined;

  constructor(
    code: GitErrorCode,
    message: string,
    evidence: { stderr?: string; exitCode?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, evidence.cause === undefined ? undefined : { cause: evidence.cause });
    this.code = code;
    this.stderr = evidence.stderr ?? '';
    this.exitCode = evidence.exitCode;
  }
}
