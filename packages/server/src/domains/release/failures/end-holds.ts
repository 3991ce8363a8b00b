import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { holdsOver } from './failure-store.ts';

/** Ends the holds whose time is over: what was put off needs somebody again. */
export async function endHolds(context: WriteContext): Promise<void> {
  for (const { id } of await holdsOver(context.tx, context.now)) {
    await context.tx
      .$extendTables<ReleaseTables>()
      .updateTable('failure')
      .set({ held_until: null, held_reason: null, held_by: null })
      .where('id', '=', id)
      .execute();
    await changeEntity(
      context,
      { kind: 'failure', id },
      { action: 'failure.released', state: 'open', after: {} },
    );
  }
}
