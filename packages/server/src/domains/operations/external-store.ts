import type { EntityKind, EntityRef, Id } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';

/** Where another tool masters something of ours. */
export interface ExternalReference {
  readonly system: string;
  readonly externalId: string;
  readonly address: string;
}

/** Says where something is mastered, and that it was seen there. Throws `already_exists`. */
export async function keepReference(
  { tx, now }: WriteContext,
  entity: EntityRef,
  { system, externalId, address }: ExternalReference,
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('external_reference')
    .values({
      entity_id: entity.id,
      system,
      external_id: externalId,
      address,
      last_seen: toDate(now),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['system', 'external_id'])
        .doUpdateSet({ address, last_seen: toDate(now) })
        .where('external_reference.entity_id', '=', entity.id),
    )
    .executeTakeFirst();
  if (Number(numInsertedOrUpdatedRows) === 0) {
    throw problem('already_exists', `${externalId} of ${system} is followed already.`);
  }
}

/** What follows another tool's record, if anything does; kept as it is inside a transaction. */
export async function followerOf<K extends EntityKind>(
  tx: Tx,
  kind: K,
  system: string,
  externalId: string,
): Promise<Id<K> | undefined> {
  const row = await tx
    .selectFrom('external_reference')
    .innerJoin('entity', 'entity.id', 'external_reference.entity_id')
    .select('entity.id')
    .where('system', '=', system)
    .where('external_id', '=', externalId)
    .where('entity.kind', '=', kind)
    .executeTakeFirst();
  return row?.id as Id<K> | undefined;
}

/** Where something is mastered elsewhere, and when it was last seen there. */
export async function referencesOf(db: Db, id: string) {
  const rows = await db
    .selectFrom('external_reference')
    .select(['system', 'external_id', 'address', 'last_seen'])
    .where('entity_id', '=', id as Id<EntityKind>)
    .orderBy('system')
    .execute();
  return rows.map((row) => ({
    system: row.system,
    id: row.external_id,
    address: row.address,
    lastSeen: row.last_seen.toISOString(),
  }));
}
