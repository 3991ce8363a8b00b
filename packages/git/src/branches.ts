import { namespaces, type Repository } from './cache.ts';
import { git, gitText } from './git.ts';
import { supportsAheadBehind } from './git-version.ts';
import { aheadBehind } from './history.ts';
import { resolveCommit, type Revision } from './revision.ts';

export interface Branch {
  readonly name: string;
  readonly sha: string;
  /** When its last commit was made: ISO 8601 in UTC. */
  readonly at: string;
  /** Commits that it has and the compared one hasn't; present where asked for. */
  readonly ahead?: number;
  readonly behind?: number;
}

/** How many git processes may compare at once, where one can't do it alone. */
const width = 4;

/**
 * The remote's branches as the cache knows them, by name. `compareWith` counts how far each is
 * ahead and behind: in one process from Git 2.41 on, before that with one for each branch.
 *
 * @throws GitError `unknown_revision` for `compareWith`
 */
export async function listBranches(
  repository: Repository,
  options: { compareWith?: Revision } = {},
): Promise<Branch[]> {
  const base =
    options.compareWith === undefined
      ? undefined
      : await resolveCommit(repository, options.compareWith);
  const counted = base !== undefined && (await supportsAheadBehind());
  const fields = ['%(refname)', '%(objectname)', '%(committerdate:unix)'];
  if (counted) fields.push(`%(ahead-behind:${base})`);
  const text = await gitText(
    ['for-each-ref', `--format=${fields.join('%09')}`, namespaces.branches],
    { repository: repository.directory, timeoutMs: 5 * 60_000 },
  );
  const branches: Branch[] = [];
  for (const line of text === '' ? [] : text.split('\n')) {
    const [ref = '', sha = '', seconds = '', counts] = line.split('\t');
    const [ahead, behind] = counts?.split(' ').map(Number) ?? [];
    branches.push({
      name: ref.slice(namespaces.branches.length),
      sha,
      at: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z'),
      ...(ahead === undefined || behind === undefined ? {} : { ahead, behind }),
    });
  }
  return base === undefined || counted ? branches : await compareEach(repository, branches, base);
}

/** The name of the remote's default branch, as the last fetch found it. */
export async function defaultBranch(repository: Repository): Promise<string | undefined> {
  const { stdout, exitCode } = await git(['symbolic-ref', '--quiet', namespaces.defaultBranch], {
    repository: repository.directory,
    okExitCodes: [0, 1, 128],
  });
  const ref = stdout.toString('utf8').trim();
  return exitCode === 0 ? ref.slice(namespaces.branches.length) : undefined;
}

async function compareEach(
  repository: Repository,
  branches: readonly Branch[],
  base: string,
): Promise<Branch[]> {
  const compared: Branch[] = [...branches];
  const waiting = branches.entries();
  const compare = async () => {
    // One iterator for all of them: each takes the next branch that nobody has taken.
    for (const [index, branch] of waiting) {
      compared[index] = { ...branch, ...(await aheadBehind(repository, base, branch.sha)) };
    }
  };
  await Promise.all(Array.from({ length: width }, compare));
  return compared;
}
