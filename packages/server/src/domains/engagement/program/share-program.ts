import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { guestName } from '../store.ts';
import type { EngagementTables } from '../tables.ts';

/** Shows a program to a guest. Throws `not_found` for a program, `wrong_state` for no guest. */
export async function shareProgram(
  context: WriteContext,
  id: Id<'program'>,
  guest: Id<'identity'>,
): Promise<number> {
  const { tx, actor, now } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id }, { lock: true });
  authorise(actor, 'editor', program.ownerUnit);
  if ((await guestName(context, guest)) === undefined) {
    throw problem('wrong_state', 'Programs are shared with guests. Invite this person as a guest.');
  }
  await tx
    .$extendTables<EngagementTables>()
    .insertInto('share')
    .values({ entity_id: id, identity_id: guest, since: toDate(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return changeEntity(context, program, {
    action: 'program.shared',
    after: { guest: toReference('identity', guest) },
  });
}

/** Shows a program to a guest no longer. */
export async function unshareProgram(
  context: WriteContext,
  id: Id<'program'>,
  guest: Id<'identity'>,
): Promise<number> {
  const { tx, actor } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id }, { lock: true });
  authorise(actor, 'editor', program.ownerUnit);
  await tx
    .$extendTables<EngagementTables>()
    .deleteFrom('share')
    .where('entity_id', '=', id)
    .where('identity_id', '=', guest)
    .execute();
  return changeEntity(context, program, {
    action: 'program.unshared',
    after: { guest: toReference('identity', guest) },
  });
}
