/** A weight as it was given; null where nobody said one, which counts as 1. */
export type GivenWeight = number | null;

const written = (sum: number) => String(Math.round(sum * 1000) / 1000);

/**
 * What is wrong with the weights of what serves an objective, in words, or null. Any ratio is as good
 * as another (3 to 1), but whoever writes shares means a whole: shares of one add up to 1, shares in
 * per cent to 100. Weights that are all 0 score nothing.
 */
export function weightFault(weights: readonly GivenWeight[]): string | null {
  const given = weights.filter((weight) => weight !== null);
  if (given.length === 0) return null;
  const sum = given.reduce((total, weight) => total + weight, 0);
  if (sum === 0 && given.length === weights.length) {
    return 'All weights are 0: it cannot be scored.';
  }
  const percent = sum > 50;
  const parts = given.every((weight) => weight <= 1) && given.some((weight) => weight % 1 !== 0);
  if (!percent && !parts) return null;
  const unsaid = weights.length - given.length;
  if (unsaid > 0) {
    return `Shares are said for ${given.length} of ${weights.length}; the others weigh 1.`;
  }
  const whole = percent ? 100 : 1;
  return Math.abs(sum - whole) <= whole / 500
    ? null
    : `The weights add up to ${written(sum)}, not to ${whole}.`;
}
