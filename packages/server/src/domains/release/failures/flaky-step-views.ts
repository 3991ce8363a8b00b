import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';

type Flaky = OutputOf<OperationOf<'release.listFlakySteps'>>['items'][number];

/** So far back a step's runs are looked at. */
export const flakyStepDays = 60;

/**
 * Steps that failed and then passed on the same commit in the same environment: nothing of the code
 * was changed in between. The most frequent first, 100 at most.
 */
export async function flakySteps(
  context: ReadContext,
  within: { repository?: Id<'repository'> | undefined; unit?: Id<'unit'> | undefined },
): Promise<Flaky[]> {
  const since = toDate(context.now.subtract({ hours: 24 * flakyStepDays }));
  const { rows } = await sql<{
    repository_id: Id<'repository'>;
    repository_title: string;
    step: string;
    commits: number;
    failed: number;
    runs: number;
    last_at: Date;
    deployment_id: Id<'deployment'>;
    deployment_title: string;
  }>`
    with run as (
      select deployment.repository_id, deployment.environment_id, deployment.sha,
        deployment_step.name as step, attempt.state, attempt.finished_at, attempt.fence, deployment.id as deployment
      from step_attempt attempt
      join deployment_step on deployment_step.id = attempt.step_id
      join deployment on deployment.id = attempt.deployment_id
      join entity on entity.id = deployment.id and ${visible(context.actor)}
      join entity home on home.id = deployment.repository_id and ${visible(context.actor, 'home')}
      join entity place on place.id = deployment.environment_id and ${visible(context.actor, 'place')}
      where attempt.finished_at > ${since} and attempt.state in ('succeeded', 'failed', 'timed-out')
        and ${within.repository ? sql`deployment.repository_id = ${within.repository}` : sql`true`}
        and ${within.unit ? sql`home.owner_unit_id = ${within.unit}` : sql`true`}
    ), on_commit as (
      select repository_id, step, sha, environment_id,
        count(*) filter (where state <> 'succeeded')::int as failed, count(*)::int as runs,
        max(finished_at) filter (where state <> 'succeeded') as last_at,
        (array_agg(deployment order by finished_at desc) filter (where state <> 'succeeded'))[1]
          as deployment,
        max(fence) filter (where state = 'succeeded')
          > min(fence) filter (where state <> 'succeeded') as flaky
      from run group by repository_id, step, sha, environment_id
    )
    select on_commit.repository_id, home.title as repository_title, on_commit.step,
      count(*) filter (where flaky)::int as commits,
      sum(failed) filter (where flaky)::int as failed, sum(runs)::int as runs,
      max(last_at) filter (where flaky) as last_at,
      (array_agg(deployment order by last_at desc) filter (where flaky))[1] as deployment_id,
      (select entity.title from entity where entity.id =
        (array_agg(deployment order by last_at desc) filter (where flaky))[1]) as deployment_title
    from on_commit join entity home on home.id = on_commit.repository_id
    group by on_commit.repository_id, home.title, on_commit.step
    having bool_or(flaky) order by commits desc, failed desc, last_at desc limit 100
  `.execute(context.db);
  return rows.map((row) => ({
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    step: row.step,
    commits: row.commits,
    failed: row.failed,
    runs: row.runs,
    lastAt: row.last_at.toISOString(),
    deployment: {
      ref: toReference('deployment', row.deployment_id),
      title: row.deployment_title,
    },
  }));
}
