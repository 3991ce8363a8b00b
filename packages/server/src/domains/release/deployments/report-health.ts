import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { Health, ReleaseTables } from '../tables.ts';
import { deploymentRef } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { lockDeployment, type DeploymentRow } from './store.ts';

/** What was observed, and until when that counts. */
export interface Observation {
  readonly state: Health;
  readonly says: string;
  readonly until: Temporal.Instant | null;
}

/**
 * Keeps an observation of a deployment that runs; `deployment.health_changed` only where its health
 * is another than before. Returns the revision.
 */
export async function observeHealth(
  context: WriteContext,
  deployment: DeploymentRow,
  seen: Observation,
): Promise<number> {
  const { tx, now, actor } = context;
  const until = seen.until && toDate(seen.until);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({
      health: seen.state,
      health_says: seen.says,
      health_at: toDate(now),
      health_until: until,
    })
    .where('id', '=', deployment.id)
    .execute();
  const ref = deploymentRef(deployment.id);
  if (deployment.health === seen.state) return (await loadEntity(tx, actor, ref)).revision;
  return changeEntity({ ...context, ifMatch: undefined }, ref, {
    action: 'deployment.health_changed',
    after: { health: seen.state, says: seen.says, until: seen.until?.toString() ?? null },
  });
}

/** Takes an outside monitor's word for the health of what runs. */
export async function reportHealth(
  context: WriteContext,
  id: Id<'deployment'>,
  input: { state: 'healthy' | 'unhealthy'; says: string; seconds: number },
): Promise<number> {
  const deployment = await lockDeployment(context.tx, id);
  await authoriseDeployment(context, deployment);
  if (!deployment.current) {
    throw problem('wrong_state', 'This deployment is not what runs in its environment now.');
  }
  const until = context.now.add({ seconds: input.seconds });
  return observeHealth(context, deployment, { state: input.state, says: input.says, until });
}
