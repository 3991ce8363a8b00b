import type { Id, OperationOf, OutputOf, ParsedInput } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { DomainError } from '../../../platform/problem.ts';
import { currentFreeze, loadEnvironment } from '../environments/store.ts';
import { stepKind, stepSays, type EnvironmentPipeline, type PlannedStep } from '../pipeline.ts';
import { asProblem, cacheWith } from '../releases/read-release.ts';
import { loadRelease } from '../releases/store.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { findObstacles } from './find-obstacles.ts';
import { readPlan } from './read-plan.ts';

type Plan = OutputOf<OperationOf<'release.previewDeployment'>>;
type Query = ParsedInput<OperationOf<'release.previewDeployment'>>['query'];

const nothing = {
  strategy: null,
  strategies: [],
  waves: [],
  steps: [],
  onFailure: '',
  obstacles: [],
};

/** What a deployment would do, wave by wave, and what stands in its way; nothing is written. */
export async function previewDeployment(
  context: ReadContext,
  deps: { caches: RepositoryCaches },
  id: Id<'release'>,
  { environment, strategy }: Query,
): Promise<Plan> {
  const { db, actor, now } = context;
  await loadEntity(db, actor, { kind: 'release', id });
  await loadEntity(db, actor, { kind: 'environment', id: environment });
  const release = await loadRelease(db, id);
  const { key } = await loadEnvironment(db, environment);
  const freeze = await currentFreeze(db, environment, now);
  const frozen = freeze ? `${freeze.by_name} froze it: ${freeze.reason}` : null;
  try {
    return await asProblem(async () => {
      const cache = await cacheWith(deps.caches, release.repository_id, release.sha);
      const { pipeline } = await readPlan(db, cache, release, { id: environment, key }, strategy);
      const wanted = { release, environment, after: pipeline.after };
      return {
        ...planView(pipeline),
        fault: null,
        obstacles: await findObstacles(context, cache, wanted),
        frozen,
      };
    });
  } catch (error) {
    // A fault of the file is what a reader of the plan wants to know.
    const faults = ['release.pipeline_missing', 'release.pipeline_invalid'];
    if (!(error instanceof DomainError) || !faults.includes(error.code)) throw error;
    return { ...nothing, fault: error.message, frozen };
  }
}

function planView(pipeline: EnvironmentPipeline) {
  const { steps, waves, strategy, strategies } = pipeline;
  const of = (wave: number | null) =>
    steps
      .filter((step) => step.wave === wave)
      .map(({ phase, definition }) => ({
        name: definition.name,
        kind: stepKind(definition),
        phase,
        does: stepSays(definition),
        migration: ('run' in definition && definition.migration) || null,
      }));
  return {
    strategy,
    strategies: [...strategies],
    waves: waves.map(({ name, says }, at) => ({ name, says, steps: of(at) })),
    steps: of(null),
    onFailure: failureSays(pipeline, steps),
  };
}

function failureSays(
  { onFailure, rollBackWaves, waves }: EnvironmentPipeline,
  steps: readonly PlannedStep[],
): string {
  if (onFailure === 'stop') return 'A failed step ends it.';
  if (onFailure === 'hold') return 'A failed step holds it until a person decides.';
  if (!steps.some(({ phase }) => phase === 'rollback')) {
    return 'A failed step holds it: it has no rollback.';
  }
  if (waves.length === 0) return 'A failed step rolls it back.';
  return rollBackWaves === 'all'
    ? 'A failed step rolls back its wave and all before it.'
    : 'A failed step rolls back its wave; those before it stay.';
}
