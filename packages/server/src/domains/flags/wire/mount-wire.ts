import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Context } from '@throughline/flag-engine';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../platform/problem.ts';
import type { EventIntake } from '../events/event-intake.ts';
import { clientPayload } from '../serving/client-payload.ts';
import { serverPayload } from '../serving/server-payload.ts';
import type { SdkKey, Serving } from '../serving/serving.ts';
import type { Streams, Told } from './streams.ts';
import { createWireAccess, WireRefusal } from './wire-access.ts';
import { vouchedFor, wireContext } from './wire-context.ts';

interface Deps {
  readonly serving: Serving;
  readonly streams: Streams;
  readonly events: EventIntake;
}

const contextLimit = 64 * 1024;
const eventsLimit = 2 * 1024 * 1024;
const inflatedLimit = 10 * 1024 * 1024;
const inflate = promisify(gunzip);
const json = 'application/json; charset=utf-8';

/** Whether one of the tags that a client knows is this one. */
const knows = (request: FastifyRequest, etag: string) =>
  request.headers['if-none-match']
    ?.split(',')
    .some((one) => one.trim().replace(/^W\//, '') === etag) ?? false;

async function eventsIn(request: FastifyRequest): Promise<unknown> {
  const body = request.body as Buffer | undefined;
  if (!body) throw new WireRefusal(400, 'There is no event in this request.');
  try {
    const compressed = request.headers['content-encoding'] === 'gzip';
    const text = compressed ? await inflate(body, { maxOutputLength: inflatedLimit }) : body;
    return JSON.parse(text.toString());
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new WireRefusal(
      tooLarge ? 413 : 400,
      tooLarge ? 'Send fewer events at once.' : 'The events could not be read as JSON.',
    );
  }
}

/**
 * Answers LaunchDarkly's published SDKs at the addresses that they know, below the server's own:
 * server-side streams and polls, browsers and mobile apps with GET and REPORT, streams, goals and
 * events. An SDK that asks for the second data system is sent back to this first one. Memory only.
 */
export function mountWire(app: FastifyInstance, { serving, streams, events }: Deps): void {
  const access = createWireAccess({ serving });

  const snapshotOf = (key: SdkKey) => {
    const snapshot = serving.snapshot(key.environment);
    if (!snapshot) throw new WireRefusal(503, 'This node does not serve the environment yet.');
    return snapshot;
  };

  /** The context in the address or in the body, vouched for where the environment wants that. */
  const contextOf = (request: FastifyRequest, key: SdkKey): Context => {
    const { '*': encoded } = request.params as { '*'?: string };
    const body = request.body as Buffer | undefined;
    const context =
      encoded === undefined
        ? wireContext(body?.toString() ?? '', 'json')
        : wireContext(encoded, 'base64');
    if (!context) throw new WireRefusal(400, 'This is no context: it needs a kind and a key.');
    const signers = key.kind === 'client' ? serving.signers(key.environment) : undefined;
    const { h } = request.query as { h?: unknown };
    if (signers && !vouchedFor(context, h, signers)) {
      throw new WireRefusal(
        403,
        'This environment is in secure mode: send the hash that your server makes of this context.',
      );
    }
    return context;
  };
  const reasonsWanted = (request: FastifyRequest) =>
    (request.query as { withReasons?: unknown }).withReasons === 'true';

  const evaluate = (request: FastifyRequest, reply: FastifyReply, key: SdkKey) => {
    const snapshot = snapshotOf(key);
    const context = contextOf(request, key);
    const reasons = reasonsWanted(request);
    const named = createHash('sha1')
      .update(`${snapshot.environment} ${snapshot.version} ${reasons} ${JSON.stringify(context)}`)
      .digest('base64url');
    const etag = `"${named}"`;
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (knows(request, etag)) return reply.status(304).send();
    return reply.type(json).send(clientPayload(snapshot, context, reasons));
  };

  const stream = (reply: FastifyReply, key: SdkKey, told: Told) => {
    snapshotOf(key);
    reply.hijack();
    const headers = reply.getHeaders() as Record<string, string>;
    if (streams.open(key, told, reply.raw, headers)) return;
    reply.raw.writeHead(503, { ...(headers as OutgoingHttpHeaders), 'retry-after': '5' });
    reply.raw.end();
  };
  const streamValues = (request: FastifyRequest, reply: FastifyReply, key: SdkKey) => {
    const context = contextOf(request, key);
    stream(reply, key, { what: 'values', context, reasons: reasonsWanted(request) });
  };

  const take = async (request: FastifyRequest, reply: FastifyReply, key: SdkKey) => {
    const given = await eventsIn(request);
    const payload = request.headers['x-launchdarkly-payload-id'];
    const taken = events.take(key, given, typeof payload === 'string' ? payload : undefined);
    if (!taken) throw new WireRefusal(503, 'Too many events wait to be stored.');
    return reply.status(202).send();
  };
  /** What an SDK says of itself: it is read, and of no use here beyond a count. */
  const diagnose = async (request: FastifyRequest, reply: FastifyReply) => {
    await eventsIn(request);
    events.diagnosed();
    return reply.status(202).send();
  };

  void app.register(async (scope) => {
    // No line is written of these requests: they need no logger of their own.
    scope.setChildLoggerFactory((logger) => logger);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error, request, reply) => {
      const answer = (status: number, message: string) =>
        reply.status(status).type(json).send(JSON.stringify({ message }));
      if (error instanceof WireRefusal) {
        if (error.status >= 500) reply.header('retry-after', '5');
        return answer(error.status, error.message);
      }
      if (error instanceof DomainError && error.code === 'too_many_requests') {
        reply.header('retry-after', '10');
        return answer(429, error.message);
      }
      const { statusCode } = error as { statusCode?: unknown };
      if (typeof statusCode === 'number' && statusCode < 500) {
        return answer(statusCode === 413 ? 413 : 400, 'The request could not be read.');
      }
      request.log.error({ err: error }, 'a request of an SDK failed');
      return answer(500, 'It is logged.');
    });

    type Answer = (request: FastifyRequest, reply: FastifyReply, key: SdkKey) => unknown;
    const forServers = (method: 'GET' | 'POST', url: string, answer: Answer) =>
      scope.route({
        method,
        url,
        exposeHeadRoute: false,
        bodyLimit: eventsLimit,
        handler: async (request, reply) =>
          answer(request, reply, access.keyIn(request, reply, 'server')),
      });
    const forMobile = (method: 'GET' | 'POST' | 'REPORT', url: string, answer: Answer) =>
      scope.route({
        method,
        url,
        exposeHeadRoute: false,
        bodyLimit: method === 'REPORT' ? contextLimit : eventsLimit,
        handler: async (request, reply) =>
          answer(request, reply, access.keyIn(request, reply, 'mobile')),
      });
    const preflights = new Set<string>();
    const preflight = (url: string) => {
      if (preflights.has(url)) return;
      preflights.add(url);
      scope.options(url, async (request, reply) => {
        access.preflight(request, reply);
        return reply.status(204).send();
      });
    };
    const forBrowsers = (method: 'GET' | 'POST' | 'REPORT', url: string, answer: Answer) => {
      preflight(url);
      scope.route({
        method,
        url,
        exposeHeadRoute: false,
        bodyLimit: method === 'REPORT' ? contextLimit : eventsLimit,
        handler: async (request, reply) => answer(request, reply, access.idIn(request, reply)),
      });
    };

    forServers('GET', '/sdk/latest-all', async (request, reply, key) => {
      const payload = serverPayload(snapshotOf(key));
      const { etag } = payload;
      reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'Accept-Encoding' });
      if (knows(request, etag)) return reply.status(304).send();
      reply.type(json);
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
        return reply.send(payload.json);
      return reply.header('content-encoding', 'gzip').send(await payload.gzipped());
    });
    forServers('GET', '/all', (_request, reply, key) => stream(reply, key, { what: 'rules' }));
    forServers('POST', '/bulk', take);
    forServers('POST', '/diagnostic', diagnose);

    for (const name of ['contexts', 'users']) {
      forBrowsers('GET', `/sdk/evalx/:id/${name}/*`, evaluate);
      forMobile('GET', `/msdk/evalx/${name}/*`, evaluate);
    }
    for (const name of ['context', 'contexts', 'user', 'users']) {
      forBrowsers('REPORT', `/sdk/evalx/:id/${name}`, evaluate);
      forMobile('REPORT', `/msdk/evalx/${name}`, evaluate);
    }
    forBrowsers('GET', '/eval/:id/*', streamValues);
    forBrowsers('REPORT', '/eval/:id', streamValues);
    forMobile('GET', '/meval/*', streamValues);
    forMobile('REPORT', '/meval', streamValues);
    const ping: Answer = (_request, reply, key) => stream(reply, key, { what: 'ping' });
    forBrowsers('GET', '/ping/:id', ping);
    forMobile('GET', '/mping', ping);
    // Goals are clicks and visits to count in pages; metrics are declared in code here.
    forBrowsers('GET', '/sdk/goals/:id', (_request, reply) => reply.type(json).send('[]'));
    forBrowsers('POST', '/events/bulk/:id', take);
    forBrowsers('POST', '/events/diagnostic/:id', diagnose);
    forMobile('POST', '/mobile', take);
    forMobile('POST', '/mobile/events', take);
    forMobile('POST', '/mobile/events/bulk', take);
    forMobile('POST', '/mobile/events/diagnostic', diagnose);

    const second = ['/sdk/poll', '/sdk/stream', '/sdk/poll/eval', '/sdk/stream/eval'];
    for (const url of [...second, '/sdk/poll/eval/*', '/sdk/stream/eval/*']) {
      preflight(url);
      scope.route({
        method: ['GET', 'POST', 'REPORT'],
        url,
        exposeHeadRoute: false,
        bodyLimit: contextLimit,
        handler: async (request, reply) => {
          access.preflight(request, reply);
          reply.header('x-ld-fd-fallback', 'true');
          throw new WireRefusal(404, 'This server speaks the first data system.');
        },
      });
    }
  });
}
