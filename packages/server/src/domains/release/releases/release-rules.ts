import type { ReleaseCommit, VersionLevel } from '@throughline/git';
import { nextVersion, releaseNotes } from '@throughline/git';
import semver from 'semver';
import { isOfSeries } from '../lines/line-rules.ts';
import type { ReleasePolicy } from '../workflow/release-section.ts';

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
  /** The commits call for more than the line may raise. */
  readonly capped: boolean;
  readonly notes: string;
}

/**
 * Decides version and notes of the commits since the previous release, the newest first, by the
 * repository's rules. On a line the version stays within its series.
 */
export function planRelease(input: {
  previous: string | undefined;
  wanted: string | undefined;
  date: string;
  commits: readonly ReleaseCommit[];
  policy: ReleasePolicy;
  series?: string | undefined;
}): ReleasePlan {
  const { previous, policy, series } = input;
  const next = nextVersion(previous, input.commits, {
    levels: policy.levels,
    breakingBeforeOne: policy.breakingBeforeOne,
    first: policy.first,
  });
  const planned =
    next && (series === undefined ? next.version : versionOnLine(series, previous, next));
  const version = input.wanted ?? planned ?? null;
  return {
    version,
    level: next?.level ?? null,
    capped: next !== undefined && planned !== next.version,
    notes: releaseNotes(version ?? 'Unreleased', input.date, input.commits, {
      ...(policy.sections
        ? { sections: policy.sections.map(({ type, title }) => [type, title] as const) }
        : {}),
      hidden: policy.hidden,
    }),
  };
}

/**
 * The version on a line: the first of its series where none was released yet, else no more than the
 * next patch of 1.4, or the next minor version of 1.
 */
function versionOnLine(
  series: string,
  previous: string | undefined,
  next: { version: string; level: VersionLevel },
): string {
  if (previous === undefined || !isOfSeries(previous, series)) {
    const [major = '0', minor = '0', patch = '0'] = series.split('.');
    return `${major}.${minor}.${patch}`;
  }
  if (isOfSeries(next.version, series)) return next.version;
  const most = series.includes('.') ? 'patch' : 'minor';
  return semver.inc(previous, most) ?? next.version;
}
