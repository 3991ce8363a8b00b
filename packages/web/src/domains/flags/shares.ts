import type { FlagConfiguration } from '@throughline/contract';
import type { Served } from './flag-types.ts';

/** All of a rollout: 100 % in thousandths of a percent. */
export const whole = 100_000;

/** The sum of a rollout's weights, in thousandths of a percent. */
export function sumOfShares(rollout: NonNullable<Served['rollout']>): number {
  return rollout.variations.reduce((total, { weight }) => total + weight, 0);
}

/** Equal shares for so many variations; what doesn't divide goes to the last. */
export function evenShares(count: number): { variation: number; weight: number }[] {
  const each = Math.floor(whole / count);
  return Array.from({ length: count }, (_, variation) => ({
    variation,
    weight: variation === count - 1 ? whole - each * (count - 1) : each,
  }));
}

function servedFault(served: Served, where: string): string[] {
  if (served.rollout) {
    return sumOfShares(served.rollout) === whole
      ? []
      : [`${where}: the shares don’t add up to 100 %.`];
  }
  return served.variation === undefined ? [`${where}: choose what is served.`] : [];
}

/** What keeps a configuration from being saved, in words; the server checks the rest. */
export function unfinishedParts(configuration: FlagConfiguration): string[] {
  return [
    ...configuration.prerequisites.flatMap(({ key }, at) =>
      key === '' ? [`Prerequisite ${at + 1}: choose a flag.`] : [],
    ),
    ...configuration.targets.flatMap(({ values }, at) =>
      values.length === 0 ? [`List ${at + 1}: name somebody, or remove it.`] : [],
    ),
    ...configuration.rules.flatMap((rule, at) => {
      const where = `Rule ${at + 1}`;
      const clauses = rule.clauses.flatMap(({ op, attribute, values }) => {
        if (op !== 'segmentMatch' && attribute === '') return [`${where}: name the attribute.`];
        return values.length === 0 ? [`${where}: a condition has no value.`] : [];
      });
      return [...clauses, ...servedFault(rule, where)];
    }),
    ...servedFault(configuration.fallthrough, 'Everybody else'),
  ];
}
