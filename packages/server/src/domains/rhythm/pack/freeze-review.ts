import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview, subjectOf, turnOf } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import { carryMatters } from '../matter/carry-matters.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { deepDiveInsight, drawnIn } from '../room/deep-dive-store.ts';
import { keepDraw } from '../room/pick-deep-dive.ts';
import { writeCycleRoles } from '../review/write-cycle-roles.ts';
import type { RhythmTables } from '../tables.ts';
import { assemblePack, type RunInsight } from './assemble-pack.ts';
import { keepPack, type KeptPack } from './keep-pack.ts';

/**
 * Freezes a review: its pack, and who leads, decides and attends. What was due and isn't done is
 * carried over first, and its deep dive is drawn, so that the pack says both.
 */
export async function freezeReview(
  context: WriteContext,
  run: RunInsight,
  id: Id<'review'>,
): Promise<KeptPack & { entityRevision: number }> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'freeze');
  const subject = await subjectOf(context, review.subject);
  await writeCycleRoles(context, id, await loadCadence(tx, actor, review.cadence), {
    day: review.day,
    turn: await turnOf(tx, review.cadence, review.startsAt),
    subjectOwner: subject?.ownerUnit ?? null,
    attendees: true,
  });
  await carryMatters(context, review);
  const template = await templateOfReview(tx, id);
  if (template.pack.some(({ insight }) => insight === deepDiveInsight)) {
    const drawn = await drawnIn(tx, id);
    if (drawn.length === 0) await keepDraw(context, review, drawn, '');
  }
  const sections = await assemblePack(reading(context), run, review);
  const pack = await keepPack(context, review, sections, { revision: 1, reason: '' });
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review')
    .set({
      frozen_at: toDate(now),
      frozen_cycle_id: template.cycle,
      frozen_version: template.version,
    })
    .where('id', '=', id)
    .execute();
  const entityRevision = await changeEntity(context, review, {
    action: 'review.frozen',
    state: 'frozen',
    after: { pack: pack.revision, sha256: pack.sha256 },
  });
  return { ...pack, entityRevision };
}
