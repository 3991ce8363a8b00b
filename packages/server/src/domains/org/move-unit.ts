import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { checkLevel, holdsOn } from './rules.ts';
import { leadsUpTo, loadUnit, lockTree } from './store.ts';
import type { OrgTables } from './tables.ts';

/**
 * Puts a unit under another from a day on, in place of whatever parent it had from that day.
 * Throws `wrong_state` where either doesn't stand then, `org.level_not_allowed`, `entity.circular`.
 */
export async function moveUnit(
  context: WriteContext,
  id: Id<'unit'>,
  input: { parent: Id<'unit'>; on: string },
): Promise<number> {
  const { tx, actor } = context;
  await lockTree(context);
  const unit = await loadUnit(context, id, { lock: true });
  const parent = await loadUnit(context, input.parent);
  authorise(actor, 'editor', id);
  authorise(actor, 'editor', parent.id);
  for (const one of [unit, parent]) {
    if (!holdsOn(one, input.on))
      throw problem('wrong_state', `${one.title} does not stand on that day.`);
  }
  checkLevel(unit.level, parent.level);
  const period = { since: input.on, until: unit.until };
  if (id === parent.id || (await leadsUpTo(context, parent.id, id, period))) {
    throw problem('entity.circular', `${parent.title} stands, or will stand, below ${unit.title}.`);
  }
  const org = tx.$extendTables<OrgTables>();
  await org
    .deleteFrom('unit_parent')
    .where('unit_id', '=', id)
    .where('since', '>=', input.on)
    .execute();
  await org
    .updateTable('unit_parent')
    .set({ until: input.on })
    .where('unit_id', '=', id)
    .where(sql<boolean>`daterange(since, until, '[)') @> ${input.on}::date`)
    .execute();
  await org
    .insertInto('unit_parent')
    .values({ unit_id: id, parent_id: parent.id, ...period })
    .execute();
  return changeEntity(context, unit, {
    action: 'unit.moved',
    after: { parent: toReference('unit', parent.id), since: input.on },
  });
}
