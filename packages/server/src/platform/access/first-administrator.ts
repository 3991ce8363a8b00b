import type { Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { createApiKey } from './api-keys.ts';
import { invite, issueSignInLink } from './invite.ts';
import { secretHash } from './secrets.ts';
import { hasActiveAdministrator } from './store.ts';

const placeholderEmail = 'administrator@localhost.invalid';

async function invitedAdministrator(context: WriteContext): Promise<Id<'identity'>> {
  const known = await context.tx
    .selectFrom('identity')
    .select('id')
    .where('administrator', '=', true)
    .where('state', '<>', 'suspended')
    .orderBy('created_at')
    .executeTakeFirst();
  if (known) return known.id;
  const { id } = await invite(context, {
    email: placeholderEmail,
    name: 'Administrator',
    kind: 'member',
    administrator: true,
    roles: [],
  });
  return id;
}

/**
 * Until somebody has taken the installation over, every start gives a new one-time sign-in link's
 * token for the first administrator; afterwards undefined.
 */
export async function firstSignInToken(context: WriteContext): Promise<string | undefined> {
  if (await hasActiveAdministrator(context.tx)) return undefined;
  return issueSignInLink(context, await invitedAdministrator(context));
}

/** Presets an administrator's API key (`THROUGHLINE_ADMIN_KEY`); an earlier preset one dies. */
export async function presetAdminKey(context: WriteContext, key: string): Promise<void> {
  const name = 'preset by THROUGHLINE_ADMIN_KEY';
  const present = await context.tx
    .selectFrom('api_key')
    .select('key_hash')
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (present?.key_hash.equals(secretHash(key))) return;
  await context.tx.deleteFrom('api_key').where('name', '=', name).execute();
  await createApiKey(context, await invitedAdministrator(context), {
    name,
    scopes: ['*:write'],
    expiresInDays: null,
    key,
  });
}
