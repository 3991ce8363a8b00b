import { toReference, type Id, type Role } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { newId } from '../database/new-id.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { newSecret, secretHash } from './secrets.ts';

/** What an invitation says. */
export interface Invitation {
  readonly email: string;
  readonly name: string;
  readonly kind: 'member' | 'guest';
  readonly administrator: boolean;
  readonly person?: Id<'person'> | undefined;
  readonly roles: readonly { role: Role; unit: Id<'unit'> | null }[];
}

const linkHours = 72;

/** A one-time sign-in link's token for an identity; earlier unused ones of it die. */
export async function issueSignInLink(
  context: WriteContext,
  identity: Id<'identity'>,
): Promise<string> {
  const { tx, now } = context;
  const token = newSecret('tll');
  await tx.deleteFrom('sign_in_link').where('identity_id', '=', identity).execute();
  await tx
    .insertInto('sign_in_link')
    .values({
      token_hash: secretHash(token),
      identity_id: identity,
      expires_at: toDate(now.add({ hours: linkHours })),
    })
    .execute();
  return token;
}

/** Creates an identity that may sign in by a one-time link. Throws `already_exists`. */
export async function invite(
  context: WriteContext,
  invitation: Invitation,
): Promise<{ id: Id<'identity'>; token: string }> {
  const { tx, now } = context;
  const taken = await tx
    .selectFrom('identity')
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['email']), '=', invitation.email.toLowerCase()))
    .executeTakeFirst();
  if (taken)
    throw problem('already_exists', 'Somebody with this e-mail address was invited already.');
  const id = newId('identity');
  await tx
    .insertInto('identity')
    .values({
      id,
      kind: invitation.kind,
      email: invitation.email,
      name: invitation.name,
      person_id: invitation.person ?? null,
      password_hash: null,
      administrator: invitation.kind === 'member' && invitation.administrator,
      state: 'invited',
      created_at: toDate(now),
    })
    .execute();
  if (invitation.roles.length > 0) {
    await tx
      .insertInto('role_grant')
      .values(invitation.roles.map(({ role, unit }) => ({ identity_id: id, role, unit_id: unit })))
      .execute();
  }
  const token = await issueSignInLink(context, id);
  await record(context, {
    action: 'identity.invited',
    after: {
      identity: toReference('identity', id),
      kind: invitation.kind,
      administrator: invitation.administrator,
    },
  });
  return { id, token };
}
