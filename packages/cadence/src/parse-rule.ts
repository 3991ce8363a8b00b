import { fieldReader, isRecord, required } from './read-json.ts';
import type { FieldReader, Parsed, Problem } from './read-json.ts';
import { parseRecurrence } from './parse-recurrence.ts';
import type { Anchor, BoundaryAnchor, FiscalWeekRule, Offset, Rule, RuleTime } from './rule.ts';

const KINDS = ['recurrence', 'nth-weekday', 'fiscal-week', 'offset'] as const;
const SHIFTS = ['none', 'next', 'previous'] as const;
const SPANS = ['year', 'quarter', 'period'] as const;
const UNITS = ['day', 'business-day', 'week'] as const;
const BOUNDARIES = [
  'month-start',
  'month-end',
  'period-start',
  'period-end',
  'quarter-start',
  'quarter-end',
  'year-start',
  'year-end',
] as const satisfies readonly BoundaryAnchor[];

const MOST_OFFSETS = 50;
const MOST_UNITS = 1_000;
const WEEK_MINUTES = 7 * 24 * 60;
const WEEKS_IN = { year: 53, quarter: 14, period: 6 } as const;

/**
 * Makes a rule of unknown JSON, or says all that is wrong with it, field by field. A field that the
 * rule's kind doesn't know is wrong. Lists of numbers come back sorted, each number once.
 */
export function parseRule(json: unknown): Parsed<Rule> {
  if (!isRecord(json)) {
    return { ok: false, problems: [{ path: '', message: 'a rule must be an object' }] };
  }
  const problems: Problem[] = [];
  const fields = fieldReader(json, '', problems);
  const kind = fields.choice('kind', KINDS);
  if (kind === undefined) {
    if (!fields.has('kind')) fields.problem('kind', `must be one of ${KINDS.join(', ')}`);
    return { ok: false, problems };
  }
  const time = parseTime(fields);
  const rule = parseDates(kind, fields, time);
  fields.finish();
  return rule === undefined || problems.length > 0
    ? { ok: false, problems }
    : { ok: true, value: rule };
}

function parseTime(fields: FieldReader): RuleTime {
  const time = required(fields, 'time', fields.text('time'));
  if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    fields.problem('time', 'must be a time HH:MM from 00:00 to 23:59');
  }
  const durationMinutes = required(
    fields,
    'durationMinutes',
    fields.integer('durationMinutes', 1, WEEK_MINUTES),
  );
  const zone = fields.text('zone');
  if (zone !== undefined && !isZone(zone)) {
    fields.problem('zone', `${zone} is no IANA time zone`);
  }
  const shift = fields.choice('shift', SHIFTS);
  return {
    time: time ?? '',
    durationMinutes: durationMinutes ?? 0,
    ...(zone === undefined ? {} : { zone }),
    ...(shift === undefined ? {} : { shift }),
  };
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId !== '';
  } catch {
    return false;
  }
}

/** Undefined only together with a problem. */
function parseDates(
  kind: (typeof KINDS)[number],
  fields: FieldReader,
  time: RuleTime,
): Rule | undefined {
  switch (kind) {
    case 'recurrence':
      return parseRecurrence(fields, time);
    case 'nth-weekday': {
      const nth = required(fields, 'nth', fields.ordinal('nth', 5));
      const weekday = required(fields, 'weekday', fields.weekday('weekday'));
      const months = fields.numbers('months', (value) => value >= 1 && value <= 12, 'months 1–12');
      if (nth === undefined || weekday === undefined) return undefined;
      return { kind, nth, weekday, ...time, ...(months === undefined ? {} : { months }) };
    }
    case 'fiscal-week':
      return parseFiscalWeek(fields, time);
    case 'offset': {
      const anchor = required(fields, 'anchor', fields.object('anchor', parseAnchor));
      const offsets = required(
        fields,
        'offsets',
        fields.objects('offsets', MOST_OFFSETS, parseOffset),
      );
      if (anchor === undefined || offsets === undefined) return undefined;
      const distinct = new Set(offsets.map(({ amount, unit }) => `${amount} ${unit}`));
      if (distinct.size < offsets.length) fields.problem('offsets', 'has one offset twice');
      return { kind, anchor, offsets, ...time };
    }
  }
}

function parseFiscalWeek(fields: FieldReader, time: RuleTime): FiscalWeekRule | undefined {
  const of = required(fields, 'of', fields.choice('of', SPANS));
  const week = required(fields, 'week', fields.ordinal('week', WEEKS_IN[of ?? 'year']));
  const weekday = required(fields, 'weekday', fields.weekday('weekday'));
  const most = of === 'quarter' ? 4 : 12;
  const only = fields.numbers('only', (value) => value >= 1 && value <= most, `numbers 1–${most}`);
  if (only !== undefined && of === 'year') {
    fields.problem(
      'only',
      'chooses quarters or periods; a fiscal year has one week of that number',
    );
  }
  if (of === undefined || week === undefined || weekday === undefined) return undefined;
  return {
    kind: 'fiscal-week',
    of,
    week,
    weekday,
    ...time,
    ...(only === undefined ? {} : { only }),
  };
}

function parseAnchor(fields: FieldReader): Anchor | undefined {
  const at = required(fields, 'at', fields.choice('at', [...BOUNDARIES, 'date', 'event'] as const));
  switch (at) {
    case undefined:
      return undefined;
    case 'date': {
      const date = required(fields, 'date', fields.date('date'));
      return date === undefined ? undefined : { at, date };
    }
    case 'event': {
      const event = required(fields, 'event', fields.text('event'));
      return event === undefined ? undefined : { at, event };
    }
    default:
      return { at };
  }
}

function parseOffset(fields: FieldReader): Offset | undefined {
  const amount = required(fields, 'amount', fields.integer('amount', -MOST_UNITS, MOST_UNITS));
  const unit = required(fields, 'unit', fields.choice('unit', UNITS));
  return amount === undefined || unit === undefined ? undefined : { amount, unit };
}
