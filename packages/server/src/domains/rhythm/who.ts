import type { Who } from '@throughline/contract';

export { who, type Who } from '@throughline/contract';

/** The unit that a `Who` names by its key; undefined for `$unit` and where it names none. */
export function unitKeyIn(one: Who): string | undefined {
  const named =
    'unit' in one
      ? one.unit
      : 'headOf' in one
        ? one.headOf
        : 'headsUnder' in one
          ? one.headsUnder
          : 'membersOf' in one
            ? one.membersOf
            : 'rotation' in one
              ? one.rotation
              : undefined;
  return named === '$unit' ? undefined : named;
}

/** How a `Who` reads with the name of the unit that it is about. */
export function whoSays(one: Who, unit: string): string {
  if ('position' in one) return one.position.replaceAll('-', ' ');
  if ('unit' in one) return unit;
  if ('headOf' in one) return `Head of ${unit}`;
  if ('headsUnder' in one) return `Heads of the units under ${unit}`;
  if ('membersOf' in one) return `Members of ${unit}`;
  if ('rotation' in one) return `A member of ${unit}, in turn`;
  if ('ownersOf' in one) return 'Whoever owns what the review is about';
  return {
    facilitator: 'The team’s facilitator',
    'product-owner': 'The product owner',
    team: 'The team',
  }[one.teamRole];
}
