import { idOf, type EntitySummary } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { insight } from '../../../platform/insights/insight.ts';
import { loadReview } from '../review/review-store.ts';
import { drawFrom } from './deep-dive-rules.ts';
import {
  deepDiveInsight,
  deepDiveOf,
  deepDiveWheel,
  nextToDive,
  seedOf,
  wheelView,
  type DeepDive,
} from './deep-dive-store.ts';

function answer(
  { now }: ReadContext,
  says: string,
  picked: EntitySummary | undefined,
  wheel: DeepDive['wheel'],
) {
  const asOf = now.toString({ fractionalSecondDigits: 3 });
  return {
    says,
    figures: picked
      ? [
          {
            key: 'picked',
            label: picked.title,
            value: wheel.find(({ entity }) => entity.ref === picked.ref)?.chance ?? null,
            unit: '% chance',
            asOf,
            stale: false,
            records: [picked],
          },
        ]
      : [],
    columns: [
      { key: 'candidate', label: 'Candidate' },
      { key: 'waited', label: 'Reviews waited' },
      { key: 'chance', label: 'Chance, %' },
    ],
    rows: wheel.map(({ entity, weight, chance }) => ({
      ref: entity.ref,
      candidate: entity.title,
      waited: Math.sqrt(weight),
      chance,
    })),
    charts: [],
  };
}

/**
 * What the review that is on or comes next looks at in depth. What was drawn is told as it was kept;
 * before the draw it is what the draw will give, if nothing that it follows from changes.
 */
export const deepDive = insight({
  key: deepDiveInsight,
  title: 'Deep dive',
  describes:
    'What the next review looks at in depth, and why: the longer something has waited, the likelier',
  parameters: z.strictObject({ unit: idOf('unit'), cadence: idOf('cadence') }),
  async run(context, { unit, cadence }) {
    const { db, actor } = context;
    const next = await nextToDive(context, cadence);
    if (!next) return answer(context, 'No review of this cadence is to come.', undefined, []);
    const kept = await deepDiveOf(context, next);
    if (kept) {
      const why = kept.reason === '' ? '' : ` Drawn again: ${kept.reason}`;
      const says = `${kept.picked.title}, drawn from ${kept.wheel.length} by the seed ${kept.seed}.${why}`;
      return answer(context, says, kept.picked, kept.wheel);
    }
    const wheel = await deepDiveWheel(db, await loadReview(db, actor, next), unit);
    const seen = await loadSummaries(
      db,
      actor,
      wheel.map(({ id }) => id),
    );
    const picked = seen.get(drawFrom(wheel, seedOf(next, 1)) ?? '');
    const says = picked
      ? `${picked.title} is next: the seed ${seedOf(next, 1)} draws it from ${wheel.length}.`
      : 'There is no team below and no running service to look at in depth.';
    return answer(context, says, picked, wheelView(wheel, seen));
  },
});
