import type { Id } from '@throughline/contract';
import { readFileAt, type RepositoryCache } from '@throughline/git';
import { toDate } from '../../../platform/clock.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { testsOfCommit } from '../../delivery/index.ts';
import { currentFreeze, loadEnvironment } from '../environments/store.ts';
import { keepCommitsOf } from '../failures/outcome-store.ts';
import { readSuspects, type FlagStandings } from '../failures/read-suspects.ts';
import { pipelinePath, readPipeline, stepKind, type EnvironmentPipeline } from '../pipeline.ts';
import { asProblem, cacheWith } from '../releases/read-release.ts';
import { loadRelease } from '../releases/store.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { requireRunner, type RunnerCheck } from '../runners/require-runner.ts';
import type { Phase, Probe, ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { currentDeployment } from './store.ts';

/**
 * Asks for a deployment: the pipeline is read from the repository at the released commit, its steps
 * are kept with its digest, and it takes its turn at once where the place is free.
 */
export async function deployRelease(
  context: WriteContext,
  deps: { caches: RepositoryCaches; runners: RunnerCheck; flagStandings: FlagStandings },
  input: { release: Id<'release'>; environment: Id<'environment'> },
): Promise<{ id: Id<'deployment'>; revision: number }> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'release', id: input.release });
  const release = await loadRelease(tx, input.release);
  const repository = { kind: 'repository', id: release.repository_id } as const;
  const place = { repository_id: release.repository_id, environment_id: input.environment };
  await authoriseDeployment(context, place);
  if (entity.state !== 'cut') {
    throw problem(
      'wrong_state',
      `The release is ${entity.state}; only one that is cut can be deployed.`,
    );
  }
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: input.environment });
  if (environment.state !== 'open') throw problem('wrong_state', 'This environment has ended.');
  await requireUnfrozen(context, input.environment);
  const { key, probe_url: probeUrl } = await loadEnvironment(tx, input.environment);
  const before = await currentDeployment(tx, place);
  const read = await asProblem(async () => {
    const cache = await cacheWith(deps.caches, release.repository_id, release.sha);
    return {
      ...(await pipelineOf(cache, release.sha, key)),
      arrivals: before
        ? await readSuspects(cache, { sha: release.sha, since: before.sha }, async (keys) => {
            const known = await deps.flagStandings(reading(context), input.environment, keys);
            return new Set(known.keys());
          })
        : { suspects: [], commits: [] },
    };
  });
  const { pipeline } = read;
  if (pipeline.testsGreen) await requireGreenTests(context, repository.id, release.sha);
  if (pipeline.steps.some((step) => 'run' in step))
    await requireRunner(context, deps.runners, repository.id);

  const { id, revision } = await createEntity(context, {
    kind: 'deployment',
    title: `${entity.title} to ${environment.title}`,
    state: 'queued',
    ownerUnit: entity.ownerUnit,
    after: { version: release.version, environment: key, pipeline: read.digest },
  });
  const probe = probeOf(pipeline, probeUrl);
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('deployment')
    .values({
      id,
      ...place,
      release_id: input.release,
      sha: release.sha,
      state: 'queued',
      phase: 'deploy',
      pipeline_digest: read.digest,
      requested_by: actor.name,
      requested_at: toDate(now),
      suspects: JSON.stringify(read.arrivals.suspects),
      probe: probe && JSON.stringify(probe),
    })
    .execute();
  await keepCommitsOf(tx, id, read.arrivals.commits);
  await keepSteps(context, id, 'deploy', pipeline.steps);
  await keepSteps(context, id, 'rollback', pipeline.rollback);
  await link(context, { kind: 'deployment', id }, 'deploys', {
    kind: 'release',
    id: input.release,
  });
  await advanceDeployment(context, id);
  return { id, revision };
}

/** Throws `release.environment_frozen` where a freeze holds the environment. */
export async function requireUnfrozen(
  context: WriteContext,
  environment: Id<'environment'>,
): Promise<void> {
  const freeze = await currentFreeze(context.tx, environment, context.now);
  if (!freeze) return;
  throw problem(
    'release.environment_frozen',
    `${freeze.by_name} froze this environment: ${freeze.reason}`,
    { until: freeze.until?.toISOString() ?? null },
  );
}

/** Throws `release.tests_not_green` where tests of a commit failed, or none has reported. */
async function requireGreenTests(
  context: WriteContext,
  repository: Id<'repository'>,
  sha: string,
): Promise<void> {
  const { state, says } = await testsOfCommit(reading(context), repository, sha);
  if (state === 'green') return;
  throw problem(
    'release.tests_not_green',
    `${says} The pipeline asks for green tests: mend them, or run the job again.`,
  );
}

async function pipelineOf(
  cache: RepositoryCache,
  sha: string,
  environment: string,
): Promise<{ pipeline: EnvironmentPipeline; digest: string }> {
  const file = await readFileAt(cache, sha, pipelinePath, { maxBytes: 256 * 1024 });
  if (!file || file.entry.kind === 'link') {
    throw problem(
      'release.pipeline_missing',
      `The released commit has no ${pipelinePath}. Add one, then cut a new release.`,
    );
  }
  const reading = readPipeline(file.bytes);
  if (!reading.ok) {
    throw problem(
      'release.pipeline_invalid',
      `${pipelinePath}: ${reading.faults[0] ?? 'is not valid'}`,
      {
        errors: reading.faults,
      },
    );
  }
  const pipeline = reading.of(environment);
  if (!pipeline) {
    throw problem('release.pipeline_missing', `${pipelinePath} has no steps for “${environment}”.`);
  }
  return { pipeline, digest: reading.digest };
}

function probeOf(pipeline: EnvironmentPipeline, probeUrl: string | null): Probe | null {
  if (pipeline.health) {
    const { http: url, expect, interval: intervalSeconds } = pipeline.health;
    return { url, expect, intervalSeconds };
  }
  return probeUrl === null ? null : { url: probeUrl, expect: 200, intervalSeconds: 30 };
}

async function keepSteps(
  context: WriteContext,
  deployment: Id<'deployment'>,
  phase: Phase,
  steps: EnvironmentPipeline['steps'],
) {
  if (steps.length === 0) return;
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('deployment_step')
    .values(
      steps.map((definition, ordinal) => ({
        id: newId('step'),
        deployment_id: deployment,
        phase,
        ordinal,
        kind: stepKind(definition),
        name: definition.name,
        definition: JSON.stringify(definition),
        state: 'waiting' as const,
      })),
    )
    .execute();
}
