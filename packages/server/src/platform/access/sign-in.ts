import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { newSecret, passwordFits, passwordHash, secretHash } from './secrets.ts';

/** How long a session lasts. */
export const sessionDays = 14;

const minimumPassword = 12;

/** Begins a session; returns the token that its cookie carries. */
async function openSession(context: WriteContext, identity: Id<'identity'>): Promise<string> {
  const { tx, now } = context;
  const token = newSecret('tls');
  await tx.deleteFrom('session').where('expires_at', '<', toDate(now)).execute();
  await tx
    .insertInto('session')
    .values({
      token_hash: secretHash(token),
      identity_id: identity,
      created_at: toDate(now),
      expires_at: toDate(now.add({ hours: sessionDays * 24 })),
    })
    .execute();
  await record(context, {
    action: 'identity.signed_in',
    after: { identity: toReference('identity', identity) },
  });
  return token;
}

/** Signs in with e-mail and password. Throws `access.wrong_credentials` without saying which. */
export async function signIn(
  context: WriteContext,
  input: { email: string; password: string },
): Promise<{ id: Id<'identity'>; token: string }> {
  const identity = await context.tx
    .selectFrom('identity')
    .select(['id', 'password_hash', 'state'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', input.email.toLowerCase()))
    .executeTakeFirst();
  const fits = await passwordFits(identity?.password_hash ?? null, input.password);
  if (!identity || !fits || identity.state !== 'active') {
    throw problem(
      'access.wrong_credentials',
      'Check both, or ask an administrator for a new link.',
    );
  }
  return { id: identity.id, token: await openSession(context, identity.id) };
}

/** What a person brings to a one-time link: all of it at its first use. */
export interface Redemption {
  readonly token: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
}

/** Makes the person behind a new member; the org domain does it. */
export type PersonFor = (context: WriteContext, name: string) => Promise<Id<'person'>>;

/**
 * Signs in with a one-time link. Who comes for the first time sets name and password, and is a
 * person of the organisation from then on. Throws `access.link_expired` or `access.weak_password`.
 */
export async function redeemSignInLink(
  context: WriteContext,
  input: Redemption,
  personFor: PersonFor,
): Promise<{ id: Id<'identity'>; token: string }> {
  const { tx, now } = context;
  const found = await tx
    .updateTable('sign_in_link')
    .from('identity')
    .set({ used_at: toDate(now) })
    .whereRef('identity.id', '=', 'sign_in_link.identity_id')
    .where('sign_in_link.token_hash', '=', secretHash(input.token))
    .where('sign_in_link.used_at', 'is', null)
    .where('sign_in_link.expires_at', '>', toDate(now))
    .where('identity.state', '<>', 'suspended')
    .returning([
      'identity.id',
      'identity.kind',
      'identity.name',
      'identity.state',
      'identity.person_id',
    ])
    .executeTakeFirst();
  if (!found) {
    throw problem(
      'access.link_expired',
      'Ask an administrator for a new one, or restart the server.',
    );
  }
  if (found.state === 'invited' && found.kind === 'member') {
    const password = input.password ?? '';
    if (password.length < minimumPassword) {
      throw problem(
        'access.weak_password',
        `A password has at least ${minimumPassword} characters.`,
      );
    }
    const name = input.name ?? found.name;
    await tx
      .updateTable('identity')
      .set({
        name,
        ...(input.email ? { email: input.email } : {}),
        password_hash: await passwordHash(password),
        person_id: found.person_id ?? (await personFor(context, name)),
        state: 'active',
      })
      .where('id', '=', found.id)
      .execute();
  } else if (input.password !== undefined) {
    if (input.password.length < minimumPassword) {
      throw problem(
        'access.weak_password',
        `A password has at least ${minimumPassword} characters.`,
      );
    }
    await tx
      .updateTable('identity')
      .set({ password_hash: await passwordHash(input.password), state: 'active' })
      .where('id', '=', found.id)
      .execute();
    // Whoever knew the old password is out.
    await tx.deleteFrom('session').where('identity_id', '=', found.id).execute();
  } else {
    await tx.updateTable('identity').set({ state: 'active' }).where('id', '=', found.id).execute();
  }
  return { id: found.id, token: await openSession(context, found.id) };
}
