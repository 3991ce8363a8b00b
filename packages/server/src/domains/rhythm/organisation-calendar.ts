import {
  businessCalendar,
  parseFiscalCalendar,
  type BusinessCalendar,
  type FiscalCalendar,
} from '@throughline/cadence';
import type { Db } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import { calendar } from '../org/index.ts';

/** The organisation's calendar in the form that `packages/cadence` takes. */
export interface OrganisationCalendar {
  readonly fiscal: FiscalCalendar;
  readonly business: BusinessCalendar;
  readonly zone: string;
}

/** Reads the organisation's calendar. */
export async function organisationCalendar(db: Db): Promise<OrganisationCalendar> {
  const { fiscal, workingWeekdays, holidays, timeZone } = await calendar(db);
  const parsed = parseFiscalCalendar(fiscal);
  if (!parsed.ok)
    throw problem('invalid_input', 'The organisation’s fiscal calendar is not valid.');
  return {
    fiscal: parsed.value,
    business: businessCalendar({ workingWeekdays, holidays }),
    zone: timeZone,
  };
}
