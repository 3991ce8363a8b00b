import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { lockQueue } from './queue-store.ts';

/** Stops a queue: nothing is built and nothing lands until somebody lets it go on. */
export async function pauseQueue(
  context: WriteContext,
  repository: Id<'repository'>,
  reason: string,
): Promise<void> {
  const queue = await locked(context, repository);
  if (queue.paused_at) throw problem('wrong_state', 'The queue is stopped already.');
  await write(context, repository, {
    paused_at: toDate(context.now),
    paused_by: context.actor.name,
    pause_reason: reason,
  });
  await record(context, {
    action: 'repository.queue_paused',
    entity: { kind: 'repository', id: repository },
    after: { reason },
  });
}

/** Lets a queue go on. */
export async function resumeQueue(
  context: WriteContext,
  repository: Id<'repository'>,
): Promise<void> {
  const queue = await locked(context, repository);
  if (!queue.paused_at) throw problem('wrong_state', 'The queue is not stopped.');
  await write(context, repository, { paused_at: null, paused_by: null, pause_reason: null });
  await record(context, {
    action: 'repository.queue_resumed',
    entity: { kind: 'repository', id: repository },
    after: {},
  });
}

async function locked(context: WriteContext, repository: Id<'repository'>) {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'repository', id: repository });
  authorise(actor, 'editor', entity.ownerUnit);
  return lockQueue(tx, repository);
}

async function write(
  context: WriteContext,
  repository: Id<'repository'>,
  values: { paused_at: Date | null; paused_by: string | null; pause_reason: string | null },
) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('merge_queue')
    .set(values)
    .where('repository_id', '=', repository)
    .execute();
}
