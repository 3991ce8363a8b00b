import type { Id } from '@throughline/contract';

/** So many misses in a cadence, and a matter rises to its parent. */
const missesToRise = 2;

/** Where a matter is looked at after one more miss: in its cadence still, or in the parent. */
export function nextPlace(at: {
  cadence: Id<'cadence'>;
  parent: Id<'cadence'> | null;
  misses: number;
}): { cadence: Id<'cadence'>; misses: number; rises: boolean } {
  const misses = at.misses + 1;
  return misses >= missesToRise && at.parent !== null
    ? { cadence: at.parent, misses: 0, rises: true }
    : { cadence: at.cadence, misses, rises: false };
}
