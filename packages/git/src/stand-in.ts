import type { Repository } from './cache.ts';
import { writeRawCommit } from './raw-commit.ts';

/** What a stand-in is made of: a commit of which only its tree and its parents count. */
export interface StandIn {
  readonly tree: string;
  readonly parents: readonly string[];
}

/** The year 2100: Git looks for the merge base newest first; an old date makes it walk longer. */
const identity = 'Throughline <throughline@localhost> 4102444800 +0000';

/** Writes a commit that stands in for one with this tree and these parents. */
export async function writeStandIn(
  repository: Repository,
  standIn: StandIn,
  options: { durable?: boolean } = {},
): Promise<string> {
  const commit = {
    ...standIn,
    author: identity,
    committer: identity,
    encoding: undefined,
    message: 'stand-in\n',
  };
  return await writeRawCommit(repository, commit, options);
}
