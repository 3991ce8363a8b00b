import { pushRef, readRemote, resolveCommit, type RepositoryCache } from '@throughline/git';
import { gitProblem } from '../git-problem.ts';

/**
 * Makes a branch at the remote, if it isn't there. What the remote has afterwards decides, so that
 * doing it again after a crash changes nothing. Throws where nobody can tell.
 */
export async function pushNewBranch(
  cache: RepositoryCache,
  branch: string,
  at: string,
): Promise<{ refused: string | null }> {
  const ref = `refs/heads/${branch}`;
  try {
    await resolveCommit(cache, at);
  } catch (error) {
    const says = gitProblem(error);
    if (says === undefined) throw error;
    return { refused: says };
  }
  const present = (await readRemote(cache)).refs.get(ref);
  if (present === at) return { refused: null };
  if (present !== undefined) return { refused: `The remote has a branch ${branch} already.` };
  const pushed = await pushRef(cache, { ref, to: at, expected: undefined });
  if (pushed.outcome === 'landed') return { refused: null };
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  return { refused: `The remote refused the branch: ${pushed.reason}`.slice(0, 2000) };
}
