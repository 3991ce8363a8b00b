import { toReference, type EntityRef, type Id } from '@throughline/contract';
import semver from 'semver';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { loadRelease } from '../releases/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { requirePatchable } from '../backports/ask-backports.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { isOfSeries } from './line-rules.ts';
import { openLineJob } from './open-line.ts';
import { linesOf, takenVersions } from './store.ts';
import { insertLine } from './sync-lines.ts';

/** The job that brings a hotfix's branch to the remote. */
export const hotfixJob = 'release.start-hotfix';

/** What starting a hotfix needs. */
export interface HotfixDeps {
  readonly jobs: Jobs;
  readonly today: (context: { now: Temporal.Instant }) => Temporal.PlainDate;
}

/** The next patch after a version that isn't taken. */
export function nextPatch(version: string, taken: readonly string[]): string {
  let next = semver.inc(version, 'patch');
  // The patch after 1.4.0-rc.1 is 1.4.0 itself: a hotfix of it goes beyond.
  while (next !== null && taken.includes(next)) next = semver.inc(next, 'patch');
  return next ?? version;
}

/**
 * Starts a hotfix: the next patch version is taken for it now, its branch at the release's commit
 * is pushed after. It is linked to the incident or the initiative for which it is made. Where the
 * release has no line yet, one is opened at it: what is patched is kept alive.
 */
export async function startHotfix(
  context: WriteContext,
  deps: HotfixDeps,
  input: {
    release: Id<'release'>;
    reason: string;
    incident?: Id<'incident'> | undefined;
    initiative?: Id<'initiative'> | undefined;
  },
): Promise<{ id: Id<'hotfix'>; version: string; branch: string }> {
  const { tx, actor, now } = context;
  const ref = { kind: 'release', id: input.release } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  if (entity.state !== 'cut') {
    throw problem('wrong_state', 'Only what was released can be fixed from its tag.');
  }
  const release = await loadRelease(tx, input.release);
  await loadEntity(tx, actor, { kind: 'repository', id: release.repository_id }, { lock: true });
  const line = await lineOfRelease(context, deps, release, entity.ownerUnit);
  const serves = servedBy(input);
  if (serves) await loadEntity(tx, actor, serves);
  const version = nextPatch(release.version, await takenVersions(tx, release.repository_id));
  const id = newId('hotfix');
  const branch = `hotfix/${version}`;
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('hotfix')
    .values({
      id,
      repository_id: release.repository_id,
      release_id: input.release,
      line_id: line,
      version,
      branch,
      base: release.sha,
      reason: input.reason,
      state: 'starting',
      serves_id: serves?.id ?? null,
      by_name: actor.name,
      at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'release.hotfix_started',
    entity: ref,
    after: {
      hotfix: toReference('hotfix', id),
      version,
      branch,
      reason: input.reason,
      serves: serves ? toReference(serves.kind, serves.id) : null,
    },
  });
  await deps.jobs.enqueue(tx, hotfixJob, { hotfix: id });
  return { id, version, branch };
}

async function lineOfRelease(
  context: WriteContext,
  deps: HotfixDeps,
  release: { repository_id: Id<'repository'>; version: string; sha: string },
  ownerUnit: Id<'unit'> | null,
): Promise<Id<'release_line'>> {
  const { tx, actor } = context;
  const known = await linesOf(tx, release.repository_id);
  const line = known.find(({ series }) => isOfSeries(release.version, series));
  if (line) {
    if (line.state !== 'opening') requirePatchable(line);
    return line.id;
  }
  const home = { kind: 'repository', id: release.repository_id } as const;
  const { title } = await loadEntity(tx, actor, home);
  const { lines: rules } = await workflowOf(tx, release.repository_id);
  const series = `${semver.major(release.version)}.${semver.minor(release.version)}`;
  const opened = await insertLine(context, {
    repository: release.repository_id,
    title: `${title} ${series}`,
    ownerUnit,
    state: 'opening',
    since: deps.today(context),
    row: {
      branch: (rules.names[0] ?? 'release/{version}').replace('{version}', series),
      series,
      head: null,
      strategy: 'hotfix-from-tag',
      supportedUntil: null,
      setBy: 'person',
      opensAt: release.sha,
    },
  });
  await deps.jobs.enqueue(tx, openLineJob, { line: opened.id });
  return opened.id;
}

function servedBy(input: {
  incident?: Id<'incident'> | undefined;
  initiative?: Id<'initiative'> | undefined;
}): EntityRef<'incident' | 'initiative'> | undefined {
  if (input.incident) return { kind: 'incident', id: input.incident };
  return input.initiative && { kind: 'initiative', id: input.initiative };
}
