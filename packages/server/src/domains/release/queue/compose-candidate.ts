import { toReference } from '@throughline/contract';
import {
  cherryPick,
  commitTree,
  isAncestor,
  mergeTrees,
  readCommit,
  readCommits,
  type Commit,
  type Conflict,
  type RepositoryCache,
} from '@throughline/git';
import type { BuildPart, MergeStyle } from './queue-tables.ts';

/** A commit with its tree, where that is known already. */
export interface Tip {
  readonly sha: string;
  readonly tree: string | undefined;
}

/** What a change became on top of a commit: the new tip and all that was made, the oldest first. */
export type Composed =
  | { readonly ok: true; readonly tip: Tip; readonly made: readonly string[] }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

const committer = { name: 'Throughline', email: 'queue@throughline.invalid' };
/** A change with more commits than this is squashed or rebased by somebody who looks. */
const mostCommits = 500;

/**
 * Makes of a change, on top of a commit, what would land. The same change on the same commit makes
 * the same objects on every node: their dates are those of its queueing, or its own. Where the
 * change adds nothing to the commit, the commit itself is what it becomes.
 */
export async function composeCandidate(
  cache: RepositoryCache,
  style: MergeStyle,
  tip: Tip,
  part: BuildPart,
): Promise<Composed> {
  switch (style) {
    case 'merge':
      return merge(cache, tip, part);
    case 'squash':
      return squash(cache, tip, part);
    case 'rebase':
      return rebase(cache, tip, part);
  }
}

async function treeOf(cache: RepositoryCache, tip: Tip): Promise<string> {
  return tip.tree ?? (await readCommit(cache, tip.sha)).tree;
}

const trailerOf = (part: BuildPart) => `Change: ${toReference('change', part.change)}`;

async function merge(cache: RepositoryCache, tip: Tip, part: BuildPart): Promise<Composed> {
  const merged = await mergeTrees(cache, { ours: tip.sha, theirs: part.head });
  if (!merged.clean) return { ok: false, conflicts: merged.conflicts };
  // The same tree needs no merge where the change is in already; asked only then, for it is rare.
  const within = merged.tree === (await treeOf(cache, tip));
  if (within && (await isAncestor(cache, part.head, tip.sha))) return { ok: true, tip, made: [] };
  const sha = await commitTree(cache, {
    tree: merged.tree,
    parents: [tip.sha, part.head],
    message: `Merge branch '${part.branch}'\n\n${part.title}\n\n${trailerOf(part)}\n`,
    author: { ...committer, at: part.at },
  });
  return { ok: true, tip: { sha, tree: merged.tree }, made: [sha] };
}

async function squash(cache: RepositoryCache, tip: Tip, part: BuildPart): Promise<Composed> {
  const merged = await mergeTrees(cache, { ours: tip.sha, theirs: part.head });
  if (!merged.clean) return { ok: false, conflicts: merged.conflicts };
  if (merged.tree === (await treeOf(cache, tip))) return { ok: true, tip, made: [] };
  const commits = await ownCommits(cache, tip.sha, part);
  const first = commits[0] ?? (await readCommit(cache, part.head));
  const subjects = commits.length > 1 ? commits.map(({ subject }) => `- ${subject}`) : [];
  const trailers = new Set(
    commits.flatMap((commit) => commit.trailers.map(({ key, value }) => `${key}: ${value}`)),
  );
  const parts = [
    first.subject || part.title,
    subjects.join('\n'),
    [...trailers, trailerOf(part)].join('\n'),
  ];
  const sha = await commitTree(cache, {
    tree: merged.tree,
    parents: [tip.sha],
    message: `${parts.filter((text) => text !== '').join('\n\n')}\n`,
    author: first.author,
    committer: { ...committer, at: part.at },
  });
  return { ok: true, tip: { sha, tree: merged.tree }, made: [sha] };
}

async function rebase(cache: RepositoryCache, tip: Tip, part: BuildPart): Promise<Composed> {
  const made: string[] = [];
  let onto = tip.sha;
  for (const commit of await ownCommits(cache, tip.sha, part)) {
    // A merge has no change of its own: what it brought in is on the branch or already there.
    if (commit.parents.length > 1) continue;
    const picked = await cherryPick(cache, { commit: commit.sha, onto });
    if (!picked.clean) return { ok: false, conflicts: picked.conflicts };
    if (picked.empty) continue;
    onto = await commitTree(cache, {
      tree: picked.tree,
      parents: [onto],
      message: `${[commit.subject, commit.body.trim()].filter((text) => text !== '').join('\n\n')}\n`,
      author: commit.author,
      committer: { ...committer, at: part.at },
    });
    made.push(onto);
  }
  return { ok: true, tip: { sha: onto, tree: undefined }, made };
}

/** What a change adds to a commit, the oldest first. */
async function ownCommits(cache: RepositoryCache, tip: string, part: BuildPart): Promise<Commit[]> {
  const range = { from: [part.head], since: [tip], limit: mostCommits };
  return (await Array.fromAsync(readCommits(cache, range))).toReversed();
}
