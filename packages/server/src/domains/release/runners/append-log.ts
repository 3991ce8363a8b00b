import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { staleFence } from '../deployments/settle-attempt.ts';
import type { ReleaseTables } from '../tables.ts';
import { maximumLogBytes } from './claim-work.ts';
import { heldAttempt } from './store.ts';

/**
 * Appends a chunk to an attempt's log. A chunk that is there already isn't kept twice; what goes
 * beyond the limit isn't kept at all, and the log says so.
 */
export async function appendLog(
  context: WriteContext,
  runner: Id<'runner'>,
  id: Id<'attempt'>,
  chunk: { fence: number; sequence: number; text: string },
): Promise<void> {
  const { tx, now } = context;
  const held = await heldAttempt(tx, { id, fence: chunk.fence, runner });
  if (!held) throw staleFence();
  if (held.log_truncated) return;
  const tables = tx.$extendTables<ReleaseTables>();
  const bytes = Buffer.byteLength(chunk.text);
  if (Number(held.log_bytes) + bytes > maximumLogBytes) {
    await tables
      .updateTable('step_attempt')
      .set({ log_truncated: true })
      .where('id', '=', id)
      .execute();
    return;
  }
  // NUL and what is no character at all can't stand in a text of PostgreSQL.
  const text = chunk.text.toWellFormed().replaceAll('\0', '\u{fffd}');
  const kept = await tables
    .insertInto('attempt_log')
    .values({ attempt_id: id, sequence: chunk.sequence, at: toDate(now), text })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sequence')
    .executeTakeFirst();
  if (!kept) return;
  await tables
    .updateTable('step_attempt')
    .set({ log_bytes: sql<string>`log_bytes + ${bytes}` })
    .where('id', '=', id)
    .execute();
}
