import { randomUUID } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { currentFreeze } from './store.ts';

/** Lets no new deployment begin in an environment; those under way go on. */
export async function freezeEnvironment(
  context: WriteContext,
  id: Id<'environment'>,
  input: { reason: string; until?: string | undefined },
): Promise<number> {
  const { tx, actor, now } = context;
  const ref = { kind: 'environment', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  const until = input.until === undefined ? null : Temporal.Instant.from(input.until);
  if (until && Temporal.Instant.compare(until, now) <= 0) {
    throw problem('invalid_input', 'The freeze must end in the future.');
  }
  if (await currentFreeze(tx, id, now)) {
    throw problem('wrong_state', 'The environment is frozen already. End that freeze first.');
  }
  const tables = tx.$extendTables<ReleaseTables>();
  // One that ran out is closed now, so that there is one open row at most.
  await tables
    .updateTable('environment_freeze')
    .set({ ended_at: toDate(now) })
    .where('environment_id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
  await tables
    .insertInto('environment_freeze')
    .values({
      id: randomUUID(),
      environment_id: id,
      reason: input.reason,
      by_name: actor.name,
      since: toDate(now),
      until: until && toDate(until),
    })
    .execute();
  return changeEntity(context, ref, {
    action: 'environment.frozen',
    after: { reason: input.reason, until: until?.toString() ?? null },
  });
}

/** Ends a freeze. */
export async function unfreezeEnvironment(
  context: WriteContext,
  id: Id<'environment'>,
): Promise<number> {
  const { tx, actor, now } = context;
  const ref = { kind: 'environment', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  if (!(await currentFreeze(tx, id, now))) {
    throw problem('wrong_state', 'The environment is not frozen.');
  }
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('environment_freeze')
    .set({ ended_at: toDate(now) })
    .where('environment_id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
  return changeEntity(context, ref, { action: 'environment.unfrozen' });
}
