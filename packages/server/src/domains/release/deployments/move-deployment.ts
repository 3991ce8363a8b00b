import type { DeploymentState, EntityRef, Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { followDeployment } from '../failures/follow-deployment.ts';
import type { Failure, ReleaseTables, StepState } from '../tables.ts';
import { isActive } from './deployment-rules.ts';

/** What a move states besides the new state. */
export interface Move {
  /** `deployment.failed`. */
  readonly action: string;
  readonly state: DeploymentState;
  readonly phase?: 'deploy' | 'rollback';
  readonly failure?: Failure | null;
  readonly question?: string | null;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** The reference of a deployment. */
export function deploymentRef(id: Id<'deployment'>): EntityRef<'deployment'> {
  return { kind: 'deployment', id };
}

/**
 * Moves a deployment to a state, in its own table and as the entity that everybody sees, with the
 * fact. Call it with the deployment locked. Returns the revision.
 */
export async function moveDeployment(
  context: WriteContext,
  deployment: { id: Id<'deployment'>; started_at: Date | null },
  move: Move,
): Promise<number> {
  const { tx, now } = context;
  const active = isActive(move.state);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({
      state: move.state,
      ...(move.phase ? { phase: move.phase } : {}),
      ...(active && !deployment.started_at ? { started_at: toDate(now) } : {}),
      finished_at: active || move.state === 'queued' ? null : toDate(now),
      ...(move.failure === undefined
        ? {}
        : { failure: move.failure && JSON.stringify(move.failure) }),
      question: move.question ?? null,
    })
    .where('id', '=', deployment.id)
    .execute();
  await followDeployment(context, deployment.id, move);
  return changeEntity({ ...context, ifMatch: undefined }, deploymentRef(deployment.id), {
    action: move.action,
    state: move.state,
    after: {
      ...move.after,
      ...(move.failure ? { class: move.failure.class, says: move.failure.says } : {}),
    },
  });
}

/** Sets the state of a step, and what is noted at it. */
export async function moveStep(
  context: WriteContext,
  id: Id<'step'>,
  state: StepState,
  note?: string | null,
): Promise<void> {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment_step')
    .set({ state, ...(note === undefined ? {} : { note }) })
    .where('id', '=', id)
    .execute();
}
