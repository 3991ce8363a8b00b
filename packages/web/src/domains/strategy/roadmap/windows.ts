import { dateOf, dayNumber } from './days.ts';
import type { Initiative, Quarter, Span } from './roadmap-types.ts';

/** How long a bar is drawn whose other end nobody has said yet, in days. */
const openLength = 28;
/** How long a window becomes that is dropped onto the timeline, in days. */
const droppedLength = 56;

/** What a drag or a key changes: the whole window, or one of its ends. */
export type Grip = 'move' | 'from' | 'to';

/** The first and last day that a bar covers; undefined where it has no dates at all. */
export function covered({ from, to }: Span): { first: number; last: number } | undefined {
  if (from !== null && to !== null) return { first: dayNumber(from), last: dayNumber(to) };
  if (from !== null) return { first: dayNumber(from), last: dayNumber(from) + openLength - 1 };
  if (to !== null) return { first: dayNumber(to) - openLength + 1, last: dayNumber(to) };
  return undefined;
}

/** A window moved or resized by days. An end can't pass the other; a missing end is set by resizing. */
export function shifted(span: Span, grip: Grip, days: number): Span {
  const bar = covered(span);
  if (bar === undefined) return span;
  const { first, last } = bar;
  switch (grip) {
    case 'move':
      return {
        from: span.from === null ? null : dateOf(first + days),
        to: span.to === null ? null : dateOf(last + days),
      };
    case 'from':
      return { from: dateOf(Math.min(first + days, last)), to: span.to };
    case 'to':
      return { from: span.from, to: dateOf(Math.max(last + days, first)) };
  }
}

/** The window of an undated initiative that is dropped at a day. */
export function droppedAt(day: number): Span {
  return { from: dateOf(day), to: dateOf(day + droppedLength - 1) };
}

/**
 * Where an initiative stands on the board, by its window against today's fiscal quarter:
 * - `undated`: it has no date at all; `past`: it is done or stopped, or launched and its window over.
 * - `now`: it begins on or before this quarter's last day, late ones included.
 * - `next`: it begins in the quarter after; `later`: it begins after that.
 * Where only an end is known, that day decides.
 */
export type Horizon = 'past' | 'now' | 'next' | 'later' | 'undated';

const over = new Set(['launched', 'measuring']);

/** The quarter of today and the one after it. */
export function presentQuarters(
  quarters: readonly Quarter[],
  today: string,
): { now: Quarter; next: Quarter; later: Quarter } | undefined {
  const index = quarters.findIndex(({ from, to }) => from <= today && today <= to);
  const [now, next, later] = [quarters[index], quarters[index + 1], quarters[index + 2]];
  return index >= 0 && now && next && later ? { now, next, later } : undefined;
}

export function horizonOf(
  initiative: Pick<Initiative, 'from' | 'to' | 'stage'>,
  quarters: readonly Quarter[],
  today: string,
): Horizon {
  const { from, to, stage } = initiative;
  if (stage === 'done' || stage === 'stopped') return 'past';
  const begins = from ?? to;
  if (begins === null) return 'undated';
  if (over.has(stage) && to !== null && to < today) return 'past';
  const present = presentQuarters(quarters, today);
  if (!present || begins <= present.now.to) return 'now';
  return begins <= present.next.to ? 'next' : 'later';
}

/**
 * The window that puts an initiative into a column: `now` begins today, `next` and `later` on the
 * first day of their quarter. It keeps its length; without one it lasts until that quarter's end.
 */
export function movedTo(
  span: Span,
  horizon: Exclude<Horizon, 'past'>,
  quarters: readonly Quarter[],
  today: string,
): Span {
  const present = presentQuarters(quarters, today);
  if (horizon === 'undated' || !present) return { from: null, to: null };
  const quarter = present[horizon];
  const from = horizon === 'now' ? today : quarter.from;
  if (span.from === null || span.to === null) return { from, to: quarter.to };
  const length = dayNumber(span.to) - dayNumber(span.from);
  return { from, to: dateOf(dayNumber(from) + length) };
}

/** By how many days what is needed ends after the dependent begins; 0 where it is in time. */
export function daysLate(needed: Span, dependent: Span): number {
  if (needed.to === null || dependent.from === null) return 0;
  return Math.max(0, dayNumber(needed.to) - dayNumber(dependent.from));
}

/** A dependency that can't hold as planned. */
export interface Broken {
  readonly needed: Initiative;
  readonly dependent: Initiative;
  readonly days: number;
}

/** What would be broken of an initiative's dependencies, both ways, if it had a window. */
export function brokenBy(
  initiative: Initiative,
  span: Span,
  all: ReadonlyMap<string, Initiative>,
  neededBy: ReadonlyMap<string, readonly string[]>,
): Broken[] {
  const moved = { ...initiative, ...span };
  const pairs = [
    ...initiative.dependsOn.map((ref) => ({ needed: all.get(ref), dependent: moved })),
    ...(neededBy.get(initiative.ref) ?? []).map((ref) => ({
      needed: moved,
      dependent: all.get(ref),
    })),
  ];
  return pairs.flatMap(({ needed, dependent }) => {
    const days = needed && dependent ? daysLate(needed, dependent) : 0;
    return needed && dependent && days > 0 ? [{ needed, dependent, days }] : [];
  });
}

/** A broken dependency in words. */
export function brokenWords({ needed, dependent, days }: Broken): string {
  const unit = days === 1 ? 'day' : 'days';
  return `“${needed.title}” ends ${days} ${unit} after “${dependent.title}”, which needs it, begins.`;
}
