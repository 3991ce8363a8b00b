import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import type { ReleaseTables } from '../tables.ts';
import { moveDeployment } from './move-deployment.ts';
import { broughtBy } from './place-store.ts';
import { beginPromotions } from './promotion-store.ts';
import type { DeploymentRow } from './store.ts';

/** Ends a deployment all of whose steps are behind it: it runs now, or what ran before does again. */
export async function finishDeployment(
  context: WriteContext,
  deployment: DeploymentRow,
): Promise<void> {
  if (deployment.phase === 'rollback') await finishRollback(context, deployment);
  else await succeed(context, deployment);
}

async function succeed(context: WriteContext, deployment: DeploymentRow): Promise<void> {
  const { tx, now } = context;
  const tables = tx.$extendTables<ReleaseTables>();
  await tables
    .updateTable('deployment')
    .set({ current: false })
    .where('environment_id', '=', deployment.environment_id)
    .where('repository_id', '=', deployment.repository_id)
    .where('current', '=', true)
    .execute();
  await tables
    .updateTable('deployment')
    .set({ current: true, probe_due_at: toDate(now), revision_due_at: toDate(now) })
    .where('id', '=', deployment.id)
    .execute();
  await beginPromotions(context, deployment.id);
  await moveDeployment(context, deployment, {
    action: 'deployment.succeeded',
    state: 'succeeded',
    failure: null,
  });
}

async function finishRollback(context: WriteContext, deployment: DeploymentRow): Promise<void> {
  const { tx, now } = context;
  const tables = tx.$extendTables<ReleaseTables>();
  if (deployment.current) {
    await tables
      .updateTable('deployment')
      .set({ current: false })
      .where('id', '=', deployment.id)
      .execute();
    if (deployment.last_good_id) {
      const at = toDate(now);
      await tables
        .updateTable('deployment')
        .set({
          current: true,
          health: 'unknown',
          health_until: null,
          probe_due_at: at,
          revision_due_at: at,
        })
        .where('id', '=', deployment.last_good_id)
        .execute();
    }
  }
  await holdBack(context, deployment);
  await moveDeployment(context, deployment, {
    action: 'deployment.rolled_back',
    state: 'rolled-back',
  });
}

/** What was taken back doesn't go there again without an act: the release and what led to it. */
async function holdBack(context: WriteContext, deployment: DeploymentRow): Promise<void> {
  const { tx, now, actor } = context;
  const { last_good_id: lastGood } = deployment;
  const good = lastGood ? await broughtBy(tx, lastGood) : undefined;
  // The same commit again: what broke wasn't in it.
  if (good?.sha === deployment.sha) return;
  const { version } = await broughtBy(tx, deployment.id);
  const tables = tx.$extendTables<ReleaseTables>();
  // The newest rollback of the same commit says it for those before.
  await tables
    .updateTable('deployment_lock')
    .set({ ended_at: toDate(now), ended_by: actor.name })
    .where('environment_id', '=', deployment.environment_id)
    .where('repository_id', '=', deployment.repository_id)
    .where('bad_sha', '=', deployment.sha)
    .where('ended_at', 'is', null)
    .execute();
  await tables
    .insertInto('deployment_lock')
    .values({
      id: newId('deployment_lock'),
      environment_id: deployment.environment_id,
      repository_id: deployment.repository_id,
      hard: false,
      reason: good
        ? `${version} was rolled back here. What came after ${good.version} up to it goes there again only by an act.`
        : `${version} was rolled back here. It, and what came before it, goes there again only by an act.`,
      by_name: actor.name,
      since: toDate(now),
      rolled_back_id: deployment.id,
      good_sha: good?.sha ?? null,
      bad_sha: deployment.sha,
    })
    .execute();
}
