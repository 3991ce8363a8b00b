import { parseFiscalCalendar, quarterOf, type FiscalCalendar } from '@throughline/cadence';
import type { Db } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import { calendar } from '../org/index.ts';

/** The organisation's fiscal calendar. Throws `invalid_input` where what was imported is none. */
export async function fiscalCalendar(db: Db): Promise<FiscalCalendar> {
  const { fiscal } = await calendar(db);
  const parsed = parseFiscalCalendar(fiscal);
  if (!parsed.ok) {
    throw problem('invalid_input', 'The organisation’s fiscal calendar is not valid.');
  }
  return parsed.value;
}

/** The fiscal year and quarter that a day lies in. */
export async function presentQuarter(
  db: Db,
  day: Temporal.PlainDate,
): Promise<{ fiscalYear: number; quarter: number }> {
  const { fiscalYear, number } = quarterOf(await fiscalCalendar(db), day);
  return { fiscalYear, quarter: number };
}
