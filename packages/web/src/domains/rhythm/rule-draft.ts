/** A rule as JSON: what the API takes and gives. */
export type RuleJson = Readonly<Record<string, unknown>>;

/** Which dates a rule is made of. */
export type RuleKind = 'nth-weekday' | 'fiscal-week' | 'recurrence' | 'offset';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export type Weekday = (typeof weekdays)[number];

/** A rule while it is written: every field of every kind, so that changing the kind loses none. */
export interface RuleDraft {
  readonly kind: RuleKind;
  readonly time: string;
  readonly zone: string;
  readonly shift: string;
  readonly nth: string;
  readonly weekday: Weekday;
  /** Months of an nth weekday or of a recurrence; all where empty. */
  readonly months: readonly number[];
  readonly of: string;
  readonly week: number | null;
  readonly only: readonly number[];
  readonly frequency: string;
  readonly interval: number | null;
  readonly start: string;
  readonly byDay: readonly { readonly nth: number | null; readonly weekday: Weekday }[];
  /** Numbers as they are typed: `1, 15, -1`. */
  readonly monthDays: string;
  readonly positions: string;
  readonly ends: 'never' | 'count' | 'until';
  readonly count: number | null;
  readonly until: string;
  readonly weekStart: string;
  readonly clockGap: string;
  readonly anchor: string;
  readonly date: string;
  readonly event: string;
  readonly offsets: readonly { readonly amount: number | null; readonly unit: string }[];
}

const text = (value: unknown, other: string) => (typeof value === 'string' ? value : other);
const number = (value: unknown, other: number | null) =>
  typeof value === 'number' ? value : other;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numbers = (value: unknown) =>
  list(value).filter((one): one is number => typeof one === 'number');
const fields = (value: unknown): RuleJson =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const weekdayOf = (value: unknown): Weekday => weekdays.find((day) => day === value) ?? 'tuesday';
const kindOf = (value: unknown): RuleKind =>
  (['nth-weekday', 'fiscal-week', 'recurrence', 'offset'] as const).find((one) => one === value) ??
  'nth-weekday';

/** A rule made ready for writing; what its kind doesn't have begins with something usual. */
export function draftOf(rule: RuleJson, today: string): RuleDraft {
  const anchor = fields(rule['anchor']);
  const offsets = list(rule['offsets']).map(fields);
  return {
    kind: kindOf(rule['kind']),
    time: text(rule['time'], '09:00'),
    zone: text(rule['zone'], ''),
    shift: text(rule['shift'], 'none'),
    nth: `${number(rule['nth'], 1)}`,
    weekday: weekdayOf(rule['weekday']),
    months: numbers(rule['months'] ?? rule['byMonth']),
    of: text(rule['of'], 'quarter'),
    week: number(rule['week'], 2),
    only: numbers(rule['only']),
    frequency: text(rule['frequency'], 'weekly'),
    interval: number(rule['interval'], 1),
    start: text(rule['start'], today),
    byDay: list(rule['byDay'])
      .map(fields)
      .map((one) => ({ nth: number(one['nth'], null), weekday: weekdayOf(one['weekday']) })),
    monthDays: numbers(rule['byMonthDay']).join(', '),
    positions: numbers(rule['bySetPos']).join(', '),
    ends: rule['count'] !== undefined ? 'count' : rule['until'] !== undefined ? 'until' : 'never',
    count: number(rule['count'], 10),
    until: text(rule['until'], today),
    weekStart: text(rule['weekStart'], 'monday'),
    clockGap: text(rule['clockGap'], 'later'),
    anchor: text(anchor['at'], 'month-end'),
    date: text(anchor['date'], today),
    event: text(anchor['event'], ''),
    offsets:
      offsets.length > 0
        ? offsets.map((one) => ({
            amount: number(one['amount'], null),
            unit: text(one['unit'], 'business-day'),
          }))
        : [{ amount: 5, unit: 'business-day' }],
  };
}

/** Numbers out of what was typed; what is no number stays, for the server to say so. */
function typedNumbers(typed: string): (number | string)[] | undefined {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  return parts.map((part) => (Number.isInteger(Number(part)) ? Number(part) : part));
}

const some = <Value>(values: readonly Value[]) => (values.length > 0 ? values : undefined);

function datesOf(draft: RuleDraft): RuleJson {
  switch (draft.kind) {
    case 'nth-weekday':
      return { nth: Number(draft.nth), weekday: draft.weekday, months: some(draft.months) };
    case 'fiscal-week':
      return {
        of: draft.of,
        week: draft.week,
        weekday: draft.weekday,
        only: draft.of === 'year' ? undefined : some(draft.only),
      };
    case 'recurrence':
      return {
        start: draft.start,
        frequency: draft.frequency,
        interval: draft.interval === 1 ? undefined : draft.interval,
        byDay: some(
          draft.byDay.map(({ nth, weekday }) => (nth === null ? { weekday } : { weekday, nth })),
        ),
        byMonthDay: typedNumbers(draft.monthDays),
        byMonth: some(draft.months),
        bySetPos: typedNumbers(draft.positions),
        count: draft.ends === 'count' ? draft.count : undefined,
        until: draft.ends === 'until' ? draft.until : undefined,
        weekStart: draft.weekStart === 'monday' ? undefined : draft.weekStart,
        clockGap: draft.clockGap === 'later' ? undefined : draft.clockGap,
      };
    case 'offset':
      return {
        anchor: {
          at: draft.anchor,
          ...(draft.anchor === 'date' ? { date: draft.date } : {}),
          ...(draft.anchor === 'event' ? { event: draft.event } : {}),
        },
        offsets: draft.offsets,
      };
  }
}

/** The rule that a draft says: its kind's fields only, without those that say nothing. */
export function ruleOfDraft(draft: RuleDraft): RuleJson {
  const rule = {
    kind: draft.kind,
    ...datesOf(draft),
    time: draft.time,
    zone: draft.zone === '' ? undefined : draft.zone,
    shift: draft.shift === 'none' ? undefined : draft.shift,
  };
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}
