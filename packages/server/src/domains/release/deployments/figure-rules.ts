import type { Finding } from './ask-turn.ts';

/** The limit of a figure: one of the two, and how far beyond it nobody can tell. */
export interface FigureLimit {
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly margin: number;
}

/**
 * Judges a figure: within its limit it is open; beyond it by no more than the margin, nobody can tell;
 * further, it is closed. No value, or one that is too old, is no answer.
 */
export function judgeFigure(
  figure: { readonly value: number | null; readonly stale: string | undefined },
  { atMost, atLeast, margin }: FigureLimit,
): Finding {
  const { value, stale } = figure;
  if (value === null) return { state: 'inconclusive', says: 'There is no value.' };
  if (stale !== undefined) {
    return { state: 'inconclusive', says: `The last value is ${value}, ${stale}: too old.` };
  }
  const [limit, beyond] =
    atMost === undefined ? [atLeast ?? 0, (atLeast ?? 0) - value] : [atMost, value - atMost];
  const wanted = atMost === undefined ? `at least ${limit}` : `at most ${limit}`;
  if (beyond <= 0) return { state: 'open', says: `It is ${value}; ${wanted} was asked for.` };
  const says = `It is ${value} and not ${wanted}.`;
  return beyond <= margin
    ? { state: 'inconclusive', says: `${says} That is within ${margin} of it.` }
    : { state: 'closed', says };
}
