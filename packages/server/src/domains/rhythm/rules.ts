import {
  addBusinessDays,
  parseRule,
  periodOf,
  quarterOf,
  fiscalYearOf,
  type BusinessCalendar,
  type FiscalCalendar,
  type Rule,
} from '@throughline/cadence';
import { problem } from '../../platform/problem.ts';
import { spokenDay } from '../../platform/spoken-day.ts';

/** What a cadence's rule is made of: its own or its cycle's, at its own hour, in a zone. */
export interface RuleParts {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly durationMinutes: number;
  readonly time: string | null;
  readonly timeZone: string | null;
}

/** A cadence's rule. Throws `rhythm.rule_invalid`. */
export function ruleOf({ rule, durationMinutes, time, timeZone }: RuleParts): Rule {
  const parsed = parseRule({
    ...rule,
    durationMinutes,
    ...(time === null ? {} : { time }),
    ...(timeZone === null ? {} : { zone: timeZone }),
  });
  if (parsed.ok) return parsed.value;
  const said = parsed.problems.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  throw problem('rhythm.rule_invalid', `${said.join('; ')}.`);
}

/** Whether a cadence holds reviews on a day. */
export function holdsOn(
  { since, until }: { since: string | null; until: string | null },
  date: string,
): boolean {
  return (since === null || since <= date) && (until === null || date < until);
}

/** What one review is called: cycle (and which of its several), unit, day. */
export function reviewTitle(named: {
  cycle: string;
  occurrence: string | undefined;
  unit: string;
  date: Temporal.PlainDate;
}): string {
  const which = named.occurrence === undefined ? '' : ` (${named.occurrence})`;
  return `${named.cycle}${which}: ${named.unit}, ${spokenDay(named.date)}`;
}

/**
 * Which of a cycle's several reviews an occurrence is: by its offset in the rule, or by the session
 * that its cadence holds.
 */
export function whichReview(
  cadence: { occurrenceTitles: readonly string[]; sessionTitle: string | null },
  rule: Rule,
  key: string,
): string | undefined {
  const session = cadence.sessionTitle ?? undefined;
  if (rule.kind !== 'offset') return session;
  const marks = { day: 'd', 'business-day': 'bd', week: 'w' } as const;
  const index = rule.offsets.findIndex(({ amount, unit }) =>
    key.endsWith(`/${amount < 0 ? '' : '+'}${amount}${marks[unit]}`),
  );
  return cadence.occurrenceTitles[index] ?? session;
}

/**
 * When a pack freezes: so many business days before the review, at its hour; at its start where the
 * cycle says 0. Never after the review begins.
 */
export function freezeOf(input: {
  startsAt: Temporal.Instant;
  zone: string;
  preReadBusinessDays: number;
  business: BusinessCalendar;
}): { preReadOn: Temporal.PlainDate; freezesAt: Temporal.Instant } {
  const local = input.startsAt.toZonedDateTimeISO(input.zone);
  const preReadOn = addBusinessDays(
    input.business,
    local.toPlainDate(),
    -input.preReadBusinessDays,
  );
  const freezesAt = preReadOn
    .toZonedDateTime({ timeZone: input.zone, plainTime: local.toPlainTime() })
    .toInstant();
  return Temporal.Instant.compare(freezesAt, input.startsAt) > 0
    ? { preReadOn: local.toPlainDate(), freezesAt: input.startsAt }
    : { preReadOn, freezesAt };
}

/** `FY2027-Q1`: the last fiscal quarter that had ended before a day. */
export function lastQuarter(calendar: FiscalCalendar, date: Temporal.PlainDate): string {
  const ended = quarterOf(calendar, quarterOf(calendar, date).start.subtract({ days: 1 }));
  return `FY${ended.fiscalYear}-Q${ended.number}`;
}

/** Where a review goes when one before it moved: as many days on, at the same hour as that one. */
export function movedAlong(
  startsAt: Temporal.Instant,
  zone: string,
  moved: { from: Temporal.Instant; to: Temporal.Instant },
): Temporal.Instant {
  const local = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone);
  const days = local(moved.from).toPlainDate().until(local(moved.to).toPlainDate()).days;
  return local(startsAt)
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: zone, plainTime: local(moved.to).toPlainTime() })
    .toInstant();
}

/** The first moment of the fiscal period before the one that a day lies in. */
export function periodBefore(
  calendar: FiscalCalendar,
  date: Temporal.PlainDate,
  zone: string,
): Temporal.Instant {
  const before = periodOf(calendar, periodOf(calendar, date).start.subtract({ days: 1 }));
  return before.start.toZonedDateTime(zone).toInstant();
}

/** The fiscal year that a day lies in: 2027 is FY2027. */
export function fiscalYearNumber(calendar: FiscalCalendar, date: Temporal.PlainDate): number {
  return fiscalYearOf(calendar, date).year;
}
