import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { assertSomebodyElse, identityOf, loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { loadPostmortem } from './postmortem-store.ts';

type Goal = 'draft' | 'in-review' | 'published';

const from: Readonly<Record<Goal, readonly Goal[]>> = {
  'in-review': ['draft'],
  published: ['in-review'],
  draft: ['in-review', 'published'],
};

const facts: Readonly<Record<Goal, string>> = {
  draft: 'postmortem.taken_back',
  'in-review': 'postmortem.handed_in',
  published: 'postmortem.published',
};

/**
 * Hands a postmortem in, publishes what somebody else handed in, or takes it back to draft. Throws
 * `wrong_state`, `operations.own_request`.
 */
export async function movePostmortem(
  context: WriteContext,
  id: Id<'postmortem'>,
  to: Goal,
  note: string,
): Promise<number> {
  const { tx, actor, now } = context;
  const postmortem = await loadToChange(context, { kind: 'postmortem', id });
  if (!from[to].some((state) => state === postmortem.state)) {
    throw problem('wrong_state', `This postmortem is ${postmortem.state.replace('-', ' ')}.`);
  }
  if (to === 'published') {
    const { handed_in_by } = await loadPostmortem(tx, id);
    assertSomebodyElse(actor, handed_in_by, 'handed this in');
  }
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('postmortem')
    .set(
      to === 'in-review'
        ? { handed_in_by: identityOf(actor), handed_in_name: actor.name }
        : to === 'published'
          ? { published_by: actor.name, published_at: toDate(now) }
          : { handed_in_by: null, handed_in_name: null, published_by: null, published_at: null },
    )
    .where('id', '=', id)
    .execute();
  return changeEntity(context, postmortem, { action: facts[to], state: to, after: { note } });
}
