import { toReference, type EntityRef } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { carryOver } from '../../../platform/decisions/carry-over.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import type { Review } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';
import { missedBy } from './matter-store.ts';
import { nextPlace } from './matter-rules.ts';

/**
 * Carries over what a review finds due and not done. What it finds so for the second time rises to
 * the parent cadence, whose next review takes it up. Freezing again counts nothing twice.
 */
export async function carryMatters(context: WriteContext, review: Review): Promise<void> {
  const { tx, actor, now } = context;
  const { parent } = await loadCadence(tx, actor, review.cadence);
  const rhythm = tx.$extendTables<RhythmTables>();
  for (const { id, kind, misses } of await missedBy(tx, review)) {
    const place = nextPlace({ cadence: review.cadence, parent, misses });
    const row = {
      cadence_id: place.cadence,
      misses: place.misses,
      review_id: review.id,
      ...(place.rises ? { from_cadence_id: review.cadence, risen_at: toDate(now) } : {}),
    };
    await rhythm
      .insertInto('carried_matter')
      .values({ entity_id: id, from_cadence_id: null, ...row })
      .onConflict((conflict) => conflict.column('entity_id').doUpdateSet(row))
      .execute();
    await carryOver(context, { kind, id } as EntityRef<'action' | 'risk'>, {
      review: toReference('review', review.id),
      cadence: toReference('cadence', place.cadence),
      rises: place.rises,
    });
  }
}
