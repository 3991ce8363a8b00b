import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { loadFollowed, releaseFollowed } from './followed-store.ts';

/** Follows no more: stories and sprints stay as they are, and are ruled here from now on. */
export async function unfollowBacklog(
  context: WriteContext,
  id: Id<'followed_backlog'>,
): Promise<void> {
  const { tx, actor } = context;
  const backlog = await loadFollowed(tx, id, { lock: true });
  authorise(actor, 'owner', backlog.unit_id);
  const stories = await releaseFollowed(tx, id);
  await record(context, {
    action: 'followed_backlog.ended',
    entity: { kind: 'unit', id: backlog.unit_id },
    after: {
      backlog: toReference('followed_backlog', id),
      source: backlog.source_title,
      stories,
    },
  });
}
