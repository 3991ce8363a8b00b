import { toReference, type OperationOf, type OutputOf } from '@throughline/contract';
import type { Db } from '../database/connect.ts';
import { ledgerUuid } from '../entities/views.ts';

interface Payload {
  readonly by?: string;
  readonly after?: unknown;
}

/** The sealed ledger after a position, for administrators. */
export async function ledgerPage(
  db: Db,
  query: { after: number; limit: number },
): Promise<OutputOf<OperationOf<'platform.getLedger'>>> {
  const head = await db
    .selectFrom('feed_head')
    .select(['position', 'hash'])
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('feed')
    .innerJoin('ledger', 'ledger.id', 'feed.ledger_id')
    .leftJoin('ledger_payload', 'ledger_payload.ledger_id', 'ledger.id')
    .select(['feed.position', 'feed.hash', 'ledger.id', 'at', 'via', 'action', 'entity_id'])
    .select(['entity_kind', 'ledger_payload.after as payload'])
    .where('feed.position', '>', String(query.after))
    .orderBy('feed.position')
    .limit(query.limit)
    .execute();
  return {
    sealedTo: Number(head.position),
    head: head.hash.toString('hex'),
    items: rows.map((row) => {
      const payload = row.payload as Payload | null;
      return {
        ref: toReference('ledger', ledgerUuid(row.id)),
        at: row.at.toISOString(),
        actor: payload?.by ?? 'erased',
        action: row.action,
        via: row.via,
        after: payload?.after ?? null,
        position: Number(row.position),
        hash: row.hash.toString('hex'),
        entity:
          row.entity_id && row.entity_kind ? toReference(row.entity_kind, row.entity_id) : null,
      };
    }),
  };
}
