import type { JobRun } from '../../../platform/jobs/jobs.ts';
import { daysToCount } from './usage-rules.ts';
import { countDay, loadUnsettled, settled } from './usage-store.ts';

/**
 * Counts adoption anew on every day that something came in for, a transaction a day. What was waiting
 * is forgotten last: a crash between two days counts them again.
 */
export async function settleAdoption(
  { database, write }: Pick<JobRun, 'database' | 'write'>,
  today: Temporal.PlainDate,
): Promise<void> {
  const { ids, days, last } = await loadUnsettled(database.db);
  for (const day of daysToCount(days, last, today)) {
    await write(({ tx }) => countDay(tx, day));
  }
  if (ids.length > 0) await write(({ tx }) => settled(tx, ids));
}
