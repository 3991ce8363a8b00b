import { civilDate, dayNumber, daysInMonth } from './day-number.ts';
import type { DayNumber } from './day-number.ts';
import { fiscalYearNumberAt, periodStarts, quarterStarts } from './fiscal-calendar.ts';
import type { FiscalCalendar } from './fiscal-calendar.ts';
import { isoDay } from './iso-day.ts';
import type { Anchor, BoundaryAnchor, FiscalSpanKind } from './rule.ts';
import { spend } from './work-budget.ts';
import type { WorkBudget } from './work-budget.ts';

/** Something dated that rules may be anchored to: a launch, the start of a sprint. */
export interface CadenceEvent {
  /** What rules call it: `launch`, `sprint-start`. */
  event: string;
  /** Unique among events of its name; part of the keys of its occurrences. */
  id: string;
  /** ISO date; when it moves, its occurrences move and keep their keys. */
  date: string;
}

interface DayWindow {
  from: DayNumber;
  to: DayNumber;
}

export interface FiscalSpanDays {
  /** `FY2027`, `FY2027-Q1` or `FY2027-P01` */
  key: string;
  number: number;
  first: DayNumber;
  last: DayNumber;
}

/** The fiscal years, quarters or periods that touch a window, in order. */
export function fiscalSpans(
  calendar: FiscalCalendar,
  kind: FiscalSpanKind,
  window: DayWindow,
  budget: WorkBudget,
): FiscalSpanDays[] {
  const spans: FiscalSpanDays[] = [];
  const lastYear = fiscalYearNumberAt(calendar, window.to);
  for (let year = fiscalYearNumberAt(calendar, window.from); year <= lastYear; year++) {
    const periods = periodStarts(calendar, year);
    const starts = boundariesOf(kind, periods);
    spend(budget, starts.length);
    starts.forEach((first, index) => {
      const next = starts[index + 1];
      if (next === undefined || next - 1 < window.from || first > window.to) return;
      spans.push({ key: spanKey(kind, year, index + 1), number: index + 1, first, last: next - 1 });
    });
  }
  return spans;
}

function boundariesOf(kind: FiscalSpanKind, periods: readonly DayNumber[]): readonly DayNumber[] {
  if (kind === 'period') return periods;
  if (kind === 'quarter') return quarterStarts(periods);
  return periods.filter((_, index) => index === 0 || index === 12);
}

function spanKey(kind: FiscalSpanKind, year: number, number: number): string {
  if (kind === 'year') return `FY${year}`;
  return kind === 'quarter'
    ? `FY${year}-Q${number}`
    : `FY${year}-P${String(number).padStart(2, '0')}`;
}

/** Calls back for each calendar month that touches a window, in order. */
export function eachMonth(
  window: DayWindow,
  budget: WorkBudget,
  visit: (month: { year: number; month: number; first: DayNumber; last: DayNumber }) => void,
): void {
  let { year, month } = civilDate(window.from);
  for (let first = dayNumber(year, month, 1); first <= window.to;) {
    spend(budget, 1);
    const next = first + daysInMonth(year, month);
    visit({ year, month, first, last: next - 1 });
    first = next;
    year += month === 12 ? 1 : 0;
    month = (month % 12) + 1;
  }
}

export function monthKey(year: number, month: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

const SPAN_OF: Readonly<Record<BoundaryAnchor, FiscalSpanKind | 'month'>> = {
  'month-start': 'month',
  'month-end': 'month',
  'period-start': 'period',
  'period-end': 'period',
  'quarter-start': 'quarter',
  'quarter-end': 'quarter',
  'year-start': 'year',
  'year-end': 'year',
};

/** The days of an anchor within a window, each with its part of the occurrence key. */
export function anchorDays(
  anchor: Anchor,
  context: { calendar: FiscalCalendar; events: readonly CadenceEvent[] },
  window: DayWindow,
  budget: WorkBudget,
): { key: string; day: DayNumber }[] {
  const days: { key: string; day: DayNumber }[] = [];
  const add = (key: string, day: DayNumber): void => {
    if (day >= window.from && day <= window.to) days.push({ key, day });
  };
  if (anchor.at === 'date') {
    add(anchor.date, isoDay(anchor.date, 'anchor'));
    return days;
  }
  if (anchor.at === 'event') {
    spend(budget, context.events.length);
    for (const { event, id, date } of context.events) {
      if (event === anchor.event) add(id, isoDay(date, `event ${id}`));
    }
    return days;
  }
  const span = SPAN_OF[anchor.at];
  const atStart = anchor.at.endsWith('-start');
  if (span === 'month') {
    eachMonth(window, budget, ({ year, month, first, last }) => {
      add(monthKey(year, month), atStart ? first : last);
    });
  } else {
    for (const { key, first, last } of fiscalSpans(context.calendar, span, window, budget)) {
      add(key, atStart ? first : last);
    }
  }
  return days;
}
