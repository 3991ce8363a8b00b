import type { Id } from '@throughline/contract';
import { readFileAt, type RepositoryCache } from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { pipelinePath, readPipeline, type EnvironmentPipeline, type Onward } from '../pipeline.ts';

import { successesIn } from './place-store.ts';

/** What a deployment would do: from the file at the released commit. */
export interface ReadPlan {
  readonly pipeline: EnvironmentPipeline;
  readonly digest: string;
  readonly onward: readonly Onward[];
}

/**
 * Reads the pipeline at the released commit, as it is for an environment. Throws
 * `release.pipeline_missing` or `release.pipeline_invalid`.
 */
export async function readPlan(
  db: Db,
  cache: RepositoryCache,
  release: { sha: string; version: string; repository_id: Id<'repository'> },
  environment: { id: Id<'environment'>; key: string },
  strategy: string | undefined,
): Promise<ReadPlan> {
  const file = await readFileAt(cache, release.sha, pipelinePath, { maxBytes: 256 * 1024 });
  if (!file || file.entry.kind === 'link') {
    throw problem(
      'release.pipeline_missing',
      `The released commit has no ${pipelinePath}. Add one, then cut a new release.`,
    );
  }
  const reading = readPipeline(file.bytes);
  const invalid = (faults: readonly string[]) =>
    problem('release.pipeline_invalid', `${pipelinePath}: ${faults[0] ?? 'is not valid'}`, {
      errors: faults,
    });
  if (!reading.ok) throw invalid(reading.faults);
  const place = { environment_id: environment.id, repository_id: release.repository_id };
  const { key } = environment;
  const pipeline = reading.of({
    environment: key,
    version: release.version,
    strategy,
    before: await successesIn(db, place),
  });
  if (!pipeline) {
    throw problem('release.pipeline_missing', `${pipelinePath} has no steps for “${key}”.`);
  }
  if ('fault' in pipeline) throw invalid([pipeline.fault]);
  return { pipeline, digest: reading.digest, onward: reading.onwardFrom(key) };
}
