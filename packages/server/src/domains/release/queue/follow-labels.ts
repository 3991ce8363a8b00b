import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { enqueueChange } from './enqueue-change.ts';
import { liveEntries, lockQueue, unqueuedBelow, unqueuedWithLabel } from './queue-store.ts';
import { settleEntry } from './settle-entry.ts';

/**
 * Does what the labels of a repository's changes say: those with the queue's label are queued, once
 * for each head; one that lost it leaves; the incident's label puts a queued one before all others.
 */
export async function followLabels(
  context: WriteContext,
  repository: Id<'repository'>,
): Promise<void> {
  const { queue } = await workflowOf(context.tx, repository);
  if (queue === undefined) return;
  await lockQueue(context.tx, repository);
  // Whoever may set labels may queue: the server itself acts on what they say.
  const own = { ...context, actor: system('labels'), ifMatch: undefined };
  for (const entry of await liveEntries(context.tx, repository)) {
    if (entry.state !== 'queued') continue;
    const labelled = queue.label !== undefined && entry.labels.includes(queue.label);
    if (!entry.by_label || labelled) continue;
    await settleEntry(own, entry, { state: 'left', says: 'Its label was taken away.' });
  }
  const waiting =
    queue.label === undefined ? [] : await unqueuedWithLabel(context.tx, repository, queue.label);
  for (const change of waiting) {
    // It is looked at again when that is queued, or has landed.
    if ((await unqueuedBelow(context.tx, change)) !== undefined) continue;
    await enqueueChange(own, change, 'normal', { byLabel: true });
  }
  if (queue.incident === undefined) return;
  for (const entry of await liveEntries(context.tx, repository)) {
    if (entry.incident || entry.state !== 'queued' || !entry.labels.includes(queue.incident)) {
      continue;
    }
    await enqueueChange(own, entry.change_id, 'incident');
  }
}
