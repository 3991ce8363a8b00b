import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';

const logDays = 90;
const checkDays = 400;

/** Forgets the logs of checks after 90 days, and what was reported of commits after 400. */
export async function forgetChecks(context: WriteContext): Promise<void> {
  const before = (days: number) => toDate(context.now.subtract({ hours: days * 24 }));
  await sql`delete from check_log where at < ${before(logDays)}`.execute(context.tx);
  await sql`delete from commit_check where at < ${before(checkDays)}`.execute(context.tx);
}
