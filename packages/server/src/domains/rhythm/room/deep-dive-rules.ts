import { createHash } from 'node:crypto';

/** A candidate of a deep dive with its weight in the draw. */
export interface Weighted {
  readonly id: string;
  readonly weight: number;
}

/**
 * Weighs candidates by how long each has waited: the square of the reviews since it was last looked
 * at. What the last review looked at weighs nothing; what none has looked at has waited longest.
 */
export function weighCandidates(
  candidates: readonly string[],
  /** What the reviews before looked at, oldest first. */
  history: readonly string[],
): Weighted[] {
  const weighed = candidates.map((id) => {
    const last = history.lastIndexOf(id);
    const waited = last === -1 ? history.length + 1 : history.length - 1 - last;
    return { id, weight: waited * waited };
  });
  // The only candidate, twice in a row.
  return weighed.some(({ weight }) => weight > 0)
    ? weighed
    : weighed.map(({ id }) => ({ id, weight: 1 }));
}

/** Draws one by a seed: the same seed and wheel give the same. Undefined from an empty wheel. */
export function drawFrom(wheel: readonly Weighted[], seed: string): string | undefined {
  const total = wheel.reduce((sum, { weight }) => sum + weight, 0);
  const bits = createHash('sha256').update(seed).digest().readUIntBE(0, 6);
  let left = (bits / 2 ** 48) * total;
  for (const { id, weight } of wheel) {
    if (left < weight) return id;
    left -= weight;
  }
  return undefined;
}
