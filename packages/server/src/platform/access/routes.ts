import { operations, toReference } from '@throughline/contract';
import type { FastifyReply } from 'fastify';
import type { Actor, Member } from './actor.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { read, write, type Route } from '../http/route.ts';
import { problem } from '../problem.ts';
import type { Db } from '../database/connect.ts';
import { createApiKey, revokeApiKey } from './api-keys.ts';
import { sessionCookie, sessionToken } from './authenticate.ts';
import { changeIdentity } from './change-identity.ts';
import { invite, issueSignInLink } from './invite.ts';
import { secretHash } from './secrets.ts';
import { redeemSignInLink, sessionDays, signIn, type PersonFor } from './sign-in.ts';
import { identityView, listIdentities } from './views.ts';
import { apiKeysOf } from './api-key-views.ts';

const { access } = operations;

function memberOf(actor: Actor): Member {
  if (actor.kind !== 'member') throw problem('forbidden', 'This is for members.');
  return actor;
}

/** Binds signing in and who may sign in. */
export function accessRoutes(deps: {
  publicUrl: string;
  personFor: PersonFor;
  organisationName: (db: Db) => Promise<string | null>;
}): Route[] {
  const secure = deps.publicUrl.startsWith('https:') ? '; Secure' : '';
  const limit = rateLimit(10, 10);
  const setCookie = (reply: FastifyReply, token: string, seconds: number) =>
    reply.header(
      'set-cookie',
      `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`,
    );
  const linkTo = (token: string) => `${deps.publicUrl}/sign-in?link=${token}`;

  return [
    read(access.getSession, async ({ db, actor }) => ({
      identity:
        actor.kind === 'member' || actor.kind === 'guest'
          ? ((await identityView(db, actor.id)) ?? null)
          : null,
      organisation: await deps.organisationName(db),
    })),
    write(access.signIn, async (context, { body }, { request, reply }) => {
      limit(request.ip);
      const { id, token } = await signIn(context, body);
      setCookie(reply, token, sessionDays * 86_400);
      const identity = await identityView(context.tx, id);
      if (!identity) throw problem('not_found', 'This identity is gone.');
      return { identity };
    }),
    write(access.redeemSignInLink, async (context, { body }, { request, reply }) => {
      limit(request.ip);
      const { id, token } = await redeemSignInLink(context, body, deps.personFor);
      setCookie(reply, token, sessionDays * 86_400);
      const identity = await identityView(context.tx, id);
      if (!identity) throw problem('not_found', 'This identity is gone.');
      return { identity };
    }),
    write(access.signOut, async ({ tx }, _input, { request, reply }) => {
      const token = sessionToken(request);
      if (token)
        await tx.deleteFrom('session').where('token_hash', '=', secretHash(token)).execute();
      setCookie(reply, '', 0);
      return undefined;
    }),
    read(access.listIdentities, ({ db }, { query }) => listIdentities(db, query)),
    write(access.invite, async (context, { body }) => {
      const { id, token } = await invite(context, body);
      return { ref: toReference('identity', id), signInLink: linkTo(token) };
    }),
    write(access.changeIdentity, async (context, { params, body }) => {
      await changeIdentity(context, params.id, body);
      const identity = await identityView(context.tx, params.id);
      if (!identity) throw problem('not_found', 'There is no such identity.');
      return identity;
    }),
    write(access.createSignInLink, async (context, { params }) => {
      if (!(await identityView(context.tx, params.id))) {
        throw problem('not_found', 'There is no such identity.');
      }
      return { signInLink: linkTo(await issueSignInLink(context, params.id)) };
    }),
    read(access.listApiKeys, async ({ db, actor }) => ({
      items: await apiKeysOf(db, memberOf(actor)),
    })),
    write(access.createApiKey, async (context, { body }) => {
      const { id, key } = await createApiKey(context, memberOf(context.actor).id, body);
      return { ref: toReference('api_key', id), key };
    }),
    write(access.revokeApiKey, async (context, { params }) => {
      await revokeApiKey(context, memberOf(context.actor).id, params.id);
      return undefined;
    }),
  ];
}
