import type { FastifyRequest } from 'fastify';
import { toDate, type Clock } from '../clock.ts';
import type { Db } from '../database/connect.ts';
import { problem } from '../problem.ts';
import { anonymous, type Actor } from './actor.ts';
import { secretHash } from './secrets.ts';
import { actorOfApiKey, actorOfSession } from './store.ts';

/**
 * The name of the session's cookie. A rehearsal has its own: browsers send cookies to every port of
 * a host, and signing in there must not sign anybody out here.
 */
export function sessionCookie(rehearsal: boolean): string {
  return rehearsal ? 'throughline_rehearsal_session' : 'throughline_session';
}

/** Recognises credentials of another kind in an Authorization header: a runner's token. */
export type Authenticator = (bearer: string) => Promise<Actor | undefined>;

const rememberMs = 30_000;

function cookieOf(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/**
 * A cookie goes along with any site's request: one that writes must come from our own pages. Where
 * a browser says nothing of its origin, a JSON body has passed its preflight, which we never grant.
 */
function refuseCrossSite(request: FastifyRequest) {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreign =
    site === undefined
      ? origin !== undefined &&
        URL.canParse(origin) &&
        new URL(origin).host !== request.headers.host
      : site !== 'same-origin' && site !== 'none';
  if (foreign) throw problem('cross_site', 'Repeat this on a page of Throughline itself.');
}

/** Who sends a request: a session's cookie, an API key, a runner's token, or nobody. */
export function createAuthenticate(deps: {
  db: Db;
  clock: Clock;
  cookie: string;
  others: readonly Authenticator[];
}): ((request: FastifyRequest) => Promise<Actor>) & { forget(): void } {
  const remembered = new Map<string, { actor: Actor; until: number }>();

  const recall = async (key: string, load: () => Promise<Actor | undefined>) => {
    const known = remembered.get(key);
    if (known && known.until > performance.now()) return known.actor;
    const actor = await load();
    if (!actor) {
      remembered.delete(key);
      return undefined;
    }
    if (remembered.size > 10_000) remembered.clear();
    remembered.set(key, { actor, until: performance.now() + rememberMs });
    return actor;
  };

  const authenticate = async (request: FastifyRequest): Promise<Actor> => {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const bearer = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
      if (!bearer) throw problem('not_signed_in', 'Send Authorization as `Bearer <API key>`.');
      const hash = secretHash(bearer);
      const actor = await recall(`key ${hash.toString('base64')}`, async () => {
        const member = await actorOfApiKey(deps.db, hash, toDate(deps.clock.now()));
        if (member) return member;
        for (const other of deps.others) {
          const found = await other(bearer);
          if (found) return found;
        }
        return undefined;
      });
      if (!actor) throw problem('not_signed_in', 'This API key is unknown, expired or revoked.');
      return actor;
    }
    const token = cookieOf(request, deps.cookie);
    if (token === undefined) return anonymous;
    const hash = secretHash(token);
    const actor = await recall(`session ${hash.toString('base64')}`, () =>
      actorOfSession(deps.db, hash, toDate(deps.clock.now())),
    );
    if (!actor) return anonymous;
    refuseCrossSite(request);
    return actor;
  };

  return Object.assign(authenticate, { forget: () => remembered.clear() });
}

/** The session's token in a request's cookie, if any. */
export function sessionToken(request: FastifyRequest, cookie: string): string | undefined {
  return cookieOf(request, cookie);
}
