import { createHash, randomBytes } from 'node:crypto';
import type { EntityRef } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { prepared } from '../database/prepared.ts';

/** One fact to append: what was done to which entity, and what it became. */
export interface Fact {
  /** `initiative.created`: the noun and what happened to it, as a past participle. */
  readonly action: string;
  readonly entity?: EntityRef;
  readonly revision?: number;
  /** The entity's fields after the write (or the fact's own). Secrets never go in. */
  readonly after: Readonly<Record<string, unknown>>;
}

/**
 * The end of a statement that appends a fact, after `with … as (…)` or alone: what writes one row
 * anyway appends its fact in the same round trip.
 */
export function appending(context: WriteContext, fact: Fact): RawBuilder<unknown> {
  const { actor, now, origin } = context;
  const payload = JSON.stringify({ origin, by: actor.name, after: fact.after });
  const salt = randomBytes(16);
  const hash = createHash('sha256').update(salt).update(payload).digest();
  return sql`
    insert into ledger (at, actor_kind, actor_id, via, action, entity_id, entity_kind, revision,
      payload_hash, salt, after)
    values (${toDate(now)}, ${actor.kind}, ${actor.id}, ${actor.via}, ${fact.action},
      ${fact.entity?.id ?? null}, ${fact.entity?.kind ?? null}, ${fact.revision ?? null},
      ${hash}, ${salt}, ${payload}::json)`;
}

/**
 * Appends a fact to the ledger in the write's own transaction: audit trail and outbox in one.
 * Personal data lies in the payload, whose salted hash is what the chain covers, so that it can be
 * erased (`salt` and `after` emptied) without breaking the chain.
 */
export async function record(context: WriteContext, fact: Fact): Promise<void> {
  await sql`${prepared} ${appending(context, fact)}`.execute(context.tx);
}
