import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import { chainHash } from './chain.ts';

/** What a verification of the chain found. */
export interface Verification {
  readonly holds: boolean;
  readonly sealedTo: number;
  /** The first position that doesn't fit, or null. */
  readonly brokenAt: number | null;
}

interface Row {
  position: string;
  hash: Buffer;
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
  salt: Buffer | null;
  payload: string | null;
}

/**
 * Recomputes the chain from its beginning: positions without gaps, each hash from the one before,
 * each payload that was not erased against its salted hash, and the head at the end.
 */
export async function verifyLedger(db: Db): Promise<Verification> {
  const head = await db
    .selectFrom('feed_head')
    .select(['position', 'hash'])
    .executeTakeFirstOrThrow();
  const sealedTo = Number(head.position);
  let hash: Buffer = createHash('sha256').update('throughline').digest();
  let position = 0;
  const broken = (): Verification => ({ holds: false, sealedTo, brokenAt: position + 1 });
  for (;;) {
    const { rows } = await sql<Row>`
      select feed.position, feed.hash, ledger.id, at, actor_kind, actor_id, via, action, entity_id,
        revision, schema_version, payload_hash, salt, after::text as payload
      from feed join ledger on ledger.id = feed.ledger_id
      where feed.position > ${position} and feed.position <= ${sealedTo}
      order by feed.position limit 2000
    `.execute(db);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (Number(row.position) !== position + 1) return broken();
      const expected = chainHash(hash, {
        position: position + 1,
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
      if (!expected.equals(row.hash)) return broken();
      if (row.salt && row.payload !== null) {
        const payload = createHash('sha256').update(row.salt).update(row.payload).digest();
        if (!payload.equals(row.payload_hash)) return broken();
      }
      hash = row.hash;
      position += 1;
    }
  }
  const whole = position === sealedTo && hash.equals(head.hash);
  return { holds: whole, sealedTo, brokenAt: whole ? null : position + 1 };
}
