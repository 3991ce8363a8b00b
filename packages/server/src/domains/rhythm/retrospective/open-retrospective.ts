import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { keepReaders } from '../../../platform/entities/set-readers.ts';
import { problem } from '../../../platform/problem.ts';
import { headOf, membersOf } from '../../org/index.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { mayTakePart } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';
import { identitiesOf, isOpenRetrospective } from './retrospective-store.ts';

/**
 * Opens the retrospective of a review. A private one restricts the review to the people of the unit
 * that holds it: everything that is said in it is theirs.
 */
export async function openRetrospective(
  context: WriteContext,
  id: Id<'review'>,
  input: { private: boolean; dots: number },
): Promise<number> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayTakePart(context, review);
  requireState(review.state, 'look');
  const cycle = await templateOfReview(tx, review.id);
  if (!cycle.hasRetrospective) {
    throw problem('rhythm.no_retrospective', 'Its cycle has no session “retrospective”.');
  }
  if (await isOpenRetrospective(tx, id)) throw problem('wrong_state', 'It is open already.');
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('retrospective')
    .values({
      review_id: id,
      phase: 'write',
      dots: input.dots,
      private: input.private,
      topic_id: null,
    })
    .execute();
  if (input.private) {
    const { unit } = await loadCadence(tx, actor, review.cadence);
    const head = (await headOf(tx, unit.id, review.day))?.person;
    const people = [...(await membersOf(tx, unit.id, review.day)), ...(head ? [head.id] : [])];
    const readers = await identitiesOf(tx, people);
    await keepReaders(context, review, { restricted: true, readers });
  }
  return changeEntity(context, review, {
    action: 'retrospective.opened',
    after: { private: input.private, dots: input.dots },
  });
}
