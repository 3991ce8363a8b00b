import type { Id, PatchStrategy } from '@throughline/contract';
import semver from 'semver';
import type { Db } from '../../../platform/database/connect.ts';
import { isOfSeries } from '../lines/line-rules.ts';
import { linesOf } from '../lines/store.ts';
import { workflowOf } from '../workflow/workflow-store.ts';

/** A line that a release may open. */
export interface LineToOpen {
  readonly branch: string;
  readonly series: string;
  readonly strategy: PatchStrategy;
  /** The repository's rules say that it does, unless told otherwise. */
  readonly byRule: boolean;
}

/**
 * The line that a release of the default branch may open: the one of its minor version, where there
 * is none yet. Undefined for a release of a line, for a patch, and where the line is there.
 */
export async function lineToOpen(
  db: Db,
  repository: Id<'repository'>,
  plan: { version: string | null; line: unknown },
): Promise<LineToOpen | undefined> {
  const version = plan.version === null ? null : semver.parse(plan.version);
  if (version === null || plan.line !== undefined) return undefined;
  const { lines, release } = await workflowOf(db, repository);
  const known = await linesOf(db, repository);
  if (known.some(({ series }) => isOfSeries(version.version, series))) return undefined;
  const series = `${version.major}.${version.minor}`;
  const [pattern = 'release/{version}'] = lines.names;
  return {
    branch: pattern.replace('{version}', series),
    series,
    strategy: lines.windows[series]?.patch ?? lines.patch,
    byRule: release.openLine && version.patch === 0 && version.prerelease.length === 0,
  };
}
