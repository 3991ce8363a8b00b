import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';
import { lockNote } from './room-store.ts';

/** Strikes out a line of a review's notes: it stays, and is seen to be struck out. */
export async function strikeNote(
  context: WriteContext,
  id: Id<'review'>,
  note: Id<'note'>,
): Promise<void> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: 'share' });
  requireState(review.state, 'notes');
  const line = await lockNote(tx, id, note);
  if (!line) throw notFound('note');
  if (line.identity_id === null || line.identity_id !== actor.id) {
    await mayRunReview(context, review);
  }
  if (line.struck_at) return;
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('review_note')
    .set({ struck_at: toDate(now) })
    .where('id', '=', note)
    .execute();
  await record(context, {
    action: 'review.note_struck',
    entity: review,
    after: { note: toReference('note', note) },
  });
}
