import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { staleFence } from '../deployments/settle-attempt.ts';
import { maximumLogBytes } from './claim-work.ts';
import { attemptTables, heldAttempt } from './store.ts';

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
  const { attempts, log } = attemptTables[held.of];
  const bytes = Buffer.byteLength(chunk.text);
  if (Number(held.log_bytes) + bytes > maximumLogBytes) {
    await sql`
      update ${sql.table(attempts)} set log_truncated = true where id = ${id}
    `.execute(tx);
    return;
  }
  // NUL and what is no character at all can't stand in a text of PostgreSQL.
  const text = chunk.text.toWellFormed().replaceAll('\0', '\u{fffd}');
  const { numAffectedRows: kept } = await sql`
    insert into ${sql.table(log)} (attempt_id, sequence, at, text)
    values (${id}, ${chunk.sequence}, ${toDate(now)}, ${text}) on conflict do nothing
  `.execute(tx);
  if (!kept) return;
  await sql`
    update ${sql.table(attempts)} set log_bytes = log_bytes + ${bytes} where id = ${id}
  `.execute(tx);
}
