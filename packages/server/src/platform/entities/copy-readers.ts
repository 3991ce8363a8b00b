import type { EntityRef } from '@throughline/contract';
import { sql } from 'kysely';
import type { Tx } from '../database/connect.ts';

/** Gives an entity the same named readers as another. */
export async function copyReaders(tx: Tx, from: EntityRef, to: EntityRef): Promise<void> {
  await sql`
    insert into entity_reader (entity_id, identity_id)
    select ${to.id}, identity_id from entity_reader where entity_id = ${from.id}
    on conflict do nothing
  `.execute(tx);
}
