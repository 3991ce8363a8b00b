import { parseRule } from './parse-rule.ts';
import type { Parsed, Problem } from './read-json.ts';
import type { RecurrenceRule, RecurrenceWeekday, RuleTime } from './rule.ts';
import { WEEKDAYS } from './weekday.ts';
import type { Weekday } from './weekday.ts';

/** `monday` ↔ `MO`: RFC 5545 writes the first two letters. */
function weekdayCode(weekday: Weekday): string {
  return weekday.slice(0, 2).toUpperCase();
}

function weekdayOfCode(code: string): Weekday | undefined {
  return WEEKDAYS.find((weekday) => weekdayCode(weekday) === code);
}

/**
 * The RFC 5545 text of a recurrence, `FREQ=MONTHLY;BYDAY=2TU`, without `RRULE:`. Start, time, zone,
 * holiday shift and clock gap have no place in it.
 */
export function rruleText(rule: RecurrenceRule): string {
  const parts = [`FREQ=${rule.frequency.toUpperCase()}`];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) parts.push(`${name}=${value}`);
  };
  add('INTERVAL', rule.interval);
  add('COUNT', rule.count);
  add('UNTIL', rule.until === undefined ? undefined : untilText(rule.until));
  add('BYMONTH', rule.byMonth?.join(','));
  add('BYMONTHDAY', rule.byMonthDay?.join(','));
  add(
    'BYDAY',
    rule.byDay?.map(({ nth, weekday }) => `${nth ?? ''}${weekdayCode(weekday)}`).join(','),
  );
  add('BYSETPOS', rule.bySetPos?.join(','));
  add('WKST', rule.weekStart && weekdayCode(rule.weekStart));
  return parts.join(';');
}

function untilText(until: string): string {
  if (until.length === 10) return until.replaceAll('-', '');
  const seconds = /T\d{2}:\d{2}Z$/.test(until) ? until.replace('Z', ':00Z') : until;
  return seconds.replaceAll(/[-:]/g, '');
}

/**
 * Reads an RFC 5545 recurrence rule, with or without `RRULE:`, as a rule that starts on a date at a
 * local time. Its parts beyond the dialect (HOURLY and shorter, BYWEEKNO, BYYEARDAY, BYHOUR, …) are
 * problems, not ignored. A local time that the clock leaves out is skipped, as the RFC says.
 */
export function parseRrule(text: string, at: { start: string } & RuleTime): Parsed<RecurrenceRule> {
  const json: Record<string, unknown> = { kind: 'recurrence', clockGap: 'skip', ...at };
  const problems: Problem[] = [];
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(';')) {
    const [name = '', value = '', ...rest] = part.toUpperCase().split('=');
    const read = PARTS[name];
    if (read === undefined || value === '' || rest.length > 0) {
      problems.push({ path: name, message: `${part} is not understood` });
    } else if (Object.hasOwn(json, read.field)) {
      problems.push({ path: name, message: `${name} stands twice` });
    } else {
      json[read.field] = read.value(value);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const parsed = parseRule(json);
  if (!parsed.ok) return parsed;
  return parsed.value.kind === 'recurrence'
    ? { ok: true, value: parsed.value }
    : { ok: false, problems: [{ path: '', message: 'is no recurrence' }] };
}

/** A value that a part can't read stays as it is, for `parseRule` to name. */
const PARTS: Readonly<Record<string, { field: string; value: (text: string) => unknown }>> = {
  FREQ: { field: 'frequency', value: (text) => text.toLowerCase() },
  INTERVAL: { field: 'interval', value: integerOf },
  COUNT: { field: 'count', value: integerOf },
  UNTIL: { field: 'until', value: untilOf },
  BYDAY: { field: 'byDay', value: (text) => text.split(',').map(weekdayOf) },
  BYMONTHDAY: { field: 'byMonthDay', value: integersOf },
  BYMONTH: { field: 'byMonth', value: integersOf },
  BYSETPOS: { field: 'bySetPos', value: integersOf },
  WKST: { field: 'weekStart', value: (text) => weekdayOfCode(text) ?? text },
};

function integerOf(text: string): unknown {
  return /^[+-]?\d{1,6}$/.test(text) ? Number(text) : text;
}

function integersOf(text: string): unknown[] {
  return text.split(',').map(integerOf);
}

function weekdayOf(text: string): RecurrenceWeekday | string {
  const [, nth = '', code = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = weekdayOfCode(code);
  if (weekday === undefined) return text;
  return nth === '' ? { weekday } : { weekday, nth: Number(nth) };
}

function untilOf(text: string): string {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(text);
  if (!found) return text;
  const [, year, month, day, hour, minute, second] = found;
  const date = `${year}-${month}-${day}`;
  return hour === undefined ? date : `${date}T${hour}:${minute}:${second}Z`;
}
