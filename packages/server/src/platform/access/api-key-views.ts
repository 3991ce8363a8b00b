import { toReference, type OperationOf, type OutputOf } from '@throughline/contract';
import type { Db } from '../database/connect.ts';
import type { Member } from './actor.ts';

/** A member's API keys, newest first; never their secrets. */
export async function apiKeysOf(
  db: Db,
  actor: Member,
): Promise<OutputOf<OperationOf<'access.listApiKeys'>>['items']> {
  const rows = await db
    .selectFrom('api_key')
    .select(['id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_at'])
    .where('identity_id', '=', actor.id)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    ref: toReference('api_key', row.id),
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }));
}
