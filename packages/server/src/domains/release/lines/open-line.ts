import type { Id, PatchStrategy } from '@throughline/contract';
import { branchRef, isBranchName, resolveCommit } from '@throughline/git';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { asProblem, cacheWith } from '../releases/read-release.ts';
import { loadRelease } from '../releases/store.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { loadRepository } from '../repositories/store.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { seriesOf } from './line-rules.ts';
import { linesOf } from './store.ts';
import { insertLine } from './sync-lines.ts';

/** The job that brings a line's branch to the remote. */
export const openLineJob = 'release.open-line';

/** Where a new line begins, and what is said of it. */
export interface NewLine {
  readonly repository: Id<'repository'>;
  readonly branch: string;
  readonly release?: Id<'release'> | undefined;
  readonly sha?: string | undefined;
  readonly strategy?: PatchStrategy | undefined;
  readonly supportedUntil?: string | undefined;
}

/** Opens a line. That it shall be is kept now; its branch is pushed after, and again after a crash. */
export async function openLine(
  context: WriteContext,
  deps: {
    caches: RepositoryCaches;
    jobs: Jobs;
    today: (context: { now: Temporal.Instant }) => Temporal.PlainDate;
  },
  input: NewLine,
): Promise<{ id: Id<'release_line'>; revision: number }> {
  const { tx, actor } = context;
  const repository = { kind: 'repository', id: input.repository } as const;
  const home = await loadEntity(tx, actor, repository, { lock: true });
  authorise(actor, 'contributor', home.ownerUnit);
  const { lines: rules } = await workflowOf(tx, input.repository);
  const series = isBranchName(input.branch) ? seriesOf(input.branch, rules.names) : undefined;
  if (series === undefined) {
    throw problem(
      'release.no_line_name',
      `Lines of this repository are named ${rules.names.join(' or ')}.`,
    );
  }
  if ((await linesOf(tx, input.repository)).some(({ branch }) => branch === input.branch)) {
    throw problem('already_exists', `${input.branch} is a release line already.`);
  }
  const opensAt = await beginning(context, deps.caches, input);
  const line = await insertLine(context, {
    repository: input.repository,
    title: `${home.title} ${series}`,
    ownerUnit: home.ownerUnit,
    state: 'opening',
    since: deps.today(context),
    row: {
      branch: input.branch,
      series,
      head: null,
      strategy: input.strategy ?? rules.patch,
      supportedUntil: input.supportedUntil ?? null,
      setBy: input.strategy || input.supportedUntil ? 'person' : 'found',
      opensAt,
    },
  });
  await deps.jobs.enqueue(tx, openLineJob, { line: line.id });
  return line;
}

async function beginning(
  { tx, actor }: WriteContext,
  caches: RepositoryCaches,
  input: NewLine,
): Promise<string> {
  if (input.release) {
    await loadEntity(tx, actor, { kind: 'release', id: input.release });
    const release = await loadRelease(tx, input.release);
    if (release.repository_id !== input.repository) {
      throw problem('release.unknown_revision', 'That release is of another repository.');
    }
    return release.sha;
  }
  const { default_branch: branch } = await loadRepository(tx, input.repository);
  const { sha } = input;
  return asProblem(async () => {
    if (sha) {
      await cacheWith(caches, input.repository, sha);
      return sha;
    }
    if (branch === null) {
      throw problem('release.not_fetched', 'The repository has not been fetched yet.');
    }
    return resolveCommit(await caches.open(input.repository), branchRef(branch));
  });
}
