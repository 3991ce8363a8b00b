import { GitError, type GitErrorCode } from './git-error.ts';

/** What git says (LC_ALL=C) and what it means, first match first. */
const signs: readonly (readonly [RegExp, GitErrorCode, string])[] = [
  [
    /shallow (?:roots are not allowed to be updated|update not allowed)/,
    'shallow_repository',
    'the remote has a cut-off (shallow) history',
  ],
  [
    /Authentication failed|could not read (?:Username|Password)|Permission denied|returned error: 40[13]|Host key verification failed|access denied or repository not exported/i,
    'access_denied',
    'the remote refuses access',
  ],
  [/transport '.*' not allowed/, 'address_refused', 'the transport is not allowed'],
  [
    /Could not resolve|Couldn't resolve|[Cc]onnection (?:refused|timed out|reset|closed)|Failed to connect|unable to connect|[Cc]ouldn't connect|Operation timed out|Operation too slow|Network is unreachable|No route to host|returned error: 5\d\d|SSL|early EOF|the remote end hung up unexpectedly$/m,
    'unreachable',
    'the remote does not answer',
  ],
  [
    /does not appear to be a git repository|repository '.*' not found|Repository not found|not a git repository|not valid: is this a git repository|project .* not found|returned error: 404/i,
    'not_a_repository',
    'there is no Git repository at the address',
  ],
  [
    /Could not read from remote repository|unable to access|unable to update url base from redirection/,
    'unreachable',
    'the remote does not answer',
  ],
];

/** A failure of the far end under the code that says which; others stay as they are. */
export function remoteFailure(error: GitError): GitError {
  const sign = signs.find(([pattern]) => pattern.test(error.stderr));
  if (sign === undefined) return error;
  const [, code, meaning] = sign;
  return new GitError(code, `${meaning}: ${error.message}`, {
    stderr: error.stderr,
    exitCode: error.exitCode,
    cause: error,
  });
}
