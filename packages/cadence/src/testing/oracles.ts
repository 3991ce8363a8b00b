import { createRequire } from 'node:module';
import { RRuleTemporal } from 'rrule-temporal';
import { businessCalendar } from '../business-days.ts';
import { expand } from '../expand.ts';
import { CALENDAR_YEAR } from '../fiscal-calendar.ts';
import { rruleText } from '../rrule-text.ts';
import type { RecurrenceRule } from '../rule.ts';
import { WEEKDAYS } from '../weekday.ts';
import type { ZonedRule } from './random-rule.ts';

// Its package's ES module isn't one to Node: it is taken as what it is.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

/** The window that rules are compared in. */
const FROM = Temporal.PlainDate.from('2019-01-01');
const TO = Temporal.PlainDate.from('2026-12-31');

/** The instants that `expand` gives. */
export function expanded(rule: RecurrenceRule, from = FROM): string[] {
  return expand(rule, {
    from,
    to: TO,
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone: 'UTC',
  }).map(({ start }) => start.toString());
}

/** The instants that rrule-temporal gives. */
export function byRruleTemporal(rule: ZonedRule): string[] {
  const start = `${rule.start}T${rule.time}`.replaceAll(/[-:]/g, '');
  const other = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${rule.zone}:${start}00\nRRULE:${rruleText(rule)}`,
  });
  const from = FROM.toZonedDateTime(rule.zone);
  const to = TO.add({ days: 1 }).toZonedDateTime(rule.zone).subtract({ seconds: 1 });
  return other
    .between(new Date(from.epochMilliseconds), new Date(to.epochMilliseconds), true)
    .map((found) => new Date(found.epochMilliseconds).toISOString().replace('.000Z', 'Z'));
}

const mixesOrdinals = ({ byDay = [] }: RecurrenceRule): boolean =>
  byDay.some(({ nth }) => nth !== undefined) && byDay.some(({ nth }) => nth === undefined);

/**
 * Whether rrule-temporal 2.2.8 is right about a rule. Not where the clock leaves out the start itself
 * (it shows that one), nor where BYDAY of a whole year has weekdays
 * with a number beside some without (it takes those with a number alone), a number beside BYMONTHDAY
 * (which it forgets), or a 53rd weekday (it takes the first of the next year where there is none).
 */
export function rruleTemporalKnows(rule: ZonedRule): boolean {
  const local = Temporal.PlainDateTime.from(`${rule.start}T${rule.time}`);
  if (!local.toZonedDateTime(rule.zone).toPlainDateTime().equals(local)) return false;
  const ofYear = rule.frequency === 'yearly' && rule.byMonth === undefined;
  const has53 = rule.byDay?.some(({ nth }) => Math.abs(nth ?? 0) === 53) ?? false;
  const hasOrdinal = rule.byDay?.some(({ nth }) => nth !== undefined) ?? false;
  const limited = hasOrdinal && rule.byMonthDay !== undefined;
  return !ofYear || !(mixesOrdinals(rule) || has53 || limited);
}

/**
 * Whether rrule 2.8.1 is right about a rule. Not where BYDAY mixes weekdays with and without a number
 * (it finds none at all), nor with BYSETPOS (a position before the set is its first day, and the first
 * week is counted from the start). Its zones depend on the process's, so it is asked in UTC.
 */
export function rruleKnows(rule: RecurrenceRule): boolean {
  return rule.bySetPos === undefined && !mixesOrdinals(rule);
}

/** The instants that rrule gives of a rule in UTC. */
export function byRrule(rule: RecurrenceRule): string[] {
  return new RRule({
    ...RRule.parseString(rruleText(rule)),
    dtstart: new Date(`${rule.start}T${rule.time}Z`),
  })
    .between(new Date(`${FROM.toString()}T00:00Z`), new Date(`${TO.toString()}T23:59Z`), true)
    .map((found) => found.toISOString().replace('.000Z', 'Z'));
}

/**
 * The instants that an oracle of ours gives: it asks of every single day whether the rule holds, by the table of RFC 5545
 * §3.3.10 read as a filter, and knows nothing of how `expand` generates dates.
 */
export function dayByDay(rule: ZonedRule): string[] {
  const start = Temporal.PlainDate.from(rule.start);
  const interval = rule.interval ?? 1;
  const weekStart = WEEKDAYS.indexOf(rule.weekStart ?? 'monday') + 1;
  const weekOf = (date: Temporal.PlainDate): Temporal.PlainDate =>
    date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 });
  const periodOf = (date: Temporal.PlainDate): number => {
    switch (rule.frequency) {
      case 'daily':
        return start.until(date, { largestUnit: 'days' }).days;
      case 'weekly':
        return weekOf(start).until(weekOf(date), { largestUnit: 'days' }).days / 7;
      case 'monthly':
        return (date.year - start.year) * 12 + date.month - start.month;
      case 'yearly':
        return date.year - start.year;
    }
  };
  const ordinalOf = (position: number, size: number): [number, number] => [
    Math.floor((position - 1) / 7) + 1,
    -Math.floor((size - position) / 7) - 1,
  ];
  const holds = (date: Temporal.PlainDate): boolean => {
    const { byMonth, byMonthDay, byDay } = rule;
    if (byMonth && !byMonth.includes(date.month)) return false;
    const fromEnd = date.day - date.daysInMonth - 1;
    if (byMonthDay && !byMonthDay.some((day) => day === date.day || day === fromEnd)) return false;
    const ofYear = rule.frequency === 'yearly' && !byMonth;
    const ordinals = ofYear
      ? ordinalOf(date.dayOfYear, date.daysInYear)
      : ordinalOf(date.day, date.daysInMonth);
    const weekday = WEEKDAYS[date.dayOfWeek - 1];
    const isNamed = byDay?.some(
      (one) => one.weekday === weekday && (one.nth === undefined || ordinals.includes(one.nth)),
    );
    if (byDay && !isNamed) return false;
    if (byDay || byMonthDay) return true;
    if (rule.frequency === 'weekly') return date.dayOfWeek === start.dayOfWeek;
    if (rule.frequency === 'monthly') return date.day === start.day;
    if (rule.frequency === 'yearly') {
      return date.day === start.day && (byMonth !== undefined || date.month === start.month);
    }
    return true;
  };

  const sets = new Map<number, Temporal.PlainDate[]>();
  // The first period may begin before the start, and its positions are counted from there.
  const first = start.with({ month: 1, day: 1 }).subtract({ days: 7 });
  const last = Temporal.PlainDate.from('2027-01-31');
  for (
    let date = first;
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const period = periodOf(date);
    if (period < 0 || period % interval !== 0 || !holds(date)) continue;
    sets.set(period, [...(sets.get(period) ?? []), date]);
  }
  const { bySetPos } = rule;
  // A local time that the clock leaves out is no part of the set: it is dropped before positions count.
  const existing = (set: readonly Temporal.PlainDate[]): Temporal.Instant[] =>
    set.flatMap((date) => {
      const local = date.toPlainDateTime(rule.time);
      const zoned = local.toZonedDateTime(rule.zone);
      return zoned.toPlainDateTime().equals(local) ? [zoned.toInstant()] : [];
    });
  const opening = start.toZonedDateTime({ timeZone: rule.zone, plainTime: rule.time }).toInstant();
  let instants = [...sets.values()]
    .map(existing)
    .flatMap((set) =>
      bySetPos
        ? set.filter((_, at) => bySetPos.includes(at + 1) || bySetPos.includes(at - set.length))
        : set,
    )
    .filter((instant) => Temporal.Instant.compare(instant, opening) >= 0);
  if (rule.until !== undefined) {
    const until = Temporal.Instant.from(rule.until);
    instants = instants.filter((instant) => Temporal.Instant.compare(instant, until) <= 0);
  }
  if (rule.count !== undefined) instants = instants.slice(0, rule.count);
  return instants
    .filter((instant) => {
      const date = instant.toZonedDateTimeISO(rule.zone).toPlainDate();
      return Temporal.PlainDate.compare(date, TO) <= 0;
    })
    .map((instant) => instant.toString());
}
