import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { mayRunReview } from '../policy.ts';
import type { RhythmTables } from '../tables.ts';
import { loadReview, subjectOf, turnOf } from './review-store.ts';
import { requireState } from './review-states.ts';
import { writeCycleRoles } from './write-cycle-roles.ts';

const byHand = {
  lead: 'Lead',
  decider: 'Decider',
  facilitator: 'Facilitator',
  scribe: 'Scribe',
} as const;

/** Names who has which part in one review; null takes the name back. What is left out stays. */
export async function assignRoles(
  context: WriteContext,
  id: Id<'review'>,
  input: { readonly [role in keyof typeof byHand]?: Id<'person'> | null | undefined },
): Promise<number> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'assign');
  const rhythm = tx.$extendTables<RhythmTables>();
  const after: Record<string, string | null> = {};
  for (const role of Object.keys(byHand) as (keyof typeof byHand)[]) {
    const person = input[role];
    if (person === undefined) continue;
    await rhythm
      .deleteFrom('review_role')
      .where('review_id', '=', id)
      .where('role', '=', role)
      .execute();
    if (person) {
      await loadEntity(tx, actor, { kind: 'person', id: person });
      await rhythm
        .insertInto('review_role')
        .values({
          review_id: id,
          role,
          position: 0,
          says: byHand[role],
          person_id: person,
          unit_id: null,
          by_hand: true,
        })
        .execute();
    }
    after[role] = person ? toReference('person', person) : null;
  }
  const subject = await subjectOf(context, review.subject);
  await writeCycleRoles(context, id, await loadCadence(tx, actor, review.cadence), {
    day: review.day,
    turn: await turnOf(tx, review.cadence, review.startsAt),
    subjectOwner: subject?.ownerUnit ?? null,
    attendees: review.frozenAt !== null,
  });
  return changeEntity(context, review, { action: 'review.assigned', after });
}
