/**
 * When things happen: fiscal calendars, business days, the rules of cadences and their dated
 * occurrences, and the iCalendar text that tells other programs of them. Pure: no clock, no
 * process time zone, no input or output; dates and instants are the runtime's `Temporal`.
 */
export { CadenceError } from './cadence-error.ts';
export type { CadenceErrorCode } from './cadence-error.ts';
export type { Parsed, Problem } from './read-json.ts';

export { WEEKDAYS } from './weekday.ts';
export type { Weekday } from './weekday.ts';

export {
  CALENDAR_YEAR,
  comparableWeek,
  fiscalYear,
  fiscalYearOf,
  periodOf,
  quarterOf,
  weekOf,
} from './fiscal-calendar.ts';
export type {
  FiscalCalendar,
  FiscalPeriod,
  FiscalSpan,
  FiscalWeek,
  FiscalYear,
  FiscalYearName,
  MonthCalendar,
  WeekCalendar,
} from './fiscal-calendar.ts';
export { parseFiscalCalendar } from './parse-fiscal-calendar.ts';

export {
  addBusinessDays,
  businessCalendar,
  holidayOn,
  isBusinessDay,
  shiftToBusinessDay,
} from './business-days.ts';
export type { BusinessCalendar, Holiday, HolidayShift } from './business-days.ts';

export type {
  Anchor,
  BoundaryAnchor,
  FiscalSpanKind,
  FiscalWeekRule,
  Frequency,
  NthWeekdayRule,
  Offset,
  OffsetRule,
  RecurrenceRule,
  RecurrenceWeekday,
  Rule,
  RuleTime,
} from './rule.ts';
export { parseRule } from './parse-rule.ts';
export { ruleSentence, ruleTimeSentence } from './rule-sentence.ts';
export { parseRrule, rruleText } from './rrule-text.ts';

export type { CadenceEvent } from './anchor-days.ts';
export { expand } from './expand.ts';
export type { ExpandOptions } from './expand.ts';
export type { Occurrence } from './occurrence.ts';

export { compileYear } from './compile-year.ts';
export type {
  CadencePlan,
  CompiledYear,
  CompileYearInput,
  Conflict,
  FreezeWindow,
  OccurrenceRef,
  PlannedOccurrence,
} from './compile-year.ts';

export { eventUid, writeCalendar } from './write-calendar.ts';
export type { Calendar, CalendarEvent, CalendarParty } from './write-calendar.ts';
