import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
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
import { stepKind, type EnvironmentPipeline } from '../pipeline.ts';
import { asProblem, cacheWith } from '../releases/read-release.ts';
import { loadRelease } from '../releases/store.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { requireRunner, type RunnerCheck } from '../runners/require-runner.ts';
import { missingSecrets } from '../secrets/store.ts';
import type { Despite, Probe, ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { findObstacles, type FoundObstacle } from './find-obstacles.ts';
import { authoriseDeployment } from './policy.ts';
import { keepPromotions, settlePromotion } from './promotion-store.ts';
import { readPlan } from './read-plan.ts';
import { currentDeployment } from './place-store.ts';
import { supersedeWaiting } from './supersede-waiting.ts';

type Input = ParsedInput<OperationOf<'release.deployRelease'>>['body'];

/** What deploying needs. */
export interface DeployDeps {
  readonly caches: RepositoryCaches;
  readonly runners: RunnerCheck;
  readonly flagStandings: FlagStandings;
}

/**
 * Asks for a deployment: the pipeline is read from the repository at the released commit, its plan
 * is kept with its digest, and it takes its turn at once where the place is free.
 */
export async function deployRelease(
  context: WriteContext,
  deps: DeployDeps,
  input: Input,
): Promise<{ id: Id<'deployment'>; revision: number }> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'release', id: input.release });
  const release = await loadRelease(tx, input.release);
  const { repository_id: repository } = release;
  const place = { repository_id: repository, environment_id: input.environment };
  await authoriseDeployment(context, place);
  if (entity.state !== 'cut') {
    const says = `The release is ${entity.state}; only one that is cut can be deployed.`;
    throw problem('wrong_state', says);
  }
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: input.environment });
  if (environment.state !== 'open') throw problem('wrong_state', 'This environment has ended.');
  if (!input.hotfix) await requireUnfrozen(context, input.environment);
  const { key, probe_url: probeUrl } = await loadEnvironment(tx, input.environment);
  const before = await currentDeployment(tx, place);
  const { pipeline, digest, onward, arrivals, obstacles } = await asProblem(async () => {
    const cache = await cacheWith(deps.caches, repository, release.sha);
    const plan = await readPlan(tx, cache, release, { id: input.environment, key }, input.strategy);
    const wanted = { release, environment: input.environment, after: plan.pipeline.after };
    return {
      ...plan,
      arrivals: before
        ? await readSuspects(cache, { sha: release.sha, since: before.sha }, async (keys) => {
            const known = await deps.flagStandings(reading(context), input.environment, keys);
            return new Set(known.keys());
          })
        : { suspects: [], commits: [] },
      obstacles: await findObstacles(reading(context), cache, wanted),
    };
  });
  const despite = passObstacles(context, obstacles, input);
  if (pipeline.testsGreen) await requireGreenTests(context, repository, release.sha);
  if (pipeline.steps.some(({ definition }) => 'run' in definition)) {
    await requireRunner(context, deps.runners, repository);
  }
  await requireSecrets(context, place, pipeline);

  if (pipeline.supersedes) await supersedeWaiting(context, place, entity.title);
  const { id, revision } = await createEntity(context, {
    kind: 'deployment',
    title: `${entity.title} to ${environment.title}`,
    state: 'queued',
    ownerUnit: entity.ownerUnit,
    after: {
      version: release.version,
      environment: key,
      pipeline: digest,
      strategy: pipeline.strategy,
      ...(input.hotfix ? { hotfix: input.hotfix.reason } : {}),
      ...(despite.length > 0 ? { despite } : {}),
    },
  });
  const probe = probeOf(pipeline, probeUrl);
  const { hotfix } = input;
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
      pipeline_digest: digest,
      requested_by: actor.name,
      requested_by_id: actor.kind === 'member' ? actor.id : null,
      requested_at: toDate(now),
      suspects: JSON.stringify(arrivals.suspects),
      probe: probe && JSON.stringify(probe),
      waves: JSON.stringify(pipeline.waves),
      strategy: pipeline.strategy,
      on_failure: pipeline.onFailure,
      roll_back_waves: pipeline.rollBackWaves,
      supersedes: pipeline.supersedes,
      hotfix_reason: hotfix?.reason ?? null,
      hotfix_until: hotfix ? toDate(now.add({ hours: hotfix.hours })) : null,
      despite: JSON.stringify(despite),
      revision_probe: pipeline.revision ? JSON.stringify(pipeline.revision) : null,
    })
    .execute();
  await keepCommitsOf(tx, id, arrivals.commits);
  await keepSteps(context, id, pipeline.steps);
  await keepPromotions(context, id, onward);
  await settlePromotion(context, { release: input.release, next: id, ...place });
  const ref = { kind: 'deployment', id } as const;
  await link(context, ref, 'deploys', { kind: 'release', id: input.release });
  await advanceDeployment(context, id);
  return { id, revision };
}

/**
 * What is passed by this act, with its reason. Throws `release.place_locked` or `release.held_back`
 * for what isn't.
 */
function passObstacles(
  { actor }: WriteContext,
  obstacles: readonly FoundObstacle[],
  input: Input,
): Despite[] {
  const { despite, reason } = input;
  return obstacles.map(({ obstacle, says }) => {
    if (obstacle === null) throw problem('release.place_locked', says);
    if (!despite.includes(obstacle)) {
      const code = obstacle === 'warning' ? 'release.place_locked' : 'release.held_back';
      const how = `Deploy it in spite of that with a reason (“${obstacle}” in \`despite\`), or not at all.`;
      throw problem(code, `${says} ${how}`, { obstacle });
    }
    if (reason.trim() === '') {
      throw problem('invalid_input', `Give a reason to deploy in spite of this: ${says}`);
    }
    return { obstacle, says, reason, by: actor.name };
  });
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

/** Throws `release.secret_missing` where a step names a secret that nobody set. */
async function requireSecrets(
  context: WriteContext,
  place: { repository_id: Id<'repository'>; environment_id: Id<'environment'> },
  pipeline: EnvironmentPipeline,
): Promise<void> {
  const named = pipeline.steps.flatMap(({ definition }) => {
    if ('webhook' in definition) return [definition.secret];
    return 'run' in definition ? definition.secrets : [];
  });
  const [missing] = await missingSecrets(context.tx, place, [...new Set(named)]);
  if (missing === undefined) return;
  throw problem(
    'release.secret_missing',
    `The pipeline asks for the secret ${missing}. Set it on the page of ${toReference('repository', place.repository_id)}.`,
  );
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
  steps: EnvironmentPipeline['steps'],
) {
  const ordinals = { deploy: 0, rollback: 0 };
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('deployment_step')
    .values(
      steps.map(({ phase, wave, definition }) => ({
        id: newId('step'),
        deployment_id: deployment,
        phase,
        ordinal: ordinals[phase]++,
        wave,
        kind: stepKind(definition),
        name: definition.name,
        definition: JSON.stringify(definition),
        state: 'waiting' as const,
      })),
    )
    .execute();
}
