import type { ReleaseCommit, VersionLevel } from '@throughline/git';
import { nextVersion, releaseNotes } from '@throughline/git';
import semver from 'semver';

/** A tag of a repository that may be a version. */
export interface VersionTag {
  readonly name: string;
  readonly sha: string;
}

/** The version that a tag marks under a prefix, or undefined. */
export function versionOf(tag: string, prefix: string): string | undefined {
  return tag.startsWith(prefix) ? (semver.valid(tag.slice(prefix.length)) ?? undefined) : undefined;
}

/** The tags that mark a final version, the highest first. */
export function finalVersions<T extends VersionTag>(tags: readonly T[], prefix: string): T[] {
  return tags
    .flatMap((tag) => {
      const version = versionOf(tag.name, prefix);
      return version && !semver.prerelease(version) ? [{ tag, version }] : [];
    })
    .toSorted((one, other) => semver.rcompare(one.version, other.version))
    .map(({ tag }) => tag);
}

/** What a release would be. */
export interface ReleasePlan {
  /** Null where the commits call for nothing and nobody named a version. */
  readonly version: string | null;
  readonly level: VersionLevel | null;
  readonly notes: string;
}

/** Decides version and notes of the commits since the previous release, the newest first. */
export function planRelease(input: {
  previous: string | undefined;
  wanted: string | undefined;
  date: string;
  commits: readonly ReleaseCommit[];
}): ReleasePlan {
  const next = nextVersion(input.previous, input.commits);
  const version = input.wanted ?? next?.version ?? null;
  return {
    version,
    level: next?.level ?? null,
    notes: releaseNotes(version ?? 'Unreleased', input.date, input.commits),
  };
}
