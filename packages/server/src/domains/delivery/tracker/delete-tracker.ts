import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { DeliveryTables } from '../tables.ts';
import { followersOf, loadTracker } from './tracker-store.ts';

/** Forgets a tracker that no backlog follows. Throws `in_use`. */
export async function deleteTracker(context: WriteContext, id: Id<'tracker'>): Promise<void> {
  const { tx } = context;
  const { name } = await loadTracker(tx, id);
  const backlogs = await followersOf(tx, id);
  if (backlogs > 0) {
    throw problem(
      'in_use',
      `${backlogs} backlog${backlogs === 1 ? ' follows' : 's follow'} it. Let them follow no more first.`,
    );
  }
  await tx.$extendTables<DeliveryTables>().deleteFrom('tracker').where('id', '=', id).execute();
  await record(context, {
    action: 'tracker.deleted',
    after: { tracker: toReference('tracker', id), name },
  });
}
