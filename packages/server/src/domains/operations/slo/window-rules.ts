import type { SloWindow } from './budget-rules.ts';

/** How an SLO's window is declared. */
export interface WindowTerms {
  readonly days: number | null;
  readonly period: 'month' | 'quarter' | null;
}

const startOf = (day: Temporal.PlainDate, zone: string) =>
  day.toZonedDateTime({ timeZone: zone }).epochMilliseconds;

/** The days of a window that holds a day: the first one, and the one after the last. */
function windowDays(
  { days, period }: WindowTerms,
  today: Temporal.PlainDate,
): { readonly first: Temporal.PlainDate; readonly after: Temporal.PlainDate } {
  if (period === null) {
    const after = today.add({ days: 1 });
    return { first: after.subtract({ days: days ?? 28 }), after };
  }
  const month = today.with({ day: 1 });
  if (period === 'month') return { first: month, after: month.add({ months: 1 }) };
  const first = month.subtract({ months: (month.month - 1) % 3 });
  return { first, after: first.add({ months: 3 }) };
}

/**
 * The window of an SLO at a moment. Whole days of the organisation where days are measured or the
 * calendar says; else exactly so many days back.
 */
export function windowAt(
  terms: WindowTerms,
  at: { readonly now: number; readonly today: Temporal.PlainDate; readonly zone: string },
  byDay: boolean,
): SloWindow {
  if (terms.period === null && !byDay) {
    return { from: at.now - (terms.days ?? 28) * 86_400_000, to: at.now };
  }
  const { first, after } = windowDays(terms, at.today);
  return { from: startOf(first, at.zone), to: startOf(after, at.zone) };
}

/** A day as [from, to) in milliseconds of the epoch. */
export function daySpan(on: string, zone: string): { readonly from: number; readonly to: number } {
  const day = Temporal.PlainDate.from(on);
  return { from: startOf(day, zone), to: startOf(day.add({ days: 1 }), zone) };
}
