import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { currentFreeze } from '../environments/store.ts';
import { isPlaceHeld } from '../failures/failure-store.ts';
import type { ReleaseTables } from '../tables.ts';
import { currentStep, isActive, stateDuring } from './deployment-rules.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import {
  attemptCounts,
  currentDeployment,
  firstInQueue,
  isPlaceTaken,
  lockDeployment,
  lockPlace,
  stepsOf,
  type DeploymentRow,
  type StepRow,
} from './store.ts';

/**
 * Takes a deployment as far as it can go by itself: from the queue to its turn, from a step that is
 * done to the next. What starts is only intended here (an attempt that is `ready`); whoever carries
 * it out begins once this has been committed.
 */
export async function advanceDeployment(
  context: WriteContext,
  id: Id<'deployment'>,
): Promise<void> {
  const { tx } = context;
  const deployment = await lockDeployment(tx, id);
  if (deployment.state === 'queued' && !(await takeTurn(context, deployment))) return;
  if (deployment.state === 'held') return;
  if (deployment.state !== 'queued' && !isActive(deployment.state)) return;
  const steps = await stepsOf(tx, id);
  const step = currentStep(steps, deployment.phase);
  if (!step) {
    await finish(context, deployment);
  } else if (step.state === 'waiting') {
    await begin(context, deployment, step);
  }
}

async function takeTurn(context: WriteContext, deployment: DeploymentRow): Promise<boolean> {
  const { tx, now } = context;
  await lockPlace(tx, deployment);
  if (await isPlaceTaken(tx, deployment)) return false;
  if (await isPlaceHeld(tx, deployment, now)) return false;
  if ((await firstInQueue(tx, deployment)) !== deployment.id) return false;
  if (await currentFreeze(tx, deployment.environment_id, now)) return false;
  const before = await currentDeployment(tx, deployment);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({ last_good_id: before?.id ?? null })
    .where('id', '=', deployment.id)
    .execute();
  return true;
}

async function begin(context: WriteContext, deployment: DeploymentRow, step: StepRow) {
  const state = stateDuring(deployment.phase, step.kind);
  await moveStep(context, step.id, 'running', null);
  if (step.kind !== 'approval') await intendAttempt(context, step);
  await moveDeployment(context, deployment, {
    action: deployment.state === 'queued' ? 'deployment.started' : 'deployment.advanced',
    state,
    failure: null,
    after: { step: step.name },
  });
}

/** Commits to an attempt of a step: its number, and a fence above every earlier one. */
async function intendAttempt(context: WriteContext, step: StepRow): Promise<void> {
  const { tx, now } = context;
  if (step.kind === 'approval') return;
  const { attempts } = await attemptCounts(tx, step.id);
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('step_attempt')
    .values({
      id: newId('attempt'),
      step_id: step.id,
      deployment_id: step.deployment_id,
      attempt: attempts + 1,
      fence: sql<string>`nextval('attempt_fence')`,
      kind: step.kind,
      state: 'ready',
      due_at: step.kind === 'http' ? toDate(now) : null,
      created_at: toDate(now),
    })
    .execute();
}

async function finish(context: WriteContext, deployment: DeploymentRow) {
  const { tx, now } = context;
  const tables = tx.$extendTables<ReleaseTables>();
  if (deployment.phase === 'rollback') {
    if (deployment.current) {
      await tables
        .updateTable('deployment')
        .set({ current: false })
        .where('id', '=', deployment.id)
        .execute();
      if (deployment.last_good_id) {
        await tables
          .updateTable('deployment')
          .set({ current: true, health: 'unknown', health_until: null, probe_due_at: toDate(now) })
          .where('id', '=', deployment.last_good_id)
          .execute();
      }
    }
    await moveDeployment(context, deployment, {
      action: 'deployment.rolled_back',
      state: 'rolled-back',
    });
    return;
  }
  await tables
    .updateTable('deployment')
    .set({ current: false })
    .where('environment_id', '=', deployment.environment_id)
    .where('repository_id', '=', deployment.repository_id)
    .where('current', '=', true)
    .execute();
  await tables
    .updateTable('deployment')
    .set({ current: true, probe_due_at: toDate(now) })
    .where('id', '=', deployment.id)
    .execute();
  await moveDeployment(context, deployment, {
    action: 'deployment.succeeded',
    state: 'succeeded',
    failure: null,
  });
}
