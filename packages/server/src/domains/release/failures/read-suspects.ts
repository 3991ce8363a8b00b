import type { Id } from '@throughline/contract';
import { git, GitError, readCommits, type Commit, type RepositoryCache } from '@throughline/git';
import type { ReadContext } from '../../../platform/context.ts';
import type { Suspect } from '../tables.ts';
import { declaredMigration, revertedBy } from './rollback-rules.ts';
import { isMigrationPath } from './suspicion-rules.ts';

/** How flags stand in an environment, by their keys; keys of no flag are absent. */
export type FlagStandings = (
  context: ReadContext,
  environment: Id<'environment'>,
  keys: readonly string[],
) => Promise<ReadonlyMap<string, { readonly on: boolean; readonly id: Id<'flag'> }>>;

/** What a deployment brings that doesn't run in its place yet. */
export interface Arrivals {
  /** The newest, with what a failure may come from. */
  readonly suspects: readonly Suspect[];
  /** All but merges, for the time that they took to get there. */
  readonly commits: readonly { readonly sha: string; readonly at: string }[];
}

const mostSuspects = 50;
const mostCommits = 5000;
const mostFiles = 40;
const mostPatchBytes = 8 * 1024 * 1024;
const mostKeys = 2000;

/** Reads what lies between the commit that runs and the one that is to run. */
export async function readSuspects(
  cache: RepositoryCache,
  range: { sha: string; since: string },
  flagsNamed: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Arrivals> {
  const walk = { from: [range.sha], since: [range.since] };
  const newest: Commit[] = [];
  for await (const commit of readCommits(cache, { ...walk, limit: mostSuspects, files: true })) {
    newest.push(commit);
  }
  const commits: Arrivals['commits'][number][] = [];
  for await (const { sha, parents, committer } of readCommits(cache, {
    ...walk,
    limit: mostCommits,
  })) {
    if (parents.length < 2) commits.push({ sha, at: committer.at });
  }
  const brought = newest.length > 0 ? await keysBrought(cache, range) : new Map<string, string[]>();
  const known = await flagsNamed([...new Set([...brought.values()].flat())].slice(0, mostKeys));
  return {
    commits,
    suspects: newest.map((commit): Suspect => {
      const files = (commit.files ?? []).map(({ path }) => path);
      return {
        sha: commit.sha,
        subject: commit.subject,
        author: commit.author.name,
        at: commit.committer.at,
        facts: {
          email: commit.author.email.toLowerCase(),
          files: files.slice(0, mostFiles),
          fileCount: files.length,
          migration: declaredMigration({
            files,
            trailers: commit.trailers,
            isMigration: isMigrationPath,
          }),
          reverts: revertedBy(commit.body),
          flags: (brought.get(commit.sha) ?? []).filter((key) => known.has(key)),
        },
      };
    }),
  };
}

const quoted = /['"`]([a-z0-9][a-z0-9._-]{1,99})['"`]/gi;

/**
 * Words in quotes that a commit's new lines have and its old ones don't, by commit: where one of
 * them is a flag's key, the commit brings code behind that flag. A range whose patches are too large
 * to read names none.
 */
async function keysBrought(
  cache: RepositoryCache,
  range: { sha: string; since: string },
): Promise<Map<string, string[]>> {
  const brought = new Map<string, string[]>();
  let text: string;
  try {
    const { stdout } = await git(
      [
        'log',
        '--patch',
        '--unified=0',
        '--no-color',
        '--no-ext-diff',
        '--no-textconv',
        '--no-show-signature',
        `--max-count=${mostSuspects}`,
        '--format=%x00%H',
        '--stdin',
      ],
      {
        repository: cache.directory,
        stdin: `${range.sha}\n^${range.since}\n`,
        maxOutputBytes: mostPatchBytes,
      },
    );
    text = stdout.toString('utf8');
  } catch (error) {
    if (error instanceof GitError && error.code === 'output_too_large') return brought;
    throw error;
  }
  for (const part of text.split('\0').slice(1)) {
    const sha = part.slice(0, part.indexOf('\n'));
    const added = new Set<string>();
    const removed = new Set<string>();
    for (const line of part.split('\n')) {
      if (line.startsWith('+++') || line.startsWith('---')) continue;
      const into = line.startsWith('+') ? added : line.startsWith('-') ? removed : undefined;
      if (into) for (const [, key = ''] of line.matchAll(quoted)) into.add(key);
    }
    brought.set(
      sha,
      [...added].filter((key) => !removed.has(key)),
    );
  }
  return brought;
}
