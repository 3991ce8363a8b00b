import { toReference, type OperationOf, type OutputOf } from '@throughline/contract';
import type { ReadContext } from '../context.ts';
import { tellerFor, type Payload } from '../entities/told-payload.ts';
import { ledgerUuid } from '../entities/views.ts';

/**
 * The sealed ledger after a position, for administrators. Of what the administrator may not see, it
 * says that something was written, by whom and when, but neither of what nor what.
 */
export async function ledgerPage(
  context: ReadContext,
  query: { after: number; limit: number },
): Promise<OutputOf<OperationOf<'platform.getLedger'>>> {
  const { db, actor } = context;
  const head = await db
    .selectFrom('feed_head')
    .select(['position', 'hash'])
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('feed')
    .innerJoin('ledger', 'ledger.id', 'feed.ledger_id')
    .select(['feed.position', 'feed.hash', 'ledger.id', 'at', 'via', 'action', 'entity_id'])
    .select(['entity_kind', 'ledger.after as payload'])
    .where('feed.position', '>', String(query.after))
    .orderBy('feed.position')
    .limit(query.limit)
    .execute();
  const teller = await tellerFor(db, actor, rows);
  return {
    sealedTo: Number(head.position),
    head: head.hash.toString('hex'),
    items: rows.map((row) => {
      const payload = row.payload as Payload | null;
      const told = !row.entity_id || teller.sees(row.entity_id);
      return {
        ref: toReference('ledger', ledgerUuid(row.id)),
        at: row.at.toISOString(),
        actor: payload?.by ?? 'erased',
        action: row.action,
        via: row.via,
        after: told ? teller.told(payload?.after ?? null) : null,
        position: Number(row.position),
        hash: row.hash.toString('hex'),
        entity:
          told && row.entity_id && row.entity_kind
            ? toReference(row.entity_kind, row.entity_id)
            : null,
      };
    }),
  };
}
