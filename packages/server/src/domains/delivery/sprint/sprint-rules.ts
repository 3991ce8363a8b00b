import type { OrganisationCalendar, storyStates } from '@throughline/contract';

/** How far a story is. */
export type StoryState = (typeof storyStates)[number];

const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** Every day from one to another, both included: `2026-11-23`. */
export function daysBetween(from: string, to: string): string[] {
  const last = Temporal.PlainDate.from(to);
  const days: string[] = [];
  for (
    let day = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    days.push(day.toString());
  }
  return days;
}

/** Of some days, those on which the organisation works. */
export function workingDays(days: readonly string[], calendar: OrganisationCalendar): string[] {
  const free = new Set(calendar.holidays.map(({ date }) => date));
  const worked = new Set<string>(calendar.workingWeekdays);
  return days.filter((day) => {
    const weekday = weekdays[Temporal.PlainDate.from(day).dayOfWeek - 1] ?? 'monday';
    return worked.has(weekday) && !free.has(day);
  });
}

/** A story's time in a sprint, with every move that it made. */
export interface SprintStory {
  readonly estimate: number;
  readonly addedAt: number;
  readonly leftAt: number | null;
  /** It left because the sprint ended, so that it counts until then. */
  readonly stayed: boolean;
  readonly moves: readonly { readonly at: number; readonly to: StoryState }[];
}

/** How far a story was at a moment; undefined before it was written. */
export function stateAt(moves: SprintStory['moves'], moment: number): StoryState | undefined {
  return moves.findLast(({ at }) => at < moment)?.to;
}

const within = (story: SprintStory, moment: number) =>
  story.addedAt < moment && (story.stayed || story.leftAt === null || story.leftAt >= moment);

/** What was left at the end of each day, given as moments: the estimates of what was not done. */
export function remaining(stories: readonly SprintStory[], ends: readonly number[]): number[] {
  return ends.map((end) =>
    stories
      .filter((story) => within(story, end) && stateAt(story.moves, end) !== 'done')
      .reduce((sum, { estimate }) => sum + estimate, 0),
  );
}

/** What an even pace would leave at the end of each day: nothing is expected of days off. */
export function idealPace(
  total: number,
  days: readonly string[],
  worked: ReadonlySet<string>,
): number[] {
  const all = days.filter((day) => worked.has(day)).length;
  let passed = 0;
  return days.map((day) => {
    if (worked.has(day)) passed += 1;
    return all === 0 ? total : Math.round((100 * total * (all - passed)) / all) / 100;
  });
}

/** How many stories were in a state at the end of each day. */
export function countIn(
  state: StoryState,
  stories: readonly SprintStory[],
  ends: readonly number[],
): number[] {
  return ends.map(
    (end) =>
      stories.filter((story) => within(story, end) && stateAt(story.moves, end) === state).length,
  );
}

/** Days from the first step out of `open` to the last arrival at `done`; null where it isn't done. */
export function cycleDays(moves: SprintStory['moves']): number | null {
  if (moves.at(-1)?.to !== 'done') return null;
  const begun = moves.find(({ to }) => to !== 'open');
  const done = moves.findLast(({ to }) => to === 'done');
  if (!begun || !done) return null;
  return Math.round(((done.at - begun.at) / 86_400_000) * 100) / 100;
}

/** The value below which a share of some lies, by the nearest rank; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
