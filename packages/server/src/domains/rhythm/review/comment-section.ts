import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { isAsked } from '../ask/ask-store.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { mayRunReview } from '../policy.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview } from './review-store.ts';
import { requireState } from './review-states.ts';

/** Says why a section's figures are what they are. Throws `rhythm.frozen` once the pack is frozen. */
export async function commentSection(
  context: WriteContext,
  id: Id<'review'>,
  section: string,
  comment: string,
): Promise<number> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  const person = actor.kind === 'member' ? actor.person : null;
  if (!person || !(await isAsked(tx, id, section, person))) await mayRunReview(context, review);
  if (review.frozenAt) {
    throw problem('rhythm.frozen', 'Say it in the room, or revise the pack with a reason.');
  }
  requireState(review.state, 'comment');
  const { pack } = await templateOfReview(tx, review.id);
  if (!pack.some(({ key }) => key === section)) {
    throw problem('not_found', `The pack has no section “${section}”.`);
  }
  const rhythm = tx.$extendTables<RhythmTables>();
  if (comment === '') {
    await rhythm
      .deleteFrom('section_comment')
      .where('review_id', '=', id)
      .where('section', '=', section)
      .execute();
  } else {
    const row = {
      comment,
      identity_id: actor.kind === 'member' ? actor.id : null,
      at: toDate(now),
    };
    await rhythm
      .insertInto('section_comment')
      .values({ review_id: id, section, ...row })
      .onConflict((conflict) => conflict.columns(['review_id', 'section']).doUpdateSet(row))
      .execute();
  }
  return changeEntity(context, review, { action: 'review.commented', after: { section, comment } });
}
