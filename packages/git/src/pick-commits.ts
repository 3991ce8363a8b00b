import type { Repository } from './cache.ts';
import { GitError } from './git-error.ts';
import { pickEach, type PickedStack, type PickRequest } from './pick-each.ts';

/**
 * Picks commits one on another onto a target, as `git cherry-pick -x` does, in the object store:
 * no work tree, and no ref points at the result. Authors and messages are kept byte for byte. What
 * the target has already is left out. It stops at the first conflict.
 *
 * @throws GitError `needs_mainline` for a merge without `mainline`, `unknown_revision`,
 *   `invalid_name`
 */
export async function pickCommits(
  repository: Repository,
  request: PickRequest,
): Promise<PickedStack> {
  const [picked] = await pickEach(repository, [request]);
  if (picked === undefined || picked instanceof GitError) {
    throw picked ?? new GitError('failed', 'git answered too little');
  }
  return picked;
}
