import type { EntityRef } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { changeEntity } from '../entities/entity.ts';

/**
 * Says that an open action or risk was found due and not done, and is carried to another time;
 * `after` says where to.
 */
export async function carryOver(
  context: WriteContext,
  matter: EntityRef<'action' | 'risk'>,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await context.tx
    .updateTable(matter.kind)
    .set((eb) => ({ carried_over: eb('carried_over', '+', 1) }))
    .where('id', '=', matter.id)
    .execute();
  await changeEntity({ ...context, ifMatch: undefined }, matter, {
    action: `${matter.kind}.carried_over`,
    after,
  });
}
