import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { changeRowOf, liveEntryOf, lockQueue } from './queue-store.ts';
import { settleEntry } from './settle-entry.ts';

/** Takes a change out of its queue. What is landing can't be called back. */
export async function leaveQueue(context: WriteContext, change: Id<'change'>): Promise<void> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'change', id: change });
  authorise(actor, 'contributor', entity.ownerUnit);
  await lockQueue(tx, (await changeRowOf(tx, change)).repository_id);
  const live = await liveEntryOf(tx, change);
  if (!live) throw problem('wrong_state', 'The change is in no queue.');
  if (live.state === 'landing') throw problem('wrong_state', 'The change is landing already.');
  await settleEntry(context, live, { state: 'left', says: `${actor.name} took it out.` });
}
