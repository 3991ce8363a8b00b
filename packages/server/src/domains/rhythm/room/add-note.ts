import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { record } from '../../../platform/ledger/record.ts';
import { mayTakePart } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';

/** Adds a line to a review's notes. It waits for nobody: lines of several people stand side by side. */
export async function addNote(
  context: WriteContext,
  id: Id<'review'>,
  input: { text: string; point: number | null },
): Promise<Id<'note'>> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: 'share' });
  await mayTakePart(context, review);
  requireState(review.state, 'notes');
  const note = newId('note');
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review_note')
    .values({
      id: note,
      review_id: id,
      point: input.point,
      text: input.text,
      identity_id: actor.kind === 'member' ? actor.id : null,
      by_name: actor.name,
      at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'review.noted',
    entity: review,
    after: { note: toReference('note', note), point: input.point, text: input.text },
  });
  return note;
}
