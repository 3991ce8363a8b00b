import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
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

/** Answers an error as a problem document; what is our own fault is in the log alone. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = problemOf(error);
  if (!known) request.log.error({ err: error, id: request.id, url: request.url }, 'request failed');
  const document = problemDocument(known, request.id);
  void reply.status(document.status).type(problemMediaType).send(JSON.stringify(document));
}

/** `filename="people.csv"` → `filename="fictional-people.csv"`. */
function labelDownload(reply: FastifyReply): void {
  const disposition = reply.getHeader('content-disposition');
  if (typeof disposition !== 'string') return;
  reply.header(
    'content-disposition',
    disposition
      .replace(/filename="/, 'filename="fictional-')
      .replace(/filename\*=UTF-8''/i, "filename*=UTF-8''fictional-"),
  );
}

/**
 * An HTTP server with our headers, our problems, and a close that ends open streams first. In a
 * rehearsal every answer says that it is fictional, and so does the name of every file.
 */
export function createHttpServer(log: Logger, rehearsal: boolean): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: answerError,
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;

  // Published flag SDKs send long contexts by it: a GET with a body.
  app.addHttpMethod('REPORT', { hasBody: true });
  // JSON only: a form or a beacon of another site needs no preflight for anything else.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    if (rehearsal) reply.header('x-throughline-rehearsal', 'fictional');
    done();
  });
  if (rehearsal) {
    app.addHook('onSend', (_request, reply, payload, done) => {
      labelDownload(reply);
      done(null, payload);
    });
  }
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
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    const document = problemDocument(
      problem('not_found', `Nothing answers ${request.method} ${request.url.split('?')[0]}.`),
      request.id,
    );
    void reply.status(404).type(problemMediaType).send(JSON.stringify(document));
  });
  return app;
}
