import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import { chainHash } from './chain.ts';

interface Unsealed {
  snapshot: string;
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  via: string;
  action: string;
  entity_id: string | null;
  revision: number | null;
  schema_version: number;
  payload_hash: Buffer;
}

/**
 * Gives committed ledger rows their position and chain hash, in one transaction under the row lock
 * on `feed_head`, and announces the batch's last position by one NOTIFY. Rows are those visible now and not visible
 * in the last batch's snapshot, so that a long transaction anywhere delays only itself.
 * Returns how many rows were sealed; call again while it returns more than 0.
 */
export async function sealBatch(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const head = await tx
      .selectFrom('feed_head')
      .select(['position', 'hash', sql<string>`snapshot::text`.as('snapshot')])
      .forUpdate()
      .executeTakeFirstOrThrow();
    const last = sql`${head.snapshot}::pg_snapshot`;
    const { rows } = await sql<Unsealed>`
      select pg_current_snapshot()::text as snapshot, id, at, actor_kind, actor_id, via, action,
        entity_id, revision, schema_version, payload_hash
      from ledger
      where tx >= pg_snapshot_xmin(${last}) and not pg_visible_in_snapshot(tx, ${last})
        and pg_visible_in_snapshot(tx, pg_current_snapshot())
      order by tx, id
    `.execute(tx);
    const first = rows[0];
    if (!first) return 0;

    let hash = head.hash;
    let position = Number(head.position);
    const hashes = rows.map((row) => {
      position += 1;
      hash = chainHash(hash, {
        position,
        ledgerId: row.id,
        at: row.at,
        actorKind: row.actor_kind,
        actorId: row.actor_id,
        via: row.via,
        action: row.action,
        entityId: row.entity_id,
        revision: row.revision,
        schemaVersion: row.schema_version,
        payloadHash: row.payload_hash,
      });
      return hash.toString('hex');
    });
    await sql`
      with sealed as (
        insert into feed (position, ledger_id, hash)
        select ${head.position}::bigint + at, id, decode(hash, 'hex')
        from unnest(${rows.map((row) => row.id)}::bigint[], ${hashes}::text[])
          with ordinality as batch (id, hash, at)
      ), moved as (
        update feed_head set position = ${position}, snapshot = ${first.snapshot}::pg_snapshot, hash = ${hash}
      )
      select pg_notify('throughline_feed', ${String(position)})
    `.execute(tx);
    return rows.length;
  });
}
