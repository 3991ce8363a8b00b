import type { EntityRef } from '@throughline/contract';
import type { Db } from '../database/connect.ts';

/** A sealed fact, as consumers read it: in order, without gaps, exactly once by position. */
export interface FeedEvent {
  readonly position: number;
  readonly at: Temporal.Instant;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly entity: EntityRef | null;
  readonly revision: number | null;
  readonly after: Readonly<Record<string, unknown>>;
}

interface Payload {
  readonly after?: Record<string, unknown>;
}

/** The sealed facts after a position, oldest first. */
export async function readFeed(db: Db, after: number, limit = 500): Promise<FeedEvent[]> {
  const rows = await db
    .selectFrom('feed')
    .innerJoin('ledger', 'ledger.id', 'feed.ledger_id')
    .select([
      'feed.position',
      'ledger.at',
      'ledger.actor_kind',
      'ledger.actor_id',
      'ledger.action',
      'ledger.entity_id',
      'ledger.entity_kind',
      'ledger.revision',
      'ledger.after as payload',
    ])
    .where('feed.position', '>', String(after))
    .orderBy('feed.position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    position: Number(row.position),
    at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    entity: row.entity_id && row.entity_kind ? { kind: row.entity_kind, id: row.entity_id } : null,
    revision: row.revision,
    after: (row.payload as Payload | null)?.after ?? {},
  }));
}

/** The position up to which the ledger is sealed. */
export async function sealedTo(db: Db): Promise<number> {
  const head = await db.selectFrom('feed_head').select('position').executeTakeFirstOrThrow();
  return Number(head.position);
}
