import type { Id } from '@throughline/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { rateLimit } from '../../../platform/http/rate-limit.ts';
import { DomainError } from '../../../platform/problem.ts';
import type { SdkKey } from '../../flags/index.ts';
import type { Deliver } from './deliver.ts';
import type { RecipientStates } from './recipient-state.ts';
import {
  feedbackInput,
  messageInput,
  notificationOf,
  receiptsInput,
  sessionInput,
  trackInput,
} from './sdk-rules.ts';
import type { SdkWrites } from './sdk-writes.ts';
import type { Session } from './session-token.ts';
import type { Sessions } from './sessions.ts';
import type { Streams } from './streams.ts';

const bodyLimit = 64 * 1024;
const base = '/sdk/v1';

/** A refusal with its status: the SDK reads nothing else of it. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The parts that the SDK's protocol is answered with. */
export interface SdkDeps {
  readonly sessions: Sessions;
  readonly deliver: Deliver;
  readonly states: RecipientStates;
  readonly streams: Streams;
  readonly writes: SdkWrites;
  readonly originAllowed: (
    origin: string,
    host: string | undefined,
    environment?: Id<'environment'>,
  ) => boolean;
}

function parsed<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Refusal(
      400,
      `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}`,
    );
  }
  return result.data;
}

const credential = (request: FastifyRequest, scheme: string) => {
  const [given, value] = (request.headers.authorization ?? '').split(' ', 2);
  return given?.toLowerCase() === scheme ? (value ?? '') : '';
};

function refuse(reply: FastifyReply, status: number, detail: string) {
  return reply
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', status, title: detail }));
}

/** Answers the browser SDK's protocol, version 1 (`packages/sdk/PROTOCOL.md`), below `/sdk/v1`. */
export function mountSdk(app: FastifyInstance, deps: SdkDeps): void {
  const { sessions, deliver, states, streams, writes } = deps;
  const bySession = rateLimit(300, 600);
  const byAddress = rateLimit(600, 6000);

  const allow = (request: FastifyRequest, environment: Id<'environment'>) => {
    const { origin, host } = request.headers;
    if (origin !== undefined && !deps.originAllowed(origin, host, environment)) {
      throw new Refusal(403, 'Pages of this origin may not ask this environment.');
    }
  };

  const keyOf = (request: FastifyRequest): SdkKey => {
    byAddress(request.ip);
    const key = sessions.environmentKey(credential(request, 'environment'));
    if (!key) throw new Refusal(401, 'This client-side id is unknown or revoked.');
    allow(request, key.environment);
    return key;
  };

  const sessionOf = (request: FastifyRequest): Session => {
    const session = sessions.read(credential(request, 'bearer'));
    if (!session) throw new Refusal(401, 'This session is unknown or over.');
    allow(request, session.environment as Id<'environment'>);
    bySession(`${session.environment} ${session.recipient}`);
    return session;
  };

  const stateOf = (session: Session) =>
    states.get(session.environment as Id<'environment'>, session.recipient);

  const json = (reply: FastifyReply, body: object) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(body));

  const messageOf = (session: Session, body: unknown) => {
    const { message, epoch } = parsed(messageInput, body);
    const id = notificationOf(message);
    const found = id && deliver.find(session, id);
    return found && found.told.epoch === epoch ? found : undefined;
  };

  void app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { origin, host } = request.headers;
      if (origin === undefined || !deps.originAllowed(origin, host)) return;
      reply.headers({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'Retry-After',
        vary: 'Origin',
      });
    });
    scope.setErrorHandler((error, request, reply) => {
      if (error instanceof Refusal) return refuse(reply, error.status, error.message);
      if (error instanceof DomainError && error.code === 'too_many_requests') {
        reply.header('retry-after', '10');
        return refuse(reply, 429, error.message);
      }
      const { statusCode } = error as { statusCode?: unknown };
      if (typeof statusCode === 'number' && statusCode < 500) {
        return refuse(
          reply,
          statusCode === 413 ? 413 : 400,
          'The body must be JSON, at most 64 KiB.',
        );
      }
      request.log.warn({ err: error }, 'a request of the SDK failed');
      reply.header('retry-after', '5');
      return refuse(reply, 503, 'Try again in a moment.');
    });

    scope.options(`${base}/*`, async (_request, reply) =>
      reply
        .headers({
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'authorization, content-type',
          'access-control-max-age': '7200',
        })
        .status(204)
        .send(),
    );

    scope.post(`${base}/session`, { bodyLimit }, async (request, reply) => {
      const key = keyOf(request);
      const input = parsed(sessionInput, request.body);
      const opened = sessions.open(key, input);
      if (opened === 'refused') throw new Refusal(401, 'This identity cannot be accepted.');
      if (opened === 'too-large') {
        throw new Refusal(400, 'The attributes of this identity are too long for a session.');
      }
      writes.arrived(opened.session);
      const { environment, recipient } = opened.session;
      const state = await states.load(environment as Id<'environment'>, recipient);
      return json(reply, { token: opened.token, feed: deliver.feed(opened.session, state) });
    });

    scope.get<{ Querystring: { revision?: string } }>(`${base}/feed`, async (request, reply) => {
      const session = sessionOf(request);
      const feed = deliver.feed(session, await stateOf(session));
      if (request.query.revision === feed.revision) return reply.status(204).send();
      return json(reply, feed);
    });

    scope.get(`${base}/stream`, async (request, reply) => {
      const session = sessionOf(request);
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream',
        'x-accel-buffering': 'no',
      });
      streams.open(session, reply.raw);
    });

    scope.post(`${base}/claim`, { bodyLimit }, async (request, reply) => {
      const session = sessionOf(request);
      const found = messageOf(session, request.body);
      const state = await stateOf(session);
      const mine =
        found?.told.format === 'modal' &&
        state !== null &&
        !state.get(`${found.id} ${found.told.epoch}`)?.dismissed &&
        deliver.allows(session, found);
      return json(reply, { claim: found && mine ? await writes.claim(session, found) : null });
    });

    scope.post(`${base}/click`, { bodyLimit }, async (request, reply) => {
      const session = sessionOf(request);
      const found = messageOf(session, request.body);
      const url = found?.told.action?.url;
      const open = found !== undefined && url !== undefined && deliver.allows(session, found);
      return json(reply, open ? { open, url } : { open: false });
    });

    scope.post(`${base}/receipts`, { bodyLimit }, async (request, reply) => {
      const session = sessionOf(request);
      await writes.receipts(session, parsed(receiptsInput, request.body).receipts);
      return reply.status(202).send();
    });

    scope.post(`${base}/track`, { bodyLimit }, async (request, reply) => {
      const session = sessionOf(request);
      await writes.track(session, parsed(trackInput, request.body));
      return reply.status(202).send();
    });

    scope.post(`${base}/feedback`, { bodyLimit }, async (request, reply) => {
      const session = sessionOf(request);
      await writes.feedback(session, parsed(feedbackInput, request.body));
      return reply.status(202).send();
    });
  });
}
