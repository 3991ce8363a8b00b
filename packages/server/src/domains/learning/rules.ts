import type { ModuleDue } from '@throughline/contract';

/** Days after the first one on which a module is due at the latest. */
const dueAfter: Readonly<Record<ModuleDue, number>> = {
  'day-1': 0,
  'week-1': 6,
  'day-30': 29,
  'day-60': 59,
  'day-90': 89,
};

/** The last day on which a module is in time: day 1 is the start date itself, week 1 its seventh day. */
export function dueOn(startedOn: string, due: ModuleDue): string {
  return Temporal.PlainDate.from(startedOn).add({ days: dueAfter[due] }).toString();
}

/** What is known of a person and a module. */
export interface Standing {
  readonly readAt: Date | null;
  readonly doneAt: Date | null;
  /** Whether every module that comes first is done. */
  readonly unlocked: boolean;
}

/** How far a person is with a module. */
export function moduleState({
  readAt,
  doneAt,
  unlocked,
}: Standing): 'locked' | 'open' | 'read' | 'done' {
  if (doneAt) return 'done';
  if (!unlocked) return 'locked';
  return readAt ? 'read' : 'open';
}

/** How long a text takes to read, at 200 words a minute, rounded up. */
export function readingMinutes(body: string): number {
  return Math.max(1, Math.ceil(body.split(/\s+/).length / 200));
}

/** In an order that a seed decides (Fisher and Yates over xorshift32): another seed, another order. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed >>> 0 || 1;
  for (let last = result.length - 1; last > 0; last--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    const [one, two] = [result[last], result[other]];
    if (one !== undefined && two !== undefined) [result[last], result[other]] = [two, one];
  }
  return result;
}
