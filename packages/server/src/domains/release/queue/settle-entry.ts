import type { Id } from '@throughline/contract';
import { toReference } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';

/** Ends a change's time in the queue, other than by landing; nothing where it ended already. */
export async function settleEntry(
  context: WriteContext,
  entry: { id: Id<'queue_entry'>; change_id: Id<'change'> },
  end: {
    /** `out`: it can't land as it is; `left`: it needn't, or somebody took it out. */
    readonly state: 'out' | 'left';
    readonly says: string;
    readonly conflicts?: readonly string[];
    readonly attempt?: Id<'attempt'> | null;
  },
): Promise<void> {
  const { tx, now } = context;
  const settled = await tx
    .$extendTables<ReleaseTables>()
    .updateTable('queue_entry')
    .set({
      state: end.state,
      says: end.says.slice(0, 2000),
      settled_at: toDate(now),
      ...(end.conflicts ? { conflicts: [...end.conflicts] } : {}),
      ...(end.attempt ? { attempt_id: end.attempt } : {}),
    })
    .where('id', '=', entry.id)
    .where('state', '=', 'queued')
    .returning('id')
    .executeTakeFirst();
  if (!settled) return;
  await record(context, {
    action: end.state === 'out' ? 'change.put_out' : 'change.left_queue',
    entity: { kind: 'change', id: entry.change_id },
    after: { entry: toReference('queue_entry', entry.id), says: end.says },
  });
}
