import { fiscalYear, fiscalYearOf, type FiscalCalendar } from '@throughline/cadence';
import type { OperationOf, OutputOf } from '@throughline/contract';

type Quarters = OutputOf<OperationOf<'strategy.getRoadmap'>>['quarters'];

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** How far from today the axis goes at most, whatever somebody dated. */
const farthest = { years: 10 };

function clamped(day: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const { compare } = Temporal.PlainDate;
  if (compare(day, today.subtract(farthest)) < 0) return today.subtract(farthest);
  return compare(day, today.add(farthest)) > 0 ? today.add(farthest) : day;
}

/**
 * The fiscal quarters that a roadmap's axis shows: whole fiscal years, from the one before today's
 * to the one after next, and further where a day lies there. Months are named after the calendar
 * where it has months, `P1` to `P12` where it has periods of whole weeks.
 */
export function roadmapCalendar(
  calendar: FiscalCalendar,
  today: Temporal.PlainDate,
  days: readonly Temporal.PlainDate[],
): Quarters {
  const present = fiscalYearOf(calendar, today).year;
  const years = days.map((day) => fiscalYearOf(calendar, clamped(day, today)).year);
  const first = years.reduce((least, year) => Math.min(least, year), present - 1);
  const last = years.reduce((most, year) => Math.max(most, year), present + 2);
  const quarters: Quarters = [];
  for (let year = first; year <= last; year++) {
    const { quarters: spans, periods } = fiscalYear(calendar, year);
    for (const span of spans) {
      quarters.push({
        fiscalYear: year,
        quarter: span.number,
        from: span.start.toString(),
        to: span.end.toString(),
        months: periods
          .filter((period) => period.quarter === span.number)
          .map((period) => ({
            name:
              calendar.pattern === 'month'
                ? (months[period.start.month - 1] ?? '')
                : `P${period.number}`,
            from: period.start.toString(),
            to: period.end.toString(),
          })),
      });
    }
  }
  return quarters;
}
