import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext, WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { DomainError, problem } from '../../../platform/problem.ts';
import { retryStep, skipStep } from '../deployments/retry-step.ts';
import { rollBack } from '../deployments/roll-back.ts';
import { settleStep } from '../deployments/settle-step.ts';
import { freezeEnvironment } from '../environments/freeze-environment.ts';
import type { RunnerCheck } from '../runners/require-runner.ts';
import type { ReleaseTables } from '../tables.ts';
import { lockFailure, type FailureRow } from './failure-store.ts';
import { settleFailure } from './settle-failure.ts';

type Input = ParsedInput<OperationOf<'release.actOnFailures'>>['body'];
type Answer = OutputOf<OperationOf<'release.actOnFailures'>>;
type Act = Input['act'];

/**
 * Does one thing about each of some failures, each in a transaction of its own. What is refused of
 * one says why, and keeps nothing from the others.
 */
export async function actOnFailures(
  context: ActContext,
  deps: { runners: RunnerCheck },
  { failures, act }: Input,
): Promise<Answer> {
  const results: Answer['results'] = [];
  const frozen = new Set<string>();
  for (const id of new Set(failures)) {
    const failure = toReference('failure', id);
    try {
      const says = await context.write((write) => actOn(write, deps, { id, act, frozen }));
      results.push({ failure, done: true, says });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ failure, done: false, says: error.message });
    }
  }
  return { results };
}

async function actOn(
  context: WriteContext,
  deps: { runners: RunnerCheck },
  { id, act, frozen }: { id: Id<'failure'>; act: Act; frozen: Set<string> },
): Promise<string> {
  const entity = await loadEntity(
    context.tx,
    context.actor,
    { kind: 'failure', id },
    { lock: true },
  );
  const failure = await lockFailure(context.tx, id);
  if (failure.settled_at !== null) throw problem('wrong_state', 'It is settled already.');
  switch (act.do) {
    case 'retry':
      await retryStep(context, deps, deploymentOf(failure));
      return 'The step runs again.';
    case 'skip':
      await skipStep(context, deploymentOf(failure), act.reason);
      return 'The deployment goes on without the step.';
    case 'answer':
      await settleStep(context, deploymentOf(failure), { answer: act.answer, reason: act.reason });
      return 'The answer is taken.';
    case 'roll-back':
      await rollBack(context, deps, deploymentOf(failure), {
        reason: act.reason,
        despiteMigration: false,
      });
      return 'The rollback has begun.';
    case 'freeze':
      return freeze(context, failure, act, frozen);
    case 'hold':
      authorise(context.actor, 'contributor', entity.ownerUnit);
      return hold(context, failure, act);
    case 'release':
      authorise(context.actor, 'contributor', entity.ownerUnit);
      return release(context, failure);
    case 'settle':
      authorise(context.actor, 'contributor', entity.ownerUnit);
      await settleFailure(context, failure, {
        how: 'by-hand',
        note: act.note,
        by: context.actor.name,
      });
      return 'It is settled.';
    case 'assign':
      authorise(context.actor, 'contributor', entity.ownerUnit);
      return assign(context, failure, act.person);
  }
}

function deploymentOf(failure: FailureRow): Id<'deployment'> {
  if (failure.deployment_id === null) {
    throw problem('wrong_state', 'It is about a change, not a deployment: act on the change.');
  }
  return failure.deployment_id;
}

async function freeze(
  context: WriteContext,
  failure: FailureRow,
  { reason, until }: Extract<Act, { do: 'freeze' }>,
  frozen: Set<string>,
): Promise<string> {
  const environment = failure.environment_id;
  if (environment === null) {
    throw problem('wrong_state', 'It stands in no environment that could be frozen.');
  }
  if (frozen.has(environment)) return 'Its environment was frozen with another of these.';
  await freezeEnvironment(context, environment, { reason, until });
  frozen.add(environment);
  return 'Its environment is frozen.';
}

async function hold(
  context: WriteContext,
  failure: FailureRow,
  { reason, until }: Extract<Act, { do: 'hold' }>,
): Promise<string> {
  const end = Temporal.Instant.from(until);
  if (Temporal.Instant.compare(end, context.now) <= 0) {
    throw problem('invalid_input', 'It is held until a moment in the future.');
  }
  if (failure.acting !== null) {
    throw problem('wrong_state', 'Something is being done about it. Wait for how that ends.');
  }
  await change(context, failure, {
    set: { held_until: toDate(end), held_reason: reason, held_by: context.actor.name },
    action: 'failure.held',
    state: 'held',
    after: { reason, until: end.toString() },
  });
  return 'It is held, and nothing new begins in its place.';
}

async function release(context: WriteContext, failure: FailureRow): Promise<string> {
  if (failure.held_until === null) throw problem('wrong_state', 'It is not held.');
  await change(context, failure, {
    set: { held_until: null, held_reason: null, held_by: null },
    action: 'failure.released',
    state: failure.acting === null ? 'open' : 'acting',
    after: {},
  });
  return 'It is no longer held.';
}

async function assign(
  context: WriteContext,
  failure: FailureRow,
  person: Id<'person'> | null,
): Promise<string> {
  if (person === null) {
    await change(context, failure, {
      set: { assignee_id: null },
      action: 'failure.assigned',
      after: { assignee: null },
    });
    return 'Nobody in particular has it now.';
  }
  const { title } = await loadEntity(context.tx, context.actor, { kind: 'person', id: person });
  await change(context, failure, {
    set: { assignee_id: person },
    action: 'failure.assigned',
    after: { assignee: toReference('person', person) },
  });
  return `${title} has it now.`;
}

async function change(
  context: WriteContext,
  failure: FailureRow,
  changed: {
    set: Partial<Pick<FailureRow, 'held_until' | 'held_reason' | 'held_by' | 'assignee_id'>>;
    action: string;
    state?: 'open' | 'held' | 'acting';
    after: Readonly<Record<string, unknown>>;
  },
) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('failure')
    .set(changed.set)
    .where('id', '=', failure.id)
    .execute();
  const { action, state, after } = changed;
  await changeEntity(context, { kind: 'failure', id: failure.id }, { action, state, after });
}
