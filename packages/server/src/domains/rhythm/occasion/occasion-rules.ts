import type { OffsetRule, Rule } from '@throughline/cadence';
import type { Id } from '@throughline/contract';
import type { UnitParents } from '../../../platform/access/can.ts';
import type { OccasionSource } from '../../../platform/occasions/occasion.ts';
import type { Cadence } from '../cadence/cadence-store.ts';

/** A rule whose dates are counted from something that happens. */
export type EventRule = OffsetRule & { anchor: { at: 'event'; event: string } };

/** Whether a rule waits for events, so that no calendar alone can compile a year of it. */
export function waitsForEvents(rule: Rule): rule is EventRule {
  return rule.kind === 'offset' && rule.anchor.at === 'event';
}

/** Which of the cadences that wait for an event hold a review on an occasion of a unit. */
export function concerned<C extends Pick<Cadence, 'id' | 'unit' | 'cycle' | 'parent'>>(
  cadences: readonly C[],
  unit: Id<'unit'> | null,
  reach: OccasionSource['reach'],
  parents: UnitParents,
): C[] {
  if (reach === 'own') return cadences.filter((cadence) => cadence.unit.id === unit);
  const cycles = Map.groupBy(cadences, ({ cycle }) => cycle.id);
  return [...cycles.values()].flatMap((held) => {
    let at: Id<'unit'> | null | undefined = unit;
    for (let depth = 0; at && depth < 100; depth++) {
      const nearest = held.filter((cadence) => cadence.unit.id === at);
      if (nearest.length > 0) return nearest;
      at = parents.get(at);
    }
    const ids = new Set<string>(held.map(({ id }) => id));
    return held.filter(({ parent }) => parent === null || !ids.has(parent));
  });
}

/**
 * The days on which what a rule counts from may lie, for its own dates to lie between two days: a
 * business day is taken for two days, plus a fortnight for what holidays add.
 */
export function daysToLookAt(
  { offsets }: EventRule,
  span: { from: Temporal.PlainDate; to: Temporal.PlainDate },
): { from: string; to: string } {
  const lengths = { day: 1, 'business-day': 2, week: 7 } as const;
  const days = offsets.map(({ amount, unit }) => amount * lengths[unit]);
  const slack = 14;
  return {
    from: span.from.subtract({ days: Math.max(0, ...days) + slack }).toString(),
    to: span.to.add({ days: Math.max(0, ...days.map((length) => -length)) + slack }).toString(),
  };
}
