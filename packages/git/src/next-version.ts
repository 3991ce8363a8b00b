import semver from 'semver';
import { parseConventionalCommit } from './conventional-commit.ts';
import { GitError } from './git-error.ts';
import { withoutReverted, type ReleaseCommit } from './without-reverted.ts';

export type VersionLevel = 'major' | 'minor' | 'patch';

export interface VersionRules {
  /** What a type of commit raises; types that aren't named raise nothing. */
  readonly levels?: Readonly<Record<string, VersionLevel>>;
  /** What a breaking change raises while the major version is 0; `minor` unless told. */
  readonly breakingBeforeOne?: VersionLevel;
  /** The version of a first release; `0.1.0` unless told. */
  readonly first?: string;
  /** Makes a pre-release, such as `rc`: 1.3.0-rc.1, 1.3.0-rc.2 … */
  readonly preRelease?: string;
}

/** SemVer 2.0.0 by Conventional Commits 1.0.0; a faster program is a fix to those who wait. */
const defaultLevels: Readonly<Record<string, VersionLevel>> = {
  feat: 'minor',
  fix: 'patch',
  perf: 'patch',
  revert: 'patch',
};
const rank = { patch: 1, minor: 2, major: 3 } as const;

/**
 * The version that follows from what was done since the current one; undefined where nothing calls
 * for a release. Pairs of a commit and its revert count as nothing.
 *
 * @param current such as `1.2.3` or `v1.2.3`; undefined where there is no release yet
 * @param commits the newest first
 * @throws GitError `invalid_name` for a version or an identifier that is none
 */
export function nextVersion(
  current: string | undefined,
  commits: readonly ReleaseCommit[],
  rules: VersionRules = {},
): { version: string; level: VersionLevel } | undefined {
  const from = current === undefined ? undefined : semver.parse(current);
  const first = semver.valid(rules.first ?? '0.1.0');
  const preRelease = rules.preRelease;
  if (from === null || first === null || (preRelease && !/^[a-z][a-z0-9-]*$/i.test(preRelease))) {
    throw new GitError('invalid_name', 'versions are as SemVer 2.0.0 has them');
  }
  const beforeOne = from === undefined || from.major === 0;
  const level = highest(commits, rules, beforeOne);
  if (level === undefined) return undefined;
  if (from === undefined) {
    return { level, version: preRelease ? `${first}-${preRelease}.1` : first };
  }
  // 1.3.0-rc.2 is on its way to 1.3.0, and what 1.3.0 may hold doesn't raise it further.
  const target = semver.inc(from.version, level) ?? from.version;
  if (!preRelease) return { level, version: target };
  const onTheWay = from.prerelease.length > 0 && coreOf(from) === target;
  const raised = onTheWay ? semver.inc(from.version, 'prerelease', preRelease, '1') : null;
  return { level, version: raised ?? `${target}-${preRelease}.1` };
}

function highest(
  commits: readonly ReleaseCommit[],
  rules: VersionRules,
  beforeOne: boolean,
): VersionLevel | undefined {
  const levels = { ...defaultLevels, ...rules.levels };
  let found: VersionLevel | undefined;
  for (const commit of withoutReverted(commits)) {
    const level = levelOf(
      commit,
      levels,
      beforeOne ? (rules.breakingBeforeOne ?? 'minor') : 'major',
    );
    if (level !== undefined && (found === undefined || rank[level] > rank[found])) found = level;
  }
  return found;
}

function levelOf(
  commit: ReleaseCommit,
  levels: Readonly<Record<string, VersionLevel>>,
  breaking: VersionLevel,
): VersionLevel | undefined {
  if (commit.subject.startsWith('Revert "')) return levels['revert'];
  const parsed = parseConventionalCommit(`${commit.subject}\n\n${commit.body}`);
  if (parsed === undefined) return undefined;
  if (parsed.breaking) return breaking;
  return Object.hasOwn(levels, parsed.type) ? levels[parsed.type] : undefined;
}

function coreOf(version: semver.SemVer): string {
  return `${version.major}.${version.minor}.${version.patch}`;
}
