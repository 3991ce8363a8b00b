import { GitError, type GitErrorCode } from '@throughline/git';

const sentences: Partial<Record<GitErrorCode, string>> = {
  git_missing: 'There is no git program on this machine.',
  timed_out: 'The remote took too long.',
  output_too_large: 'The repository answered more than is accepted.',
  unreachable: 'The remote cannot be reached, or there is nothing at this address.',
  access_denied: 'The remote asks for other credentials.',
  not_a_repository: 'There is no Git repository at this address.',
  empty_repository: 'The repository has no commit yet.',
  shallow_repository: 'The repository has a cut-off (shallow) history. Connect a whole one.',
};

/** What a failure of git means for the one who asked, in one sentence without paths of ours. */
export function gitProblem(error: unknown): string | undefined {
  if (!(error instanceof GitError)) return undefined;
  const sentence = sentences[error.code];
  if (sentence !== undefined) return sentence;
  const message = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return `${message.slice(0, 500).replace(/\.$/, '')}.`;
}
