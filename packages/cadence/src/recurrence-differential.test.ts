import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import { expand } from './expand.ts';
import { CALENDAR_YEAR } from './fiscal-calendar.ts';
import { parseRrule, rruleText } from './rrule-text.ts';
import type { Frequency, RecurrenceRule, RecurrenceWeekday } from './rule.ts';
import { WEEKDAYS } from './weekday.ts';

const RULES = 600;
const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const TIMES = ['09:00', '00:00', '02:15', '02:30', '23:45'];

/** A small linear congruential generator: the same rules on every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomRule(seed: number): RecurrenceRule & { zone: string } {
  const random = seeded(seed);
  const one = <Value>(values: readonly Value[]): Value => {
    const value = values[random(values.length)];
    if (value === undefined) throw new Error('an empty choice');
    return value;
  };
  const some = (most: number, make: () => number): number[] =>
    [...new Set(Array.from({ length: 1 + random(most) }, make))].toSorted((a, b) => a - b);
  const signed = (most: number): number => (random(3) === 0 ? -1 : 1) * (1 + random(most));

  const frequency = one<Frequency>(['daily', 'weekly', 'monthly', 'yearly']);
  const start = Temporal.PlainDate.from('2019-01-01').add({ days: random(900) });
  const rule: RecurrenceRule & { zone: string } = {
    kind: 'recurrence',
    start: start.toString(),
    frequency,
    time: one(TIMES),
    durationMinutes: 60,
    zone: one(ZONES),
    clockGap: 'skip',
  };
  if (random(2) === 0) rule.interval = 1 + random(5);
  if (random(4) === 0) rule.byMonth = some(4, () => 1 + random(12));
  if (frequency !== 'weekly' && random(3) === 0) rule.byMonthDay = some(4, () => signed(31));
  if (random(2) === 0) rule.byDay = randomDays();
  if (random(2) === 0) rule.weekStart = one(WEEKDAYS);
  const by = rule.byMonth ?? rule.byMonthDay ?? rule.byDay;
  if (by !== undefined && random(4) === 0) rule.bySetPos = some(2, () => signed(4));
  const end = random(3);
  if (end === 0) rule.count = 1 + random(30);
  if (end === 1) rule.until = `${start.add({ days: random(1500) }).toString()}T13:00:00Z`;
  return rule;

  function randomDays(): RecurrenceWeekday[] {
    const ordinals = frequency === 'monthly' || frequency === 'yearly';
    const most = frequency === 'yearly' && rule.byMonth === undefined ? 53 : 5;
    return WEEKDAYS.filter(() => random(3) === 0).map((weekday) =>
      ordinals && random(2) === 0 ? { weekday, nth: signed(most) } : { weekday },
    );
  }
}

const rules = Array.from({ length: RULES }, (_, index) => randomRule(index + 1)).map((rule) => {
  if (rule.byDay?.length === 0) delete rule.byDay;
  if (!rule.byDay && !rule.byMonth && !rule.byMonthDay) delete rule.bySetPos;
  return rule;
});

const FROM = Temporal.PlainDate.from('2019-01-01');
const TO = Temporal.PlainDate.from('2026-12-31');

function ours(rule: RecurrenceRule, from = FROM): string[] {
  return expand(rule, {
    from,
    to: TO,
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone: 'UTC',
  }).map(({ start }) => start.toString());
}

function theirs(rule: RecurrenceRule & { zone: string }): string[] {
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

/**
 * The second oracle: asks of every single day whether the rule holds, by the table of RFC 5545
 * §3.3.10 read as a filter, and knows nothing of how `expand` generates dates.
 */
function bruteForce(rule: RecurrenceRule & { zone: string }): string[] {
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
  let instants = [...sets.values()]
    .flatMap((set) =>
      bySetPos
        ? set.filter((_, at) => bySetPos.includes(at + 1) || bySetPos.includes(at - set.length))
        : set,
    )
    .filter((date) => Temporal.PlainDate.compare(date, start) >= 0)
    .flatMap((date) => {
      const local = date.toPlainDateTime(rule.time);
      const zoned = local.toZonedDateTime(rule.zone);
      return zoned.toPlainDateTime().equals(local) ? [zoned.toInstant()] : [];
    });
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

test(`${RULES} random rules expand as rrule-temporal expands them`, () => {
  let occurrences = 0;
  for (const rule of rules) {
    const found = ours(rule);
    occurrences += found.length;
    expect(found, `${rule.start} ${rule.time} ${rule.zone} ${rruleText(rule)}`).toEqual(
      theirs(rule),
    );
  }
  // The comparison is worth something only if the rules happen.
  expect(occurrences).toBeGreaterThan(RULES * 20);
}, 30_000);

test('random rules expand to the days that satisfy them when each day is asked by itself', () => {
  for (const rule of rules.slice(0, 150)) {
    expect(ours(rule), `${rule.start} ${rule.time} ${rule.zone} ${rruleText(rule)}`).toEqual(
      bruteForce(rule),
    );
  }
}, 30_000);

test('a window that opens later shows the same occurrences from there on', () => {
  const from = Temporal.PlainDate.from('2022-05-18');
  for (const rule of rules.slice(0, 200)) {
    const opening = from.toZonedDateTime(rule.zone).toInstant();
    const expected = ours(rule).filter(
      (start) => Temporal.Instant.compare(Temporal.Instant.from(start), opening) >= 0,
    );
    expect(ours(rule, from), rruleText(rule)).toEqual(expected);
  }
}, 30_000);

test('a rule survives its own RFC 5545 text', () => {
  for (const rule of rules) {
    const { start, time, durationMinutes, zone } = rule;
    expect(parseRrule(rruleText(rule), { start, time, durationMinutes, zone })).toEqual({
      ok: true,
      value: { ...rule, ...(rule.byDay ? { byDay: expect.arrayContaining(rule.byDay) } : {}) },
    });
  }
}, 30_000);
