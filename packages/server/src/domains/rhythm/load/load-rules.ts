/** A review that takes people's time. */
export interface TimeTaken {
  /** `2027-01-12` */
  readonly day: string;
  readonly minutes: number;
  readonly people: readonly string[];
}

/** What reviews take of one person over some weeks. */
export interface Load {
  readonly person: string;
  /** Minutes of each week, in their order; 0 where there is none. */
  readonly weeks: readonly number[];
  readonly hoursAWeek: number;
  readonly busiest: { readonly week: string; readonly hours: number };
  /** Weeks that take more hours than the limit. */
  readonly over: number;
}

/** The Mondays of so many weeks from that of a day on. */
export function weeksFrom(day: Temporal.PlainDate, count: number): string[] {
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return Array.from({ length: count }, (_, week) => monday.add({ weeks: week }).toString());
}

const inHours = (minutes: number) => Math.round((minutes / 60) * 10) / 10;

/** Each person's load over weeks (by their Mondays), the heaviest first. */
export function loadsOf(
  taken: readonly TimeTaken[],
  weeks: readonly string[],
  limitHours: number,
): Load[] {
  const byPerson = new Map<string, number[]>();
  for (const { day, minutes, people } of taken) {
    const week = weeks.findLastIndex((monday) => monday <= day);
    if (week < 0) continue;
    for (const person of new Set(people)) {
      const own = byPerson.get(person) ?? weeks.map(() => 0);
      own[week] = (own[week] ?? 0) + minutes;
      byPerson.set(person, own);
    }
  }
  const loads = [...byPerson].map(([person, own]): Load => {
    const most = Math.max(...own);
    return {
      person,
      weeks: own,
      hoursAWeek: inHours(own.reduce((sum, minutes) => sum + minutes, 0) / weeks.length),
      busiest: { week: weeks[own.indexOf(most)] ?? '', hours: inHours(most) },
      over: own.filter((minutes) => minutes > limitHours * 60).length,
    };
  });
  return loads.toSorted(
    (one, other) =>
      other.over - one.over ||
      other.hoursAWeek - one.hoursAWeek ||
      (one.person < other.person ? -1 : 1),
  );
}
