import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { changeStory } from '../change-story.ts';
import type { DeliveryTables } from '../tables.ts';
import { meaningOf } from './follow-rules.ts';
import { loadFollowed, storiesWith } from './followed-store.ts';

type Input = ParsedInput<OperationOf<'delivery.changeFollowedBacklog'>>['body'];

/** Says what the tool's states mean here; stories whose state means something else now move there. */
export async function changeFollowedBacklog(
  context: WriteContext,
  id: Id<'followed_backlog'>,
  { states }: Input,
): Promise<void> {
  const { tx, actor, now } = context;
  const backlog = await loadFollowed(tx, id, { lock: true });
  authorise(actor, 'owner', backlog.unit_id);
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_backlog')
    .set({ states: JSON.stringify(states) })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'followed_backlog.changed',
    entity: { kind: 'unit', id: backlog.unit_id },
    after: { backlog: toReference('followed_backlog', id), states },
  });
  const concerned = [...new Set([...Object.keys(backlog.states), ...Object.keys(states)])];
  for (const story of await storiesWith(tx, id, { statuses: concerned })) {
    const state = meaningOf(states, story.status, story.category);
    if (story.gone === '' && state !== story.state) {
      await changeStory(context, story.id, { state }, { ruling: toDate(now) });
    }
  }
}
