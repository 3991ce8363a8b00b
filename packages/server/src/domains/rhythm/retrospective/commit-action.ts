import type { EntityRef, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createAction } from '../../../platform/decisions/actions.ts';
import { problem } from '../../../platform/problem.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import type { RhythmTables } from '../tables.ts';
import { mostActions } from './retrospective-rules.ts';
import { committedActions, lockCard, takePartIn } from './retrospective-store.ts';

/** Commits the team to an action with an owner. Throws `rhythm.enough_actions` past what it may. */
export async function commitAction(
  context: WriteContext,
  id: Id<'review'>,
  input: {
    title: string;
    owner: Id<'person'>;
    dueOn?: string | undefined;
    card?: Id<'card'> | undefined;
  },
): Promise<EntityRef<'action'> & { revision: number }> {
  const { tx } = context;
  const { review } = await takePartIn(context, id, ['discuss', 'commit'], { alone: true });
  if (input.card) await lockCard(tx, id, input.card);
  const most = mostActions((await templateOfReview(tx, review.id)).outputs);
  if ((await committedActions(tx, id)) >= most) {
    throw problem('rhythm.enough_actions', `At most ${most}: drop one, or let it wait.`);
  }
  const { title, owner, dueOn } = input;
  const source: EntityRef<'review'> = { kind: 'review', id };
  const action = await createAction(context, { title, owner, dueOn, source });
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('retrospective_action')
    .values({ action_id: action.id, review_id: id, card_id: input.card ?? null })
    .execute();
  return action;
}
