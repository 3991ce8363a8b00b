import type { Moment } from './fact.ts';

/** How large a rehearsal is, and which day is its today. */
export interface Size {
  readonly people: number;
  readonly months: number;
  readonly seed: number;
  readonly today: string;
}

/** The zone in which the fictional organisation works. */
export const zone = 'America/Denver';

/** The local hours of a day's three moments. */
export const hours = [9, 13, 17] as const;

const isWeekend = (date: Temporal.PlainDate) => date.dayOfWeek > 5;

/** The nth weekday (1 = Monday) of a month; the last where n is -1. */
function nth(year: number, month: number, weekday: number, n: number): Temporal.PlainDate {
  if (n < 0) {
    const last = Temporal.PlainDate.from({ year, month, day: 1 })
      .add({ months: 1 })
      .subtract({ days: 1 });
    return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 });
  }
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (n - 1) * 7 });
}

/** The organisation's days off in a year, by date. */
export function holidaysOf(year: number): readonly { date: string; name: string }[] {
  const fixed = (month: number, day: number, name: string) => {
    const date = Temporal.PlainDate.from({ year, month, day });
    const taken = { 6: date.subtract({ days: 1 }), 7: date.add({ days: 1 }) }[date.dayOfWeek];
    return { date: (taken ?? date).toString(), name };
  };
  return [
    fixed(1, 2, 'Second of January'),
    { date: nth(year, 5, 1, -1).toString(), name: 'Spring holiday' },
    fixed(7, 4, 'Summer holiday'),
    { date: nth(year, 9, 1, 1).toString(), name: 'Autumn holiday' },
    { date: nth(year, 11, 4, 4).toString(), name: 'Harvest holiday' },
    fixed(12, 25, 'Winter holiday'),
  ];
}

/** The days behind today, and what they are. */
export interface Period {
  readonly from: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  /** Working days, oldest first, today's not included: it is still to be lived. */
  readonly workdays: readonly string[];
  /** The first working day on or after a date; undefined where that is not behind today. */
  workdayFrom(date: Temporal.PlainDate | string): string | undefined;
}

/** The period that a rehearsal of this size has behind it. */
export function periodOf({ months, today: text }: Size): Period {
  const today = Temporal.PlainDate.from(text);
  const from = today.subtract({ months });
  const off = new Set<string>();
  for (let year = from.year; year <= today.year; year++) {
    for (const { date } of holidaysOf(year)) off.add(date);
  }
  const workdays: string[] = [];
  for (let day = from; Temporal.PlainDate.compare(day, today) < 0; day = day.add({ days: 1 })) {
    if (!isWeekend(day) && !off.has(day.toString())) workdays.push(day.toString());
  }
  return {
    from,
    today,
    workdays,
    workdayFrom(date) {
      const wanted = date.toString();
      return workdays.find((day) => day >= wanted);
    },
  };
}

/** The moment at which a slot begins. */
export function instantOf({ day, slot }: Moment): Temporal.Instant {
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: zone, plainTime: { hour: hours[slot] } })
    .toInstant();
}
