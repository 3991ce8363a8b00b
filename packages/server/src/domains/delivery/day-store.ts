import type { Db } from '../../platform/database/connect.ts';
import { calendar } from '../org/index.ts';

/** The organisation's day at a moment: `2026-11-23`. */
export async function organisationDay(db: Db, now: Temporal.Instant): Promise<string> {
  const { timeZone } = await calendar(db);
  return now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
