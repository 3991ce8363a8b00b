import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { problem } from '../../platform/problem.ts';
import { createLeadership } from './create-leadership.ts';
import { endLeadership } from './end-leadership.ts';
import { loadLeadership } from './store.ts';

/**
 * Gives a post to somebody else from a day on, or to nobody: a vacancy. Who held it before holds it
 * until then in views of earlier days. Throws `wrong_state` where the post has ended by then.
 */
export async function handOverLeadership(
  context: WriteContext,
  id: Id<'leadership'>,
  input: { person: Id<'person'> | null; on: string },
): Promise<Id<'leadership'>> {
  const before = await loadLeadership(context, id);
  authorise(context.actor, 'editor', before.unit_id);
  if (before.person_id === input.person) {
    throw problem(
      'wrong_state',
      input.person ? 'They hold this post already.' : 'It is vacant already.',
    );
  }
  if (before.since !== null && input.on < before.since) {
    throw problem('wrong_state', `This period of the post begins on ${before.since} only.`);
  }
  await endLeadership(context, id, input.on);
  const replaced = before.since === input.on;
  return createLeadership(context, {
    unit: before.unit_id,
    title: before.title,
    head: before.head,
    person: input.person,
    since: input.on,
    until: before.until ?? undefined,
    key: replaced ? before.key : `${before.key.replace(/-\d{4}-\d{2}-\d{2}$/, '')}-${input.on}`,
    imported: replaced && before.imported,
  });
}
