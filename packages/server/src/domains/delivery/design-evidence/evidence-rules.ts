/** 97.5 % of a normal distribution lie below so many standard deviations. */
const z = 1.96;

const percent = (share: number) => Math.round(1000 * Math.min(1, Math.max(0, share))) / 10;

/**
 * The success rate of a task in per cent, and between what that of all users lies with 95 %
 * confidence: the adjusted Wald interval (Agresti and Coull 1998), which holds for the few people
 * that usability tests have.
 */
export function successRate(
  succeeded: number,
  participants: number,
): { success: number; from: number; to: number } {
  const trials = participants + z ** 2;
  const centre = (succeeded + z ** 2 / 2) / trials;
  const margin = z * Math.sqrt((centre * (1 - centre)) / trials);
  return {
    success: percent(succeeded / participants),
    from: percent(centre - margin),
    to: percent(centre + margin),
  };
}
