import type { Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import { calendar, unitsWithin } from '../org/index.ts';

/** The organisation's day at a moment, in its zone. */
export async function organisationDay(
  db: Db,
  now: Temporal.Instant,
): Promise<{ readonly zone: string; readonly today: Temporal.PlainDate }> {
  const { timeZone: zone } = await calendar(db);
  return { zone, today: now.toZonedDateTimeISO(zone).toPlainDate() };
}

/** A unit and those below it today; undefined where all are meant. */
export async function unitsOf(
  context: ReadContext,
  unit: Id<'unit'> | undefined,
): Promise<Id<'unit'>[] | undefined> {
  if (!unit) return undefined;
  const { today } = await organisationDay(context.db, context.now);
  return unitsWithin(context.db, unit, today.toString());
}
