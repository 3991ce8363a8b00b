import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview, type Review } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';
import { drawFrom } from './deep-dive-rules.ts';
import { deepDiveOf, deepDiveWheel, drawnIn, seedOf, type DeepDive } from './deep-dive-store.ts';

/**
 * Draws what a review looks at in depth, and keeps seed and wheel so that anybody can draw it again.
 * A further draw leaves out what was drawn before, and needs a reason.
 */
export async function pickDeepDive(
  context: WriteContext,
  id: Id<'review'>,
  input: { reason: string },
): Promise<DeepDive> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'dive');
  const drawn = await drawnIn(tx, id);
  if (drawn.length > 0 && input.reason === '') {
    throw problem('invalid_input', 'reason: say why what was drawn first won’t do.');
  }
  if (!(await keepDraw(context, review, drawn, input.reason))) {
    throw problem(
      'rhythm.nothing_to_draw',
      drawn.length > 0
        ? 'Everything was drawn already.'
        : 'There is no unit below this one and no running service of its own.',
    );
  }
  const kept = await deepDiveOf(reading(context), id);
  if (!kept) throw problem('not_found', 'What was drawn is hidden from you.');
  return kept;
}

/** Draws and keeps it; says whether there was something to draw. */
export async function keepDraw(
  context: WriteContext,
  review: Review,
  drawn: readonly string[],
  reason: string,
): Promise<boolean> {
  const { tx, actor, now } = context;
  const cadence = await loadCadence(tx, actor, review.cadence);
  const all = await deepDiveWheel(tx, review, cadence.unit.id);
  const left = all.filter(({ id }) => !drawn.includes(id));
  const wheel = left.some(({ weight }) => weight > 0)
    ? left
    : left.map(({ id }) => ({ id, weight: 1 }));
  const ordinal = drawn.length + 1;
  const seed = seedOf(review.id, ordinal);
  const picked = drawFrom(wheel, seed);
  if (picked === undefined) return false;
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('deep_dive')
    .values({
      review_id: review.id,
      ordinal,
      entity_id: picked,
      seed,
      wheel: JSON.stringify(wheel),
      reason,
      by_name: actor.name,
      at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'review.deep_dive_drawn',
    entity: review,
    after: { ordinal, seed, picked, reason, review: toReference('review', review.id) },
  });
  return true;
}
