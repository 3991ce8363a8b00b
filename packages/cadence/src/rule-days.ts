import { anchorDays, eachMonth, fiscalSpans, monthKey } from './anchor-days.ts';
import type { CadenceEvent } from './anchor-days.ts';
import { addBusinessDayNumbers } from './business-days.ts';
import type { BusinessCalendar } from './business-days.ts';
import { dayNumberOf, nthWeekdayIn } from './day-number.ts';
import type { DayNumber } from './day-number.ts';
import type { FiscalCalendar } from './fiscal-calendar.ts';
import { eachRecurrenceDay } from './recurrence-days.ts';
import type {
  FiscalWeekRule,
  NthWeekdayRule,
  Offset,
  OffsetRule,
  RecurrenceRule,
  Rule,
} from './rule.ts';
import { weekdayIndex } from './weekday.ts';
import { spend } from './work-budget.ts';
import type { WorkBudget } from './work-budget.ts';
import type { ZoneClock } from './zone-clock.ts';

/** A date that the rule names, before any holiday shift. */
export interface NominalDay {
  /** Without one, the day itself is the key: `2027-03-09`. */
  key?: string;
  day: DayNumber;
  /** The event that it is counted from, when it is. */
  event?: string;
}

interface Search {
  calendar: FiscalCalendar;
  business: BusinessCalendar;
  events: readonly CadenceEvent[];
  clock: ZoneClock;
  from: DayNumber;
  to: DayNumber;
  budget: WorkBudget;
}

/** The dates that a rule names in `from`…`to`, in no promised order. */
export function nominalDays(rule: Rule, search: Search): NominalDay[] {
  switch (rule.kind) {
    case 'recurrence':
      return recurrenceNominalDays(rule, search);
    case 'nth-weekday':
      return nthWeekdayDays(rule, search);
    case 'fiscal-week':
      return fiscalWeekDays(rule, search);
    case 'offset':
      return rule.offsets.flatMap((offset) => offsetDays(rule, offset, search));
  }
}

function recurrenceNominalDays(rule: RecurrenceRule, search: Search): NominalDay[] {
  const { clock, from, budget } = search;
  const until = rule.until === undefined ? undefined : lastMoment(rule.until);
  const to = Math.min(search.to, until?.lastDay ?? Infinity);
  const days: NominalDay[] = [];
  const exists = rule.clockGap === 'skip' ? clock.exists : undefined;
  // Local dates and instants differ by little more than a day: only there the instant decides.
  const over = (day: DayNumber): boolean =>
    until !== undefined && day >= until.lastDay - 4 && clock.instantMs(day) > until.lastMs;
  eachRecurrenceDay(rule, { from, to }, budget, { exists, over }, (day) => {
    days.push({ day });
  });
  return days;
}

/** UNTIL: a date counts whole in the rule's own zone; an instant may fall on any nearby date. */
function lastMoment(until: string): { lastDay: DayNumber; lastMs: number } {
  if (until.length === 10) {
    return { lastDay: dayNumberOf(Temporal.PlainDate.from(until)), lastMs: Infinity };
  }
  const lastMs = Temporal.Instant.from(until).epochMilliseconds;
  return { lastDay: Math.floor(lastMs / 86_400_000) + 2, lastMs };
}

function nthWeekdayDays(rule: NthWeekdayRule, search: Search): NominalDay[] {
  const days: NominalDay[] = [];
  eachMonth(search, search.budget, ({ year, month, first, last }) => {
    if (rule.months !== undefined && !rule.months.includes(month)) return;
    const day = nthWeekdayIn(first, last, rule.nth, weekdayIndex(rule.weekday));
    if (day !== undefined && day >= search.from && day <= search.to) {
      days.push({ key: monthKey(year, month), day });
    }
  });
  return days;
}

function fiscalWeekDays(rule: FiscalWeekRule, search: Search): NominalDay[] {
  const days: NominalDay[] = [];
  for (const span of fiscalSpans(search.calendar, rule.of, search, search.budget)) {
    if (rule.only !== undefined && !rule.only.includes(span.number)) continue;
    // Seven days hold each weekday once: that of week n is the nth of its kind in the span.
    const day = nthWeekdayIn(span.first, span.last, rule.week, weekdayIndex(rule.weekday));
    if (day !== undefined && day >= search.from && day <= search.to) {
      days.push({ key: span.key, day });
    }
  }
  return days;
}

const UNIT_MARK: Readonly<Record<Offset['unit'], string>> = {
  day: 'd',
  'business-day': 'bd',
  week: 'w',
};

function offsetDays(rule: OffsetRule, offset: Offset, search: Search): NominalDay[] {
  const { from, to, budget } = search;
  const after = (day: DayNumber, amount: number): DayNumber => {
    if (offset.unit !== 'business-day') return day + amount * (offset.unit === 'week' ? 7 : 1);
    spend(budget, Math.abs(amount));
    return addBusinessDayNumbers(search.business, day, amount);
  };
  // Anchors whose offset day can be in the window. An anchor may itself be no business day, so for
  // business days the window's near edge is open: the nth one back from its far edge bounds it.
  const back = (day: DayNumber): DayNumber => after(day, -offset.amount);
  const isBusiness = offset.unit === 'business-day' && offset.amount !== 0;
  const window = {
    from: isBusiness && offset.amount < 0 ? from : back(from),
    to: isBusiness && offset.amount > 0 ? to : back(to),
  };
  const sign = offset.amount < 0 ? '' : '+';
  const days: NominalDay[] = [];
  for (const anchor of anchorDays(rule.anchor, search, window, budget)) {
    const day = after(anchor.day, offset.amount);
    if (day < from || day > to) continue;
    const key = `${anchor.key}/${sign}${offset.amount}${UNIT_MARK[offset.unit]}`;
    days.push(rule.anchor.at === 'event' ? { key, day, event: anchor.key } : { key, day });
  }
  return days;
}
