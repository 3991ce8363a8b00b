import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { record } from '../../platform/ledger/record.ts';
import { endOn } from './rules.ts';
import { loadLeadership, loadUnit } from './store.ts';
import type { OrgTables } from './tables.ts';

/**
 * Does away with a post on a day: after it, the unit has no such post, not even a vacant one.
 * Throws `wrong_state` where it has ended by then.
 */
export async function endLeadership(
  context: WriteContext,
  id: Id<'leadership'>,
  on: string,
): Promise<void> {
  const { tx, actor } = context;
  const leadership = await loadLeadership(context, id);
  const unit = await loadUnit(context, leadership.unit_id);
  authorise(actor, 'editor', unit.id);
  const until = endOn(leadership, on);
  const org = tx.$extendTables<OrgTables>();
  await (until === undefined
    ? org.deleteFrom('leadership').where('id', '=', id).execute()
    : org.updateTable('leadership').set({ until }).where('id', '=', id).execute());
  await record(context, {
    action: 'leadership.ended',
    entity: unit,
    after: { leadership: toReference('leadership', id), until: until ?? leadership.since },
  });
}
