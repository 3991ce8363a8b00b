import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { changeRowOf, liveEntryOf, lockQueue, unqueuedBelow } from './queue-store.ts';

/** Where in its queue a change goes: before all others, before the usual ones, at the end. */
export type Lane = 'incident' | 'high' | 'normal';

/**
 * Queues a change with the commits that it has now. Queueing what is queued moves it to the lane, if
 * that is another. The incident lane is for an editor, since it makes everybody else wait.
 */
export async function enqueueChange(
  context: WriteContext,
  change: Id<'change'>,
  lane: Lane,
  options: { byLabel?: boolean } = {},
): Promise<Id<'queue_entry'>> {
  const { tx, actor, now } = context;
  const ref = { kind: 'change', id: change } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: 'share' });
  authorise(actor, lane === 'incident' ? 'editor' : 'contributor', entity.ownerUnit);
  if (entity.state !== 'open') {
    throw problem('wrong_state', `The change is ${entity.state} already.`);
  }
  const row = await changeRowOf(tx, change);
  const { queue } = await workflowOf(tx, row.repository_id);
  if (queue === undefined || row.branch === null) {
    throw problem(
      'release.no_queue',
      'The workflow of the repository declares no merge queue. Add the section `queue` to it.',
    );
  }
  const below = await unqueuedBelow(tx, change);
  if (below !== undefined) {
    throw problem('wrong_state', `It stands on “${below}”, which isn’t queued. Queue that first.`);
  }
  await lockQueue(tx, row.repository_id);
  const tables = tx.$extendTables<ReleaseTables>();
  const live = await liveEntryOf(tx, change);
  const place = { incident: lane === 'incident', high: lane === 'high' };
  if (live) {
    if (live.state === 'landing') throw problem('wrong_state', 'The change is landing already.');
    await tables.updateTable('queue_entry').set(place).where('id', '=', live.id).execute();
    await record(context, {
      action: 'change.moved_in_queue',
      entity: ref,
      after: { entry: toReference('queue_entry', live.id), lane },
    });
    return live.id;
  }
  const id = newId('queue_entry');
  await tables
    .insertInto('queue_entry')
    .values({
      id,
      repository_id: row.repository_id,
      change_id: change,
      head: row.head,
      title: entity.title,
      branch: row.branch,
      ...place,
      by_label: options.byLabel ?? false,
      queued_by: actor.name,
      queued_by_id: actor.kind === 'member' ? actor.id : null,
      queued_at: toDate(now),
      state: 'queued',
    })
    .execute();
  await record(context, {
    action: 'change.queued',
    entity: ref,
    after: { entry: toReference('queue_entry', id), head: row.head, lane },
  });
  return id;
}
