import { isDate, required } from './read-json.ts';
import type { FieldReader } from './read-json.ts';
import type { Frequency, RecurrenceRule, RecurrenceWeekday, RuleTime } from './rule.ts';
import { WEEKDAYS } from './weekday.ts';

const FREQUENCIES = ['daily', 'weekly', 'monthly', 'yearly'] as const;
const MOST_WEEKDAYS = 400;
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Reads the fields of a recurrence and checks what RFC 5545 §3.3.10 forbids together. */
export function parseRecurrence(fields: FieldReader, time: RuleTime): RecurrenceRule | undefined {
  const start = required(fields, 'start', fields.date('start'));
  const frequency = required(fields, 'frequency', fields.choice('frequency', FREQUENCIES));
  const interval = fields.integer('interval', 1, 1000);
  const count = fields.integer('count', 1, 10_000);
  const until = fields.text('until');
  const byDay = fields.objects('byDay', MOST_WEEKDAYS, readWeekday);
  const byMonthDay = fields.numbers('byMonthDay', upTo(31), 'days of the month 1–31 or −31…−1');
  const byMonth = fields.numbers('byMonth', (value) => value >= 1 && value <= 12, 'months 1–12');
  const bySetPos = fields.numbers('bySetPos', upTo(366), 'positions 1–366 or −366…−1');
  const weekStart = fields.weekday('weekStart');
  const clockGap = fields.choice('clockGap', ['later', 'skip'] as const);

  if (start === undefined || frequency === undefined) return undefined;
  const rule: RecurrenceRule = {
    kind: 'recurrence',
    start,
    frequency,
    ...time,
    ...(interval === undefined ? {} : { interval }),
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
    ...(byDay === undefined ? {} : { byDay: inOrder(byDay) }),
    ...(byMonthDay === undefined ? {} : { byMonthDay }),
    ...(byMonth === undefined ? {} : { byMonth }),
    ...(bySetPos === undefined ? {} : { bySetPos }),
    ...(weekStart === undefined ? {} : { weekStart }),
    ...(clockGap === undefined ? {} : { clockGap }),
  };
  checkEnd(rule, fields);
  checkParts(rule, fields);
  return rule;
}

function upTo(most: number): (value: number) => boolean {
  return (value) => value !== 0 && Math.abs(value) <= most;
}

function readWeekday(fields: FieldReader): RecurrenceWeekday | undefined {
  const weekday = required(fields, 'weekday', fields.weekday('weekday'));
  const nth = fields.ordinal('nth', 53);
  if (weekday === undefined) return undefined;
  return nth === undefined ? { weekday } : { weekday, nth };
}

function inOrder(weekdays: readonly RecurrenceWeekday[]): RecurrenceWeekday[] {
  const once = new Map(weekdays.map((one) => [`${one.nth ?? ''} ${one.weekday}`, one]));
  return [...once.values()].toSorted(
    (a, b) =>
      (a.nth ?? 0) - (b.nth ?? 0) || WEEKDAYS.indexOf(a.weekday) - WEEKDAYS.indexOf(b.weekday),
  );
}

function checkEnd({ start, count, until }: RecurrenceRule, fields: FieldReader): void {
  if (until === undefined) return;
  if (count !== undefined) fields.problem('until', 'can’t stand together with count');
  if (!isUntil(until)) {
    fields.problem('until', 'must be a date YYYY-MM-DD or an instant YYYY-MM-DDTHH:MM:SSZ');
  } else if (until.length === 10 && until < start) {
    fields.problem('until', `${until} is before the start, ${start}`);
  }
}

function checkParts(rule: RecurrenceRule, fields: FieldReader): void {
  const { frequency, byDay, byMonthDay, byMonth, bySetPos } = rule;
  const longest = longestOrdinal(frequency, byMonth);
  if (byDay?.some(({ nth }) => nth !== undefined && Math.abs(nth) > longest)) {
    fields.problem(
      'byDay',
      longest === 0
        ? `an nth weekday needs a monthly or yearly rule, not a ${frequency} one`
        : `a month has no more than ${longest} of one weekday`,
    );
  }
  if (byMonthDay !== undefined && frequency === 'weekly') {
    fields.problem('byMonthDay', 'can’t stand in a weekly rule');
  }
  if (bySetPos !== undefined && !byDay && !byMonthDay && !byMonth) {
    fields.problem('bySetPos', 'chooses among byDay, byMonthDay or byMonth, and there is none');
  }
  const longestMonth = Math.max(...(byMonth ?? [1]).map((month) => MONTH_LENGTHS[month - 1] ?? 0));
  if (byMonthDay?.every((day) => Math.abs(day) > longestMonth)) {
    fields.problem(
      'byMonthDay',
      `never happens: the longest of its months has ${longestMonth} days`,
    );
  }
}

function longestOrdinal(frequency: Frequency, byMonth: readonly number[] | undefined): number {
  if (frequency === 'monthly') return 5;
  if (frequency === 'yearly') return byMonth === undefined ? 53 : 5;
  return 0;
}

/** Whether it is a date, or an instant in UTC, of 1900–2199. */
function isUntil(text: string): boolean {
  if (isDate(text)) return true;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/.test(text) || !isDate(text.slice(0, 10))) {
    return false;
  }
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}
