import type { Settlement } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import type { FailureRow } from './failure-store.ts';

/** Ends a failure with what ended it. Call it with the failure locked. Returns the revision. */
export async function settleFailure(
  context: WriteContext,
  failure: Pick<FailureRow, 'id'>,
  settled: { how: Settlement; note: string; by: string },
): Promise<number> {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('failure')
    .set({
      settled_at: toDate(context.now),
      settled_how: settled.how,
      settled_note: settled.note,
      settled_by: settled.by,
      acting: null,
      acting_by: null,
      held_until: null,
      held_reason: null,
      held_by: null,
    })
    .where('id', '=', failure.id)
    .execute();
  return changeEntity(
    { ...context, ifMatch: undefined },
    { kind: 'failure', id: failure.id },
    {
      action: 'failure.settled',
      state: 'settled',
      after: { how: settled.how, note: settled.note, by: settled.by },
    },
  );
}
