import type { HolidayShift } from './business-days.ts';
import type { Weekday } from './weekday.ts';

/**
 * A cadence's rule: on which dates it falls (by `kind`), and at what local time, for how long and
 * where. This is the one JSON form; `parseRule` makes it from unknown JSON, `ruleSentence` says it.
 */
export type Rule = RecurrenceRule | NthWeekdayRule | FiscalWeekRule | OffsetRule;

/** What every rule has besides its dates. */
export interface RuleTime {
  /** Local wall-clock time, `HH:MM`. */
  time: string;
  /** Elapsed minutes, 1–10,080. */
  durationMinutes: number;
  /** IANA zone of `time`; without one, the zone that the expansion is asked in. */
  zone?: string;
  /** Where a date goes that is no business day; default `none`. */
  shift?: HolidayShift;
}

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** BYDAY: every such weekday, or with `nth` the nth (from the end when negative) of month or year. */
export interface RecurrenceWeekday {
  weekday: Weekday;
  nth?: number;
}

/**
 * An RFC 5545 recurrence rule of daily or longer frequency, without BYWEEKNO and BYYEARDAY. A start
 * that the rule itself doesn't name is no occurrence.
 */
export interface RecurrenceRule extends RuleTime {
  kind: 'recurrence';
  /** DTSTART's date, ISO 8601. */
  start: string;
  frequency: Frequency;
  /** 1–1000, default 1 */
  interval?: number;
  /** COUNT, 1–10,000; not together with `until`. */
  count?: number;
  /** UNTIL: a last local date (`2027-12-31`), or a last instant (`2027-12-31T09:00:00Z`). */
  until?: string;
  byDay?: RecurrenceWeekday[];
  /** 1–31 or −31…−1 */
  byMonthDay?: number[];
  /** 1–12 */
  byMonth?: number[];
  /** 1–366 or −366…−1 */
  bySetPos?: number[];
  /** WKST, default Monday */
  weekStart?: Weekday;
  /**
   * A local time that a change of the clock leaves out: `later` (default) takes place later by as
   * much as the clock moved; `skip` is RFC 5545's letter: no occurrence, and not counted.
   */
  clockGap?: 'later' | 'skip';
}

/** "Second Tuesday of each month." */
export interface NthWeekdayRule extends RuleTime {
  kind: 'nth-weekday';
  /** 1–5, or −1…−5 from the end of the month; a month without it has no occurrence. */
  nth: number;
  weekday: Weekday;
  /** Only these calendar months (1–12); default all. */
  months?: number[];
}

export type FiscalSpanKind = 'year' | 'quarter' | 'period';

/**
 * A weekday of the nth week of a fiscal year, quarter or period. Week 1 is the first seven days of
 * the span, whatever weekday it starts on; negative weeks count from its end.
 */
export interface FiscalWeekRule extends RuleTime {
  kind: 'fiscal-week';
  of: FiscalSpanKind;
  /** 1–53 or −53…−1 */
  week: number;
  weekday: Weekday;
  /** Only these quarters (1–4) or periods (1–12); default all. Not with `of: 'year'`. */
  only?: number[];
}

/** A day that offsets are counted from. Months are calendar months; the rest is fiscal. */
export type Anchor =
  | { at: BoundaryAnchor }
  /** One explicit ISO date. */
  | { at: 'date'; date: string }
  /** Every event of this name that the expansion is given (a launch, the start of a sprint). */
  | { at: 'event'; event: string };

export type BoundaryAnchor =
  | 'month-start'
  | 'month-end'
  | 'period-start'
  | 'period-end'
  | 'quarter-start'
  | 'quarter-end'
  | 'year-start'
  | 'year-end';

/** So many units after the anchor; before it when negative; 0 is the anchor itself. */
export interface Offset {
  /** −1,000…1,000 */
  amount: number;
  unit: 'day' | 'business-day' | 'week';
}

/** "5 business days after month end"; "fiscal year start −16, −12, −6 and −2 weeks". */
export interface OffsetRule extends RuleTime {
  kind: 'offset';
  anchor: Anchor;
  /** 1–50, each once */
  offsets: Offset[];
}
