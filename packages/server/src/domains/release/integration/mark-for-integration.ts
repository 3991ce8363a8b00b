import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';

/** Marks a change for the integration branch, or takes the mark away; the branch is built anew. */
export async function markForIntegration(
  context: WriteContext,
  change: Id<'change'>,
  marked: boolean,
): Promise<void> {
  const { tx, actor, now } = context;
  const ref = { kind: 'change', id: change } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  if (marked && entity.state !== 'open') {
    throw problem('wrong_state', `The change is ${entity.state} already.`);
  }
  const tables = tx.$extendTables<ReleaseTables>();
  const written = marked
    ? await tables
        .insertInto('integration_mark')
        .values({ change_id: change, marked_by: actor.name, at: toDate(now) })
        .onConflict((conflict) => conflict.doNothing())
        .returning('change_id')
        .execute()
    : await tables
        .deleteFrom('integration_mark')
        .where('change_id', '=', change)
        .returning('change_id')
        .execute();
  if (written.length === 0) return;
  await record(context, {
    action: marked ? 'change.marked' : 'change.unmarked',
    entity: ref,
    after: { integration: marked },
  });
}
