import type { SecuritySeverity } from '../tables.ts';

/** Within how many days a finding of each severity is to be fixed. */
export type Deadlines = Readonly<Record<SecuritySeverity, number>>;

/** What holds until an organisation sets its own. */
export const usualDeadlines: Deadlines = { critical: 7, high: 30, medium: 90, low: 180 };

/** The last day on which a finding may be open. */
export function dueOnOf(
  found: Temporal.PlainDate,
  severity: SecuritySeverity,
  deadlines: Deadlines,
): string {
  return found.add({ days: deadlines[severity] }).toString();
}
