import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { currentFreeze } from '../environments/store.ts';
import { isPlaceHeld } from '../failures/failure-store.ts';
import { currentLocks } from '../locks/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { currentStep, isActive, stateDuring } from './deployment-rules.ts';
import { finishDeployment } from './finish-deployment.ts';
import { moveDeployment, moveStep } from './move-deployment.ts';
import { currentDeployment, firstInQueue, isPlaceTaken, lockPlace } from './place-store.ts';
import {
  attemptCounts,
  lockDeployment,
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
    await finishDeployment(context, deployment);
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
  const freeze = await currentFreeze(tx, deployment.environment_id, now);
  if (freeze && !(await passesFreeze(context, deployment))) return false;
  const locks = await currentLocks(tx, deployment, now);
  if (locks.some(({ hard }) => hard)) return false;
  const before = await currentDeployment(tx, deployment);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({ last_good_id: before?.id ?? null })
    .where('id', '=', deployment.id)
    .execute();
  return true;
}

/** A hotfix passes a freeze once it is approved; one that nobody approved in time is ended. */
async function passesFreeze(context: WriteContext, deployment: DeploymentRow): Promise<boolean> {
  const { hotfix_until: until, hotfix_approved_by: approver } = deployment;
  if (until === null) return false;
  if (until > toDate(context.now)) return approver !== null;
  await moveDeployment(context, deployment, {
    action: 'deployment.hotfix_expired',
    state: 'cancelled',
    question:
      approver === null
        ? 'Nobody approved it as a hotfix in time.'
        : 'It was approved as a hotfix, but did not begin in time.',
  });
  return false;
}

async function begin(context: WriteContext, deployment: DeploymentRow, step: StepRow) {
  const state = stateDuring(deployment.phase, step.kind);
  await moveStep(context, step.id, 'running', null);
  await intendAttempt(context, step);
  await moveDeployment(context, deployment, {
    action: deployment.state === 'queued' ? 'deployment.started' : 'deployment.advanced',
    state,
    // What is taken back keeps the failure for which it is.
    ...(deployment.phase === 'deploy' ? { failure: null } : {}),
    after: { step: step.name, ...(step.wave === null ? {} : { wave: step.wave }) },
  });
}

/**
 * Commits to an attempt of a step: its number, and a fence above every earlier one. A migration is
 * on record from here on, whatever becomes of it.
 */
async function intendAttempt(context: WriteContext, step: StepRow): Promise<void> {
  const { tx, now } = context;
  if (step.kind === 'approval' || step.kind === 'manual') return;
  const { attempts } = await attemptCounts(tx, step.id);
  const tables = tx.$extendTables<ReleaseTables>();
  const id = newId('attempt');
  await tables
    .insertInto('step_attempt')
    .values({
      id,
      step_id: step.id,
      deployment_id: step.deployment_id,
      attempt: attempts + 1,
      fence: sql<string>`nextval('attempt_fence')`,
      kind: step.kind,
      state: 'ready',
      due_at: step.kind === 'command' ? null : toDate(now),
      created_at: toDate(now),
    })
    .execute();
  const { definition } = step;
  if (!('run' in definition) || definition.migration === undefined) return;
  await tables
    .insertInto('deployment_migration')
    .values({
      attempt_id: id,
      deployment_id: step.deployment_id,
      step_id: step.id,
      reversible: definition.migration === 'reversible',
      at: toDate(now),
    })
    .execute();
}
