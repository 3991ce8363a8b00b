import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { Actor } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadItem, type ItemRow } from '../store.ts';
import type { LaunchTables } from '../tables.ts';
import { givenByHand, needsAddress } from '../template-rules.ts';

type ItemId = Id<'readiness_item'>;

/** Who owns the item speaks for it; so does a contributor of the launch's unit. */
function authoriseItem(actor: Actor, item: ItemRow, launch: Entity<'launch'>): void {
  if (actor.kind === 'member' && actor.person !== null && actor.person === item.person_id) return;
  authorise(actor, 'contributor', launch.ownerUnit);
}

async function changeReadinessItem(
  context: WriteContext,
  launch: Entity<'launch'>,
  item: ItemRow,
  action: string,
  set: Partial<
    Pick<
      ItemRow,
      | 'confirmed_by'
      | 'confirmed_at'
      | 'note'
      | 'address'
      | 'waived_at'
      | 'waived_by'
      | 'waive_reason'
      | 'mitigation'
    >
  >,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await context.tx
    .$extendTables<LaunchTables>()
    .updateTable('readiness_item')
    .set(set)
    .where('id', '=', item.id)
    .execute();
  await changeEntity(context, launch, {
    action,
    after: { item: toReference('readiness_item', item.id), title: item.title, ...after },
  });
}

/** Gives one's word for an item. Throws `wrong_state` where records speak for it. */
export async function confirmReadinessItem(
  context: WriteContext,
  id: ItemId,
  input: { address?: string | undefined; note: string },
): Promise<void> {
  const { item, entity } = await loadItem(context, id);
  const { actor, now } = context;
  authoriseItem(actor, item, entity);
  if (!givenByHand.has(item.evidence)) {
    throw problem('wrong_state', 'This is read from its records: nobody can confirm it by hand.');
  }
  const address = input.address ?? item.address;
  if (needsAddress.has(item.evidence) && !address) {
    throw problem('invalid_input', 'address: this item is a link; give its address.');
  }
  const set = {
    confirmed_by: actor.kind === 'member' ? actor.id : null,
    confirmed_at: toDate(now),
    note: input.note,
    address,
  };
  await changeReadinessItem(context, entity, item, 'launch.item-confirmed', set, {
    address,
    note: input.note,
  });
}

/** Takes a confirmation or a waiver back. */
export async function reopenReadinessItem(context: WriteContext, id: ItemId): Promise<void> {
  const { item, entity } = await loadItem(context, id);
  authoriseItem(context.actor, item, entity);
  const set = {
    confirmed_by: null,
    confirmed_at: null,
    note: '',
    waived_at: null,
    waived_by: null,
    waive_reason: '',
  };
  await changeReadinessItem(context, entity, item, 'launch.item-reopened', set, {});
}

/** Does without a P1 item. Throws `wrong_state` for a P0. */
export async function waiveReadinessItem(
  context: WriteContext,
  id: ItemId,
  reason: string,
): Promise<void> {
  const { item, entity } = await loadItem(context, id);
  const { actor, now } = context;
  authorise(actor, 'editor', entity.ownerUnit);
  if (item.priority === 'P0') throw problem('wrong_state', 'A P0 item cannot be waived.');
  const set = {
    waived_at: toDate(now),
    waived_by: actor.kind === 'member' ? actor.id : null,
    waive_reason: reason,
  };
  await changeReadinessItem(context, entity, item, 'launch.item-waived', set, { reason });
}

/** Says what is done about a missing item. */
export async function mitigateReadinessItem(
  context: WriteContext,
  id: ItemId,
  mitigation: string,
): Promise<void> {
  const { item, entity } = await loadItem(context, id);
  authoriseItem(context.actor, item, entity);
  const after = { mitigation };
  await changeReadinessItem(context, entity, item, 'launch.item-mitigated', { mitigation }, after);
}
