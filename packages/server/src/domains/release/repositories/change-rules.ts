import { entityRefOf, type EntityRef } from '@throughline/contract';
import type { Trailer } from '@throughline/git';
import type { WorkTrailer } from '../tables.ts';
import type { IndexedCommit } from './store.ts';

/** What a change can implement. */
export type WorkRef = EntityRef<'initiative' | 'feature' | 'story'>;

const workTrailer = /^(?:initiative|feature|story|backport-to)$/i;
const reference = /(?<![0-9a-z])(?:ini|fea|sto)_[0-7][0-9a-hjkmnp-tv-z]{25}(?![0-9a-z])/g;
const work = entityRefOf('initiative', 'feature', 'story');

/** Branches that the server makes for the queue, for backports and for hotfixes; none is a change. */
export function isOurs(branch: string): boolean {
  return /^(?:throughline\/|backport\/|hotfix[/-]v?\d)/.test(branch);
}

/** The trailers of a commit that name work, or where it shall go; their keys in lower case. */
export function workTrailers(trailers: readonly Trailer[]): WorkTrailer[] {
  return trailers
    .filter(({ key }) => workTrailer.test(key))
    .map(({ key, value }) => ({ key: key.toLowerCase(), value: value.slice(0, 1000) }));
}

/** The work that trailers (`Initiative: ini_…`) and a branch's name refer to, each once. */
export function workReferences(source: {
  branch: string | null;
  trailers: readonly WorkTrailer[];
}): WorkRef[] {
  const texts = [...source.trailers.map(({ value }) => value), source.branch ?? ''];
  const found = new Set(texts.flatMap((text) => text.match(reference) ?? []));
  return [...found].flatMap((text) => {
    const parsed = work.safeParse(text);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The branch that a merge commit's subject names, as Git and the usual forges word it. */
export function mergedBranch(subject: string): string | null {
  const found =
    /^Merge (?:remote-tracking )?branch '([^']+)'/.exec(subject) ??
    /^Merge pull request #\d+ from [^/\s]+\/(\S+)/.exec(subject) ??
    /^Merged? in (\S+) \(pull request #\d+\)/.exec(subject);
  return found?.[1] ?? null;
}

/** What reached the default branch in one step: a merge with what it brought, or one commit. */
export interface LandedUnit {
  readonly landing: IndexedCommit;
  readonly isMerge: boolean;
  /** The commits that belong to it, the newest first; of a direct commit, itself. */
  readonly commits: readonly IndexedCommit[];
}

/**
 * Takes new commits of the default branch apart, the oldest unit first. The first parents are the
 * branch itself; everything else came with the first merge that reaches it.
 */
export function landedUnits(
  head: string,
  commits: ReadonlyMap<string, IndexedCommit>,
): LandedUnit[] {
  const mainline: IndexedCommit[] = [];
  for (let at = commits.get(head); at; at = commits.get(at.parents[0] ?? '')) mainline.push(at);
  const taken = new Set(mainline.map(({ sha }) => sha));
  return mainline.toReversed().map((landing) => {
    const isMerge = landing.parents.length > 1;
    if (!isMerge) return { landing, isMerge, commits: [landing] };
    const brought: IndexedCommit[] = [];
    const open = landing.parents.slice(1);
    for (let sha = open.shift(); sha !== undefined; sha = open.shift()) {
      const commit = commits.get(sha);
      if (!commit || taken.has(sha)) continue;
      taken.add(sha);
      brought.push(commit);
      open.push(...commit.parents);
    }
    return { landing, isMerge, commits: brought };
  });
}

/** Of a branch's commits, the newest first, those above the next branch on which it stands. */
export function ownCommits(
  commits: readonly IndexedCommit[],
  head: string,
  branches: readonly { readonly sha: string }[],
): readonly IndexedCommit[] {
  const others = new Set(branches.map(({ sha }) => sha));
  others.delete(head);
  const below = commits.findIndex(({ sha }) => others.has(sha));
  return below > 0 ? commits.slice(0, below) : commits;
}

/** A change's title: what its first commit set out to do. */
export function changeTitle(commits: readonly IndexedCommit[], branch: string | null): string {
  const subject = commits.at(-1)?.subject.trim();
  return (subject || branch || 'Without a subject').slice(0, 200);
}
