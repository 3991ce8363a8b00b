import { operations, toReference } from '@throughline/contract';
import type { FastifyReply } from 'fastify';
import type { Actor, Member } from './actor.ts';
import { covers } from '../http/permission.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { read, write, type Route } from '../http/route.ts';
import { record } from '../ledger/record.ts';
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

/** A key can't make itself wider by a second key. */
function withinOwnScopes(actor: Member, wanted: readonly string[]) {
  const { scopes } = actor;
  if (scopes === null) return;
  const beyond = wanted.find((scope) => {
    const [domain = '', access] = scope.split(':');
    return !scopes.some((own) => covers(own, domain, access === 'write' ? 'write' : 'read'));
  });
  if (beyond !== undefined)
    throw problem('forbidden', `This API key lacks the scope ${beyond} itself.`);
}

/** Binds signing in and who may sign in. */
export function accessRoutes(deps: {
  publicUrl: string;
  rehearsal: boolean;
  personFor: PersonFor;
  organisationName: (db: Db) => Promise<string | null>;
}): Route[] {
  const secure = deps.publicUrl.startsWith('https:') ? '; Secure' : '';
  const cookie = sessionCookie(deps.rehearsal);
  const limit = rateLimit(10, 10);
  const setCookie = (reply: FastifyReply, token: string, seconds: number) =>
    reply.header(
      'set-cookie',
      `${cookie}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`,
    );
  const linkTo = (token: string) => `${deps.publicUrl}/sign-in?link=${token}`;

  return [
    read(access.getSession, async ({ db, actor, now }) => ({
      identity:
        actor.kind === 'member' || actor.kind === 'guest'
          ? ((await identityView(db, actor.id)) ?? null)
          : null,
      organisation: await deps.organisationName(db),
      now: now.toString({ fractionalSecondDigits: 3 }),
      rehearsal: deps.rehearsal,
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
    write(access.signOut, async (context, _input, { request, reply }) => {
      const token = sessionToken(request, cookie);
      const ended =
        token &&
        (await context.tx
          .deleteFrom('session')
          .where('token_hash', '=', secretHash(token))
          .returning('identity_id')
          .executeTakeFirst());
      if (ended) {
        await record(context, {
          action: 'identity.signed_out',
          after: { identity: toReference('identity', ended.identity_id) },
        });
      }
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
      await record(context, {
        action: 'identity.link_issued',
        after: { identity: toReference('identity', params.id) },
      });
      return { signInLink: linkTo(await issueSignInLink(context, params.id)) };
    }),
    read(access.listApiKeys, async ({ db, actor }) => ({
      items: await apiKeysOf(db, memberOf(actor)),
    })),
    write(access.createApiKey, async (context, { body }) => {
      const member = memberOf(context.actor);
      withinOwnScopes(member, body.scopes);
      const { id, key } = await createApiKey(context, member.id, body);
      return { ref: toReference('api_key', id), key };
    }),
    write(access.revokeApiKey, async (context, { params }) => {
      await revokeApiKey(context, memberOf(context.actor).id, params.id);
      return undefined;
    }),
  ];
}
