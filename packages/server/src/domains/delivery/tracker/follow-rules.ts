import type { Id, storyStates } from '@throughline/contract';
import type { OutsideEpic, OutsideSprint } from './outside-story.ts';

type StoryState = (typeof storyStates)[number];

/** Where a backlog stands in following its source. */
export interface Following {
  readonly sweepFrom: Temporal.Instant | null;
  readonly sweepCursor: string | null;
  readonly sweptAt: Temporal.Instant | null;
  readonly pollFrom: Temporal.Instant | null;
  readonly pollCursor: string | null;
  readonly polledAt: Temporal.Instant | null;
  readonly dueAt: Temporal.Instant;
}

/** What was said to look at again. */
export interface Hint {
  readonly what: 'issue' | 'sprint';
  readonly id: string;
}

/** What a backlog asks its tool next. */
export type FollowStep =
  | {
      readonly kind: 'hints';
      readonly issues: readonly string[];
      readonly sprints: readonly string[];
    }
  | { readonly kind: 'sweep'; readonly from: Temporal.Instant; readonly cursor: string | null }
  | {
      readonly kind: 'poll';
      readonly since: Temporal.Instant;
      readonly from: Temporal.Instant;
      readonly cursor: string | null;
    };

/** Webhooks may be lost, so that the tool is asked what changed, too. */
const pollMinutes = 10;
/** What vanished without a word is found by reading everything. */
const sweepHours = 24;
const mostIssues = 50;
const mostSprints = 5;

const isPast = (moment: Temporal.Instant, now: Temporal.Instant) =>
  Temporal.Instant.compare(moment, now) <= 0;

/**
 * What a backlog asks next, or undefined where nothing is due: what a webhook named, the rest of what
 * is being read, everything once a day, what changed every ten minutes.
 */
export function nextStep(
  following: Following,
  hints: readonly Hint[],
  now: Temporal.Instant,
): FollowStep | undefined {
  const { sweepFrom, sweptAt, pollFrom, polledAt } = following;
  if (!isPast(following.dueAt, now)) return undefined;
  if (hints.length > 0) {
    const of = (what: Hint['what'], most: number) =>
      hints.flatMap((hint) => (hint.what === what ? [hint.id] : [])).slice(0, most);
    return { kind: 'hints', issues: of('issue', mostIssues), sprints: of('sprint', mostSprints) };
  }
  if (sweepFrom) return { kind: 'sweep', from: sweepFrom, cursor: following.sweepCursor };
  if (sweptAt === null || isPast(sweptAt.add({ hours: sweepHours }), now)) {
    return { kind: 'sweep', from: now, cursor: null };
  }
  const since = polledAt ?? sweptAt;
  if (pollFrom) return { kind: 'poll', since, from: pollFrom, cursor: following.pollCursor };
  if (!isPast(since.add({ minutes: pollMinutes }), now)) return undefined;
  return { kind: 'poll', since, from: now, cursor: null };
}

/** When a backlog that has nothing more to ask is due again. */
export function nextDue(following: Following, now: Temporal.Instant): Temporal.Instant {
  const since = following.polledAt ?? following.sweptAt ?? now;
  const due = since.add({ minutes: pollMinutes });
  return isPast(due, now) ? now.add({ minutes: pollMinutes }) : due;
}

/** What a tool's state means here: what somebody said, or else how the tool itself groups it. */
export function meaningOf(
  states: Readonly<Record<string, StoryState>>,
  status: string,
  category: StoryState,
): StoryState {
  return Object.hasOwn(states, status) ? (states[status] ?? category) : category;
}

const reference = /(?<![0-9a-z])(?:ini|fea)_[0-7][0-9a-hjkmnp-tv-z]{25}(?![0-9a-z])/;
const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** Work that an epic may stand for. */
export interface Work {
  readonly id: Id<'initiative' | 'feature'>;
  readonly kind: 'initiative' | 'feature';
  readonly title: string;
  readonly ref: string;
}

/** The reference to work that an epic names in its title or text, if any. */
export function namedWork(epic: Pick<OutsideEpic, 'title' | 'text'>): string | undefined {
  return reference.exec(`${epic.title}\n${epic.text}`)?.[0];
}

/**
 * The work that an epic stands for by the rule: the one that it names by reference, or the only one
 * that bears its title.
 */
export function workOfEpic(
  epic: Pick<OutsideEpic, 'title' | 'text'>,
  candidates: readonly Work[],
): Work | undefined {
  const named = namedWork(epic);
  if (named !== undefined) return candidates.find(({ ref }) => ref === named);
  const same = candidates.filter(({ title }) => plain(title) === plain(epic.title));
  return same.length === 1 ? same[0] : undefined;
}

/** The days of a sprint in a zone; undefined where it has none yet, or too many for a sprint. */
export function sprintDays(
  sprint: Pick<OutsideSprint, 'startsAt' | 'endsAt'>,
  zone: string,
): { readonly startsOn: string; readonly endsOn: string } | undefined {
  if (sprint.startsAt === null || sprint.endsAt === null) return undefined;
  const begin = Temporal.Instant.from(sprint.startsAt).toZonedDateTimeISO(zone);
  const finish = Temporal.Instant.from(sprint.endsAt).toZonedDateTimeISO(zone);
  const startsOn = begin.toPlainDate();
  // One that ends at midnight ended the day before.
  const midnight = finish.startOfDay().equals(finish);
  const endsOn = midnight ? finish.toPlainDate().subtract({ days: 1 }) : finish.toPlainDate();
  const days = startsOn.until(endsOn, { largestUnit: 'day' }).days;
  if (days < 0 || days >= 92) return undefined;
  return { startsOn: startsOn.toString(), endsOn: endsOn.toString() };
}

/** The sprint that a story is in now, of all that it was in: the running one, or else a planned one. */
export function presentSprint(sprints: readonly OutsideSprint[]): OutsideSprint | undefined {
  return (
    sprints.find(({ state }) => state === 'running') ??
    sprints.find(({ state }) => state === 'planned')
  );
}
