import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { staleFence } from '../deployments/settle-attempt.ts';
import type { ReleaseTables } from '../tables.ts';
import { leaseSeconds } from './claim-work.ts';
import { attemptTables, heldAttempt } from './store.ts';

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
  const { rows: extended } = await sql`
    update ${sql.table(attemptTables[held.of].attempts)}
    set lease_until = ${toDate(now.add({ seconds: leaseSeconds }))}
    where id = ${id} and fence = ${fence} and state = 'running' returning id
  `.execute(tx);
  if (extended.length === 0) throw staleFence();
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('runner')
    .set({ last_seen_at: toDate(now) })
    .where('id', '=', runner)
    .execute();
  return { leaseSeconds, cancel: held.cancel };
}
