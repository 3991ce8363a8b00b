import {
  conflictFingerprint,
  pickCommits,
  resolveConflicts,
  type Conflict,
  type ConflictFile,
  type FileResolution,
  type PickConflict,
  type PickedStack,
  type RepositoryCache,
} from '@throughline/git';
import type { Settlement } from './store.ts';
import type { BackportCommit } from './tables.ts';

const committer = { name: 'Throughline', email: 'release@throughline.invalid' };

/**
 * Picks what a backport brings onto a target. Conflicts that a person settled for this backport are
 * settled in the same way, as long as the very same files meet in them; nothing else is. With the
 * same input every node makes the same commits.
 */
export async function pickBackport(
  cache: RepositoryCache,
  backport: { commits: readonly BackportCommit[]; asked_at: Date },
  onto: string,
  settlements: readonly Settlement[],
): Promise<PickedStack> {
  return pickCommits(cache, {
    commits: backport.commits.map(({ sha }) => sha),
    onto,
    committer: { ...committer, at: backport.asked_at.toISOString() },
    settle: (conflict) => settledTree(cache, conflict, settlements),
  });
}

/** The files that have to be decided in a conflict, each with its fingerprint. */
export function filesOf(
  conflict: Pick<PickConflict, 'conflicts'>,
): { file: ConflictFile; fingerprint: string }[] {
  return conflict.conflicts
    .flatMap(({ files }) => files)
    .map((file) => ({ file, fingerprint: conflictFingerprint([file]) }));
}

/** The names that conflicts are about. */
export function pathsOf(conflicts: readonly Conflict[]): string[] {
  return [...new Set(conflicts.flatMap(({ path, paths }) => [path, ...paths]))];
}

/** What a settlement is to the merge. */
export function resolutionOf(
  settled: Pick<Settlement, 'path' | 'take' | 'content'>,
): FileResolution {
  const { path, take, content } = settled;
  switch (take) {
    case 'line':
      return { path, take: 'ours' };
    case 'change':
      return { path, take: 'theirs' };
    case 'delete':
      return { path, take: 'none' };
    case 'text':
      return { path, take: 'text', text: content?.toString('utf8') ?? '' };
  }
}

async function settledTree(
  cache: RepositoryCache,
  conflict: PickConflict,
  settlements: readonly Settlement[],
): Promise<string | undefined> {
  const chosen: FileResolution[] = [];
  const files = filesOf(conflict);
  // A conflict about no file, such as a renamed folder, is for eyes: the merge's answer isn't sure.
  if (files.length === 0) {
    const seen = settlements.some(({ sha, path }) => sha === conflict.original && path === '');
    return seen ? conflict.tree : undefined;
  }
  for (const { file, fingerprint } of files) {
    const settled = settlements.find(
      (one) =>
        one.sha === conflict.original && one.path === file.path && one.fingerprint === fingerprint,
    );
    if (settled === undefined) return undefined;
    chosen.push(resolutionOf(settled));
  }
  return resolveConflicts(cache, conflict, chosen);
}

/** What became of each commit so far. */
export function commitsAfter(
  commits: readonly BackportCommit[],
  picked: PickedStack,
): BackportCommit[] {
  const made = new Map(picked.picks.map(({ original, commit }) => [original, commit]));
  const stuck = picked.clean ? undefined : picked.conflict.original;
  return commits.map((one) => {
    if (one.sha === stuck) return { ...one, state: 'conflict', became: null };
    if (!made.has(one.sha)) return { ...one, state: 'waiting', became: null };
    const commit = made.get(one.sha);
    return { ...one, state: commit ? 'picked' : 'empty', became: commit ?? null };
  });
}
