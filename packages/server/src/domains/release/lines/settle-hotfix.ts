import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { ReleaseTables } from '../tables.ts';

/** A hotfix is released when the remote has the tag of the release that was cut from it. */
export async function settleHotfix(
  context: WriteContext,
  id: Id<'hotfix'> | null,
  released: Id<'release'>,
): Promise<void> {
  if (id === null) return;
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('hotfix')
    .set({ state: 'released', released_id: released })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}
