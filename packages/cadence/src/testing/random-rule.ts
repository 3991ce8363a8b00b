import type { Frequency, RecurrenceRule, RecurrenceWeekday } from '../rule.ts';
import { WEEKDAYS } from '../weekday.ts';

/** A recurrence whose zone is its own. */
export type ZonedRule = RecurrenceRule & { zone: string };

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const TIMES = ['09:00', '00:00', '02:15', '02:30', '23:45'];

/** Mulberry32: the same numbers on every run, and unlike ones for seeds that follow each other. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A rule of the RFC 5545 dialect; the same one for the same seed. */
export function randomRule(seed: number): ZonedRule {
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
  const rule: ZonedRule = {
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
  if (rule.byDay?.length === 0) delete rule.byDay;
  if (!rule.byDay && !rule.byMonth && !rule.byMonthDay) delete rule.bySetPos;
  return rule;

  function randomDays(): RecurrenceWeekday[] {
    const ordinals = frequency === 'monthly' || frequency === 'yearly';
    const most = frequency === 'yearly' && rule.byMonth === undefined ? 53 : 5;
    return WEEKDAYS.filter(() => random(3) === 0).map((weekday) =>
      ordinals && random(2) === 0 ? { weekday, nth: signed(most) } : { weekday },
    );
  }
}
