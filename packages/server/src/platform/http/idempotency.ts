import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { problem } from '../problem.ts';

/** An answer kept under an idempotency key. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
}

/** What makes two requests the same: method, address, body. */
export function requestHash(method: string, url: string, body: unknown): Buffer {
  const hash = createHash('sha256');
  if (body instanceof Uint8Array) return hash.update(`${method} ${url}\n`).update(body).digest();
  return hash.update(JSON.stringify([method, url, body ?? null])).digest();
}

/**
 * Claims an idempotency key inside the write's transaction. Returns the kept answer of a request
 * that was done before; a concurrent one with the same key waits here for the first to commit.
 */
export async function claimIdempotencyKey(
  context: WriteContext,
  key: string,
  hash: Buffer,
): Promise<KeptAnswer | undefined> {
  const owner = context.actor.id;
  if (owner === null) return undefined;
  const { rows } = await sql<{ key: string }>`
    insert into idempotency (identity_id, key, request_hash, at)
    values (${owner}, ${key}, ${hash}, ${toDate(context.now)})
    on conflict do nothing returning key
  `.execute(context.tx);
  if (rows.length > 0) return undefined;
  const kept = await context.tx
    .selectFrom('idempotency')
    .select(['request_hash', 'status', 'body'])
    .where('identity_id', '=', owner)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (!kept.request_hash.equals(hash)) {
    throw problem('idempotency_key_reused', 'Use a new key for each different request.');
  }
  return { status: kept.status ?? 200, body: kept.body };
}

/** Keeps the answer under the claimed key, in the same transaction. */
export async function keepAnswer(context: WriteContext, key: string, answer: KeptAnswer) {
  await context.tx
    .updateTable('idempotency')
    .set({ status: answer.status, body: answer.body })
    .where('identity_id', '=', context.actor.id ?? '')
    .where('key', '=', key)
    .execute();
}
