import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { endOn } from './rules.ts';
import { loadMembership, loadUnit } from './store.ts';
import type { OrgTables } from './tables.ts';

/**
 * Ends a membership on a day, which no longer belongs to it; one that would begin on it or later
 * never was. Throws `wrong_state` where it has ended by then.
 */
export async function endMembership(
  context: WriteContext,
  id: Id<'membership'>,
  on: string,
): Promise<void> {
  const { tx, actor } = context;
  const membership = await loadMembership(context, id);
  const unit = await loadUnit(context, membership.unit_id);
  const person = await loadEntity(tx, actor, { kind: 'person', id: membership.person_id });
  authorise(actor, 'editor', unit.id);
  const until = endOn(membership, on);
  const org = tx.$extendTables<OrgTables>();
  await (until === undefined
    ? org.deleteFrom('membership').where('id', '=', id).execute()
    : org.updateTable('membership').set({ until }).where('id', '=', id).execute());
  await record(context, {
    action: 'membership.ended',
    entity: person,
    after: {
      membership: toReference('membership', id),
      unit: toReference('unit', unit.id),
      until: until ?? membership.since,
    },
  });
}
