import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { DeliveryTables } from '../tables.ts';
import { followJob } from './follow-backlog.ts';
import { loadFollowed } from './followed-store.ts';

/** Has everything read again, now. It is no fact of its own: what it finds is. */
export async function syncFollowedBacklog(
  { tx, actor, now }: WriteContext,
  jobs: Pick<Jobs, 'enqueue'>,
  id: Id<'followed_backlog'>,
): Promise<void> {
  const backlog = await loadFollowed(tx, id, { lock: true });
  authorise(actor, 'owner', backlog.unit_id);
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_backlog')
    .set({
      due_at: toDate(now),
      sweep_from: toDate(now),
      sweep_cursor: null,
      poll_from: null,
      poll_cursor: null,
      imported: 0,
    })
    .where('id', '=', id)
    .execute();
  await jobs.enqueue(tx, followJob, { backlog: id });
}
