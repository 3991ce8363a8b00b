import type { DeploymentState, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { isActive } from '../deployments/deployment-rules.ts';
import { logTail } from '../deployments/store.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { Failure, ReleaseTables } from '../tables.ts';
import {
  failedDeployment,
  failedStepOf,
  unsettledBefore,
  unsettledOf,
  type FailureRow,
} from './failure-store.ts';
import { keepFailed, keepRollbackStarted, keepRolledBack, keepSucceeded } from './outcome-store.ts';
import { amendFailure, recordFailure, type Failed } from './record-failure.ts';
import { settleFailure } from './settle-failure.ts';
import type { Acting } from './tables.ts';

/** As much of a move as failures follow. */
export interface FollowedMove {
  readonly action: string;
  readonly state: DeploymentState;
  readonly failure?: Failure | null;
}

const logLines = 400;

/** The acts after which a failure waits for how they end. */
const actings: Readonly<Record<string, Acting>> = {
  'deployment.retried': 'retry',
  'deployment.step_skipped': 'skip',
  'deployment.settled': 'answer',
  'deployment.rollback_started': 'roll-back',
};

/**
 * Keeps the failures of a deployment, and what it came to, in step with its states. Called once by
 * each move, in its transaction.
 */
export async function followDeployment(
  context: WriteContext,
  deployment: Id<'deployment'>,
  move: FollowedMove,
): Promise<void> {
  const { tx, now } = context;
  if (move.failure) {
    if (move.action === 'deployment.failed') await keepFailed(tx, { deployment, now });
    await fail(context, deployment, move.failure);
    return;
  }
  const acting = actings[move.action];
  if (isActive(move.state) && !acting) return;
  const open = await unsettledOf(tx, deployment);
  if (acting) {
    if (acting === 'roll-back') await keepRollbackStarted(tx, { deployment, now });
    if (open) await beginActing(context, open, acting);
    return;
  }
  const settle = (how: Parameters<typeof settleFailure>[2]['how'], note: string) =>
    open && settleFailure(context, open, { how, note, by: open.acting_by ?? context.actor.name });
  if (move.state === 'succeeded') {
    await keepSucceeded(tx, { deployment, now });
    const how = open?.acting ?? 'retry';
    await settle(how, endWords[how]);
    await settleEarlier(context, deployment);
  } else if (move.state === 'rolled-back') {
    await keepRolledBack(tx, { deployment, now });
    await settle('roll-back', endWords['roll-back']);
  } else if (move.state === 'cancelled') {
    await settle('cancelled', 'The deployment was cancelled.');
  } else if (move.state === 'superseded') {
    await settle('cancelled', 'A newer deployment took its place in the queue.');
  }
}

const endWords: Readonly<Record<Acting, string>> = {
  retry: 'The step passed on the same commit when it ran again.',
  skip: 'The deployment succeeded without the step.',
  answer: 'The deployment went on after the answer, and succeeded.',
  'roll-back': 'What ran before runs again.',
};

async function fail(context: WriteContext, id: Id<'deployment'>, failure: Failure) {
  const { tx } = context;
  const deployment = await failedDeployment(tx, id);
  const step = failure.step === null ? undefined : await failedStepOf(tx, failure.step);
  const attempt = step?.attempt_id ?? null;
  const log = attempt === null ? [] : await logTail(tx, attempt, logLines);
  const failed: Failed = {
    about: {
      kind: 'deployment',
      id,
      title: deployment.title,
      ownerUnit: deployment.owner_unit_id,
      restricted: deployment.restricted,
    },
    repository: deployment.repository_id,
    environment: deployment.environment_id,
    production: deployment.production,
    reported: failure.class,
    says: failure.says,
    phase: deployment.phase,
    step: step
      ? {
          id: step.id,
          name: step.name,
          command: commandOf(step.definition),
          migration: migrationOf(step.definition),
        }
      : null,
    attempt,
    wave:
      step === undefined || step.wave === null
        ? null
        : { number: step.wave + 1, of: deployment.waves },
    log: log.length > 0 ? log : failure.log,
  };
  const open = await unsettledOf(tx, id);
  if (open && open.acting === null && open.step_id === (step?.id ?? null)) {
    await amendFailure(context, open.id, failed);
    return;
  }
  if (open) {
    await settleFailure(context, open, {
      how: 'recurred',
      note: `It failed again: ${failure.says}`,
      by: open.acting_by ?? context.actor.name,
    });
  }
  await recordFailure(context, failed);
}

function commandOf(definition: StepDefinition): string {
  if (!('run' in definition)) return '';
  return typeof definition.run === 'string' ? definition.run : definition.run.join(' ');
}

/** What a step says of itself as a migration, where the pipeline's form knows that. */
function migrationOf(definition: StepDefinition): boolean | null {
  return 'migration' in definition && definition.migration !== undefined ? true : null;
}

async function beginActing(context: WriteContext, failure: FailureRow, acting: Acting) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('failure')
    .set({
      acting,
      acting_by: context.actor.name,
      held_until: null,
      held_reason: null,
      held_by: null,
    })
    .where('id', '=', failure.id)
    .execute();
  await changeEntity(
    { ...context, ifMatch: undefined },
    { kind: 'failure', id: failure.id },
    { action: 'failure.acted_on', state: 'acting', after: { act: acting } },
  );
}

/** What failed in this place before is over: something newer runs well there. */
async function settleEarlier(context: WriteContext, id: Id<'deployment'>) {
  const place = await failedDeployment(context.tx, id);
  const earlier = await unsettledBefore(context.tx, { id, ...place });
  for (const failure of earlier) {
    await settleFailure(context, failure, {
      how: 'roll-forward',
      note: `${place.version} was deployed in its place.`,
      by: place.requested_by,
    });
  }
}
