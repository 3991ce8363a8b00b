import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { endLeadership } from './end-leadership.ts';
import { endMembership } from './end-membership.ts';
import { today } from './organisation-store.ts';
import { unitState } from './rules.ts';
import { loadUnit, lockTree, periodsInUnit, subUnitsFrom } from './store.ts';
import type { OrgTables } from './tables.ts';

/**
 * Ends a unit on a day, with its memberships and posts. Throws `in_use` while units stand under it
 * then, and `wrong_state` where it has ended before or begins later.
 */
export async function closeUnit(
  context: WriteContext,
  id: Id<'unit'>,
  on: string,
): Promise<number> {
  const { tx, actor, now } = context;
  await lockTree(context);
  const unit = await loadUnit(context, id, { lock: true });
  authorise(actor, 'editor', id);
  if (unit.until !== null && unit.until <= on) {
    throw problem('wrong_state', `${unit.title} ends on ${unit.until} already.`);
  }
  if (unit.since !== null && on <= unit.since) {
    throw problem('wrong_state', `${unit.title} begins on ${unit.since}. Close it on a later day.`);
  }
  const below = await subUnitsFrom(context, id, on);
  if (below.length > 0) {
    throw problem('in_use', `Move or close its units first: ${below.slice(0, 5).join(', ')}.`, {
      units: below,
    });
  }
  // Checked before anything else is written: the ends below carry no revision of their own.
  const revision = await changeEntity(context, unit, {
    action: 'unit.closed',
    state: unitState({ since: unit.since, until: on }, await today(tx, now)),
    after: { until: on },
  });
  const within = { ...context, ifMatch: undefined };
  const { memberships, leaderships } = await periodsInUnit(context, id, on);
  for (const membership of memberships) await endMembership(within, membership, on);
  for (const leadership of leaderships) await endLeadership(within, leadership, on);
  const org = tx.$extendTables<OrgTables>();
  await org.deleteFrom('unit_parent').where('unit_id', '=', id).where('since', '>=', on).execute();
  await org
    .updateTable('unit_parent')
    .set({ until: on })
    .where('unit_id', '=', id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', on)]))
    .execute();
  await org.updateTable('unit').set({ until: on }).where('id', '=', id).execute();
  return revision;
}
