import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { newId } from '../database/new-id.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { newSecret, secretHash } from './secrets.ts';

/** Issues an API key; its secret is in the answer and nowhere else. */
export async function createApiKey(
  context: WriteContext,
  owner: Id<'identity'>,
  input: { name: string; scopes: readonly string[]; expiresInDays: number | null; key?: string },
): Promise<{ id: Id<'api_key'>; key: string }> {
  const { tx, now } = context;
  const key = input.key ?? newSecret('tlk');
  const id = newId('api_key');
  await tx
    .insertInto('api_key')
    .values({
      id,
      key_hash: secretHash(key),
      identity_id: owner,
      name: input.name,
      scopes: [...input.scopes],
      created_at: toDate(now),
      expires_at:
        input.expiresInDays === null ? null : toDate(now.add({ hours: input.expiresInDays * 24 })),
    })
    .execute();
  await record(context, {
    action: 'api_key.created',
    after: { key: toReference('api_key', id), name: input.name, scopes: input.scopes },
  });
  return { id, key };
}

/** Revokes one of the owner's API keys. */
export async function revokeApiKey(
  context: WriteContext,
  owner: Id<'identity'>,
  id: Id<'api_key'>,
): Promise<void> {
  const revoked = await context.tx
    .updateTable('api_key')
    .set({ revoked_at: toDate(context.now) })
    .where('id', '=', id)
    .where('identity_id', '=', owner)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!revoked) throw problem('not_found', 'You have no such API key.');
  await record(context, { action: 'api_key.revoked', after: { key: toReference('api_key', id) } });
}
