import type { Db } from '../../platform/database/connect.ts';
import { calendar } from '../org/index.ts';
import { dueDates } from './rules.ts';

/** What day it is for the organisation at a moment. */
export async function todayOf(db: Db, now: Temporal.Instant): Promise<Temporal.PlainDate> {
  return now.toZonedDateTimeISO((await calendar(db)).timeZone).toPlainDate();
}

/** The dates of working-day offsets from T0 by the organisation's calendar. */
export async function organisationDueDates(
  db: Db,
  targetOn: string,
): Promise<(offset: number) => string> {
  return dueDates(await calendar(db), targetOn);
}
