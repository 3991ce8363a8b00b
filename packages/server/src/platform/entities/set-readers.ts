import { toReference, type EntityKind, type EntityRef, type Id } from '@throughline/contract';
import { authorise } from '../access/can.ts';
import type { WriteContext } from '../context.ts';
import { problem } from '../problem.ts';
import { changeEntity, loadEntity } from './entity.ts';

/** Everything names its owners and its people: who hid one would only break what shows them. */
const known: ReadonlySet<EntityKind> = new Set(['unit', 'person']);

/**
 * Restricts an entity to named readers (the actor stays one), or opens it to every member. Throws
 * `invalid_input` for units and people.
 */
export async function setReaders(
  context: WriteContext,
  ref: EntityRef,
  input: { restricted: boolean; readers: readonly Id<'identity'>[] },
): Promise<number> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  if (input.restricted && known.has(ref.kind)) {
    throw problem('invalid_input', 'Units and people are known to every member.');
  }
  return keepReaders(context, entity, input);
}

/** The same for a domain that has made sure by its own rules that the actor may. */
export async function keepReaders(
  context: WriteContext,
  entity: EntityRef,
  input: { restricted: boolean; readers: readonly Id<'identity'>[] },
): Promise<number> {
  const { tx, actor } = context;
  await tx.deleteFrom('entity_reader').where('entity_id', '=', entity.id).execute();
  const readers = new Set(input.readers);
  if (input.restricted && actor.kind === 'member') readers.add(actor.id);
  if (readers.size > 0) {
    await tx
      .insertInto('entity_reader')
      .values([...readers].map((identity_id) => ({ entity_id: entity.id, identity_id })))
      .execute();
  }
  await tx
    .updateTable('entity')
    .set({ restricted: input.restricted })
    .where('id', '=', entity.id)
    .execute();
  return changeEntity(context, entity, {
    action: input.restricted ? 'entity.restricted' : 'entity.opened',
    after: { readers: [...readers].map((reader) => toReference('identity', reader)) },
  });
}
