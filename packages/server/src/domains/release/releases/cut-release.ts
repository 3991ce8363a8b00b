import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { openLineJob } from '../lines/open-line.ts';
import { loadHotfix } from '../lines/store.ts';
import { insertLine } from '../lines/sync-lines.ts';
import { changesOf } from '../repositories/change-store.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import type { ReleaseTables } from '../tables.ts';
import { lineToOpen } from './line-to-open.ts';
import { commitsOf, readRelease, type WantedRelease } from './read-release.ts';
import { releaseOfTag } from './store.ts';

/** The job that settles a release with its remote. */
export const tagJob = 'release.push-tag';

/**
 * Cuts a release: what it is, is decided and kept now; that its tag is pushed follows, and a crash
 * in between is settled by looking at the remote.
 */
export async function cutRelease(
  context: WriteContext,
  deps: {
    caches: RepositoryCaches;
    jobs: Jobs;
    today: (context: { now: Temporal.Instant }) => Temporal.PlainDate;
  },
  input: Omit<WantedRelease, 'date'> & {
    repository: Id<'repository'>;
    openLine?: boolean | undefined;
  },
): Promise<{ id: Id<'release'>; revision: number; version: string; tag: string }> {
  const { tx, actor, now } = context;
  const repository = { kind: 'repository', id: input.repository } as const;
  const entity = await loadEntity(tx, actor, repository, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const date = now.toString().slice(0, 10);
  await requireVisible(context, input);
  const plan = await readRelease({ db: tx, caches: deps.caches }, input.repository, {
    ...input,
    date,
  });
  if (plan.version === null) {
    throw problem(
      'release.nothing_to_release',
      'No commit since the last release is a feature or a fix by Conventional Commits. Name a version to release nevertheless.',
    );
  }
  if (await releaseOfTag(tx, input.repository, plan.tag)) {
    throw problem('already_exists', `${plan.tag} has been released already.`);
  }
  const { id, revision } = await createEntity(context, {
    kind: 'release',
    title: `${entity.title} ${plan.version}`,
    state: 'cutting',
    ownerUnit: entity.ownerUnit,
    after: { version: plan.version, tag: plan.tag, sha: plan.sha },
  });
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('release')
    .values({
      id,
      repository_id: input.repository,
      version: plan.version,
      tag: plan.tag,
      tagged_at: toDate(now),
      sha: plan.sha,
      previous_tag: plan.previous?.tag ?? null,
      previous_sha: plan.previous?.sha ?? null,
      commits: plan.commits.length,
      notes: plan.notes,
      cut_by: actor.name,
      line_id: plan.line?.id ?? null,
      hotfix_id: input.hotfix ?? null,
    })
    .execute();
  for (const change of await changesOf(tx, input.repository, commitsOf(plan.commits))) {
    await link(context, { kind: 'release', id }, 'contains', change);
  }
  const opens = await lineToOpen(tx, input.repository, plan);
  if (opens && (input.openLine ?? opens.byRule)) {
    const line = await insertLine(context, {
      repository: input.repository,
      title: `${entity.title} ${opens.series}`,
      ownerUnit: entity.ownerUnit,
      state: 'opening',
      since: deps.today(context),
      row: {
        branch: opens.branch,
        series: opens.series,
        head: null,
        strategy: opens.strategy,
        supportedUntil: null,
        setBy: 'found',
        opensAt: plan.sha,
      },
    });
    await deps.jobs.enqueue(tx, openLineJob, { line: line.id });
  }
  await deps.jobs.enqueue(tx, tagJob, { release: id });
  return { id, revision, version: plan.version, tag: plan.tag };
}

/** Throws where what is to be released from isn't there for the actor, or is over. */
async function requireVisible(
  { tx, actor }: WriteContext,
  input: { line?: Id<'release_line'> | undefined; hotfix?: Id<'hotfix'> | undefined },
): Promise<void> {
  if (input.line) await loadEntity(tx, actor, { kind: 'release_line', id: input.line });
  if (!input.hotfix) return;
  const { state } = await loadHotfix(tx, input.hotfix, true);
  if (state !== 'open') throw problem('wrong_state', 'Only a hotfix that is open can be released.');
}
