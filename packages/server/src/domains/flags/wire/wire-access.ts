import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Id } from '@throughline/contract';
import { toReference } from '@throughline/contract';
import { rateLimit } from '../../../platform/http/rate-limit.ts';
import type { SdkKey, Serving } from '../serving/serving.ts';

/** A refusal: the SDKs read its status. 401, 403 and 404 stop them for good. */
export class WireRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Who may ask what over LaunchDarkly's protocol. Each throws a `WireRefusal`. */
export interface WireAccess {
  /** The server or mobile key in `authorization`, which has no `Bearer` before it. */
  keyIn(request: FastifyRequest, reply: FastifyReply, kind: 'server' | 'mobile'): SdkKey;
  /** The client-side id in the address, asked from a page that is allowed. */
  idIn(request: FastifyRequest, reply: FastifyReply): SdkKey;
  /** Answers a browser that asks whether it may ask. */
  preflight(request: FastifyRequest, reply: FastifyReply): void;
}

const allowedHeaders = [
  'authorization',
  'cache-control',
  'content-encoding',
  'content-type',
  'if-none-match',
  'x-launchdarkly-event-schema',
  'x-launchdarkly-instance-id',
  'x-launchdarkly-payload-id',
  'x-launchdarkly-tags',
  'x-launchdarkly-user-agent',
  'x-launchdarkly-wrapper',
].join(', ');

/** Checks keys, ids and origins of requests. In memory only. */
export function createWireAccess({ serving }: { serving: Serving }): WireAccess {
  const byServer = rateLimit(20_000, 1_200_000);
  // Whole offices share an address: what bounds one is what a node can bear.
  const byAddress = rateLimit(10_000, 120_000);

  const named = (reply: FastifyReply, environment: Id<'environment'>) =>
    void reply.header('x-ld-envid', toReference('environment', environment));

  const allow = (request: FastifyRequest, reply: FastifyReply, key?: SdkKey) => {
    const { origin, host } = request.headers;
    if (origin === undefined) return;
    if (!serving.originAllowed(origin, host, key?.environment)) {
      throw new WireRefusal(403, 'Pages of this origin may not ask this environment.');
    }
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'date, etag, retry-after, x-ld-envid, x-ld-fd-fallback',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Origin',
    });
  };

  return {
    keyIn(request, reply, kind) {
      const given = (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '');
      const key = given === '' ? undefined : serving.keyOf(given);
      if (key?.kind !== kind) {
        throw new WireRefusal(401, `Send a ${kind} key of an environment in “authorization”.`);
      }
      if (kind === 'server') byServer(key.id);
      else byAddress(`${key.id} ${request.ip}`);
      named(reply, key.environment);
      return key;
    },
    idIn(request, reply) {
      const { id } = request.params as { id?: string };
      const key = id === undefined ? undefined : serving.keyOf(id);
      if (key?.kind !== 'client') {
        allow(request, reply);
        throw new WireRefusal(404, 'There is no environment with this client-side id.');
      }
      allow(request, reply, key);
      byAddress(`${key.id} ${request.ip}`);
      named(reply, key.environment);
      return key;
    },
    preflight(request, reply) {
      const { id } = request.params as { id?: string };
      const key = id === undefined ? undefined : serving.keyOf(id);
      allow(request, reply, key?.kind === 'client' ? key : undefined);
      reply.headers({
        'access-control-allow-methods': 'GET, POST, REPORT',
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': '7200',
      });
    },
  };
}
