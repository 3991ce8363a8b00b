import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationDueDates, todayOf } from '../calendar-store.ts';
import type { ReadinessDeps } from '../readiness/evidence-store.ts';
import { judge } from '../readiness/readiness-views.ts';
import { itemRows, loadLaunch } from '../store.ts';
import type { LaunchTables } from '../tables.ts';

const launched = new Set(['launched', 'measuring', 'closed']);

/**
 * Moves T0 and every item with it; answers what now would have been due before today and isn't met.
 * A go was given for its date: a launch that may go has to be decided on again.
 */
export async function moveLaunch(
  context: WriteContext,
  deps: ReadinessDeps,
  id: Id<'launch'>,
  targetOn: string,
): Promise<{ revision: number; impossible: { title: string; dueOn: string }[] }> {
  const { tx, actor, now } = context;
  const { entity, launch } = await loadLaunch(context, id);
  authorise(actor, 'contributor', entity.ownerUnit);
  if (launched.has(entity.state)) throw problem('wrong_state', 'This launch has happened already.');
  const scheduledOn = (await todayOf(tx, now)).toString();
  const dueOn = await organisationDueDates(tx, targetOn);
  const tables = tx.$extendTables<LaunchTables>();
  for (const item of await itemRows(tx, id)) {
    await tables
      .updateTable('readiness_item')
      .set({ due_on: dueOn(item.offset_days) })
      .where('id', '=', item.id)
      .execute();
  }
  await tables
    .updateTable('launch')
    .set({ target_on: targetOn, scheduled_on: scheduledOn })
    .where('id', '=', id)
    .execute();
  const revision = await changeEntity(context, entity, {
    action: 'launch.moved',
    ...(entity.state === 'go' || entity.state === 'ready' ? { state: 'planning' } : {}),
    after: { from: launch.target_on, targetOn },
  });
  const moved = { ...launch, target_on: targetOn, scheduled_on: scheduledOn };
  const { items } = await judge(reading(context), deps, moved, 'planning');
  return {
    revision,
    impossible: items
      .filter(({ state }) => state === 'impossible')
      .map(({ row }) => ({ title: row.title, dueOn: row.due_on })),
  };
}
