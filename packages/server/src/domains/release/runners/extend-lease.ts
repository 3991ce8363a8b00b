import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { staleFence } from '../deployments/settle-attempt.ts';
import type { ReleaseTables } from '../tables.ts';
import { leaseSeconds } from './claim-work.ts';
import { heldAttempt } from './store.ts';

/** Begins a lease anew, and tells the runner whether somebody wants the command to end. */
export async function extendLease(
  context: WriteContext,
  runner: Id<'runner'>,
  id: Id<'attempt'>,
  fence: number,
): Promise<{ leaseSeconds: number; cancel: boolean }> {
  const { tx, now } = context;
  const held = await heldAttempt(tx, { id, fence, runner });
  if (!held) throw staleFence();
  const tables = tx.$extendTables<ReleaseTables>();
  const extended = await tables
    .updateTable('step_attempt')
    .set({ lease_until: toDate(now.add({ seconds: leaseSeconds })) })
    .where('id', '=', id)
    .where('fence', '=', String(fence))
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  if (!extended) throw staleFence();
  await tables
    .updateTable('runner')
    .set({ last_seen_at: toDate(now) })
    .where('id', '=', runner)
    .execute();
  return { leaseSeconds, cancel: held.cancel_reason !== null };
}
