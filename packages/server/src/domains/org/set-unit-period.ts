import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { closeUnit } from './close-unit.ts';
import { today } from './organisation-store.ts';
import { unitState, type Period } from './rules.ts';
import { loadUnit, lockTree, parentsOf } from './store.ts';
import type { OrgTables } from './tables.ts';

/**
 * Sets from when until when a unit stands: its first parent from the new beginning, its last one up
 * to the new end. Throws `in_use` or `wrong_state` where it would end under units that go on.
 */
export async function setUnitPeriod(
  context: WriteContext,
  id: Id<'unit'>,
  period: Period,
): Promise<void> {
  const { tx, actor, now } = context;
  await lockTree(context);
  const unit = await loadUnit(context, id, { lock: true });
  authorise(actor, 'editor', id);
  const ends = period.until !== null && (unit.until === null || period.until < unit.until);
  if (ends && period.until !== null) await closeUnit(context, id, period.until);
  const org = tx.$extendTables<OrgTables>();
  await org
    .updateTable('unit')
    .set({ ...period })
    .where('id', '=', id)
    .execute();
  const parents = await parentsOf(context, id);
  const [first] = parents;
  const last = parents.at(-1);
  const at = (since: string | null) => sql<boolean>`since is not distinct from ${since}::date`;
  if (last && last.until !== period.until) {
    await org
      .updateTable('unit_parent')
      .set({ until: period.until })
      .where('unit_id', '=', id)
      .where(at(last.since))
      .execute();
  }
  if (first && first.since !== period.since) {
    await org
      .updateTable('unit_parent')
      .set({ since: period.since })
      .where('unit_id', '=', id)
      .where(at(first.since))
      .execute();
  }
  if (!ends || period.since !== unit.since) {
    await changeEntity(context, unit, {
      state: unitState(period, await today(tx, now)),
      after: { ...period },
    });
  }
}
