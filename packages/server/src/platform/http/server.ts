import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { problem } from '../problem.ts';
import { problemDocument, problemMediaType, problemOf } from './problem-document.ts';

/** Headers of every answer: computed once. The web app needs no inline script or style. */
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
} as const;

/** An HTTP server with our headers, our problems, and a close that ends open streams first. */
export function createHttpServer(log: Logger): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;

  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (request.url.startsWith('/api/')) {
      request.log.info(
        {
          id: request.id,
          method: request.method,
          url: request.routeOptions.url ?? request.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
        },
        'request',
      );
    }
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const known = problemOf(error);
    if (!known)
      request.log.error({ err: error, id: request.id, url: request.url }, 'request failed');
    const document = problemDocument(known, request.id);
    void reply.status(document.status).type(problemMediaType).send(JSON.stringify(document));
  });
  app.setNotFoundHandler((request, reply) => {
    const document = problemDocument(
      problem('not_found', `Nothing answers ${request.method} ${request.url.split('?')[0]}.`),
      request.id,
    );
    void reply.status(404).type(problemMediaType).send(JSON.stringify(document));
  });
  return app;
}
