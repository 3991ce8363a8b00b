import { createHash } from 'node:crypto';
import { parseReference, toReference } from '@throughline/contract';
import type { Context, Evaluation } from '@throughline/flag-engine';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rateLimit } from '../../../platform/http/rate-limit.ts';
import { DomainError } from '../../../platform/problem.ts';
import type { EventIntake } from '../events/event-intake.ts';
import type { Streams } from '../wire/streams.ts';
import { ofrepContext } from './ofrep-context.ts';
import type { SdkKey, Serving } from './serving.ts';
import type { ServedFlag, Snapshot } from './snapshot.ts';

interface Deps {
  readonly serving: Serving;
  readonly events: EventIntake;
  readonly streams: Streams;
}

const bodyLimit = 64 * 1024;

/** What an answer is made of: a status, a body, and headers beside the usual ones. */
interface Answer {
  readonly status: number;
  /** JSON already, where it is encoded once for many. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** OpenFeature's word for why a value was served. */
function reasonOf({ reason }: Evaluation, flag: ServedFlag): string {
  const configuration = flag.configured?.configuration;
  switch (reason.kind) {
    case 'OFF':
      return 'DISABLED';
    case 'TARGET_MATCH':
      return 'TARGETING_MATCH';
    case 'RULE_MATCH':
      return configuration?.rules[reason.ruleIndex]?.rollout ? 'SPLIT' : 'TARGETING_MATCH';
    case 'FALLTHROUGH':
      if (configuration?.fallthrough.rollout) return 'SPLIT';
      return configuration?.rules.length || configuration?.targets.length ? 'DEFAULT' : 'STATIC';
    case 'PREREQUISITE_FAILED':
      return 'DISABLED';
    case 'ERROR':
      return 'ERROR';
  }
}

function answerOf(flag: ServedFlag, evaluation: Evaluation): object {
  const { value, variation, reason } = evaluation;
  if (reason.kind === 'ERROR') {
    const errorCode = reason.errorKind === 'USER_NOT_SPECIFIED' ? 'INVALID_CONTEXT' : 'GENERAL';
    return { key: flag.key, errorCode, errorDetails: `The flag answered ${reason.errorKind}.` };
  }
  return {
    key: flag.key,
    value,
    reason: reasonOf(evaluation, flag),
    ...(variation === null
      ? {}
      : { variant: flag.variations[variation]?.name || String(variation) }),
    metadata: { version: flag.version },
  };
}

const encoded = new WeakMap<ServedFlag, Map<Evaluation, string>>();

/** An evaluation's answer as JSON: encoded once for all who get the same of a flag. */
function answerText(flag: ServedFlag, evaluation: Evaluation): string {
  let texts = encoded.get(flag);
  if (!texts) encoded.set(flag, (texts = new Map<Evaluation, string>()));
  let text = texts.get(evaluation);
  if (text === undefined)
    texts.set(evaluation, (text = JSON.stringify(answerOf(flag, evaluation))));
  return text;
}

const notFound = (key: string): Answer => ({
  status: 404,
  body: { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `There is no flag “${key}” here.` },
});

function visibleFlags(snapshot: Snapshot, key: SdkKey): ServedFlag[] {
  return [...snapshot.flags.values()].filter((flag) => key.kind === 'server' || flag.clientSide);
}

/** Where a provider hears that flags changed. The address names the key without giving it away. */
const streamOf = (key: SdkKey) => ({
  type: 'sse',
  endpoint: { requestUri: `/ofrep/v1/event-stream/${toReference('sdk_key', key.id)}` },
});

/** The key of a request, by either header that OFREP names. */
function credentialOf(request: FastifyRequest): string {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return header;
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/**
 * Answers the OpenFeature Remote Evaluation Protocol (0.3) at `/ofrep/v1/evaluate/flags[/{key}]`:
 * a server key evaluates everything; a client-side id, also from allowed pages of other origins,
 * what is available to browsers. Memory only. `X-Throughline-Min-Version` waits up to a second for
 * an environment's version. `/ofrep/v1/event-stream/{key}` tells providers to evaluate again.
 */
export function mountOfrep(app: FastifyInstance, { serving, events, streams }: Deps): void {
  const byServer = rateLimit(20_000, 1_200_000);
  const byClient = rateLimit(300, 1_800);

  const cors = (
    request: FastifyRequest,
    reply: FastifyReply,
    environment?: SdkKey['environment'],
  ) => {
    const { origin, host } = request.headers;
    if (origin === undefined) return true;
    if (!serving.originAllowed(origin, host, environment)) return false;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'etag, retry-after',
      vary: 'Origin',
    });
    return true;
  };

  const evaluate = (snapshot: Snapshot, key: SdkKey, flagKey: string, context: Context): Answer => {
    const flag = snapshot.flags.get(flagKey);
    if (!flag || (key.kind !== 'server' && !flag.clientSide)) return notFound(flagKey);
    const evaluation = snapshot.ruleset.evaluate(flagKey, context);
    events.evaluated(flag.id, key.environment, evaluation.variation, context);
    const failed = evaluation.reason.kind === 'ERROR';
    return { status: failed ? 400 : 200, body: answerText(flag, evaluation) };
  };

  const evaluateAll = (
    snapshot: Snapshot,
    key: SdkKey,
    context: Context,
    known: string | undefined,
  ): Answer => {
    const named = createHash('sha1')
      .update(`${snapshot.environment} ${snapshot.version} ${key.kind} ${JSON.stringify(context)}`)
      .digest('base64url');
    const etag = `"${named}"`;
    if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) {
      return { status: 304, headers: { etag } };
    }
    const flags = visibleFlags(snapshot, key);
    const all = snapshot.ruleset.evaluateAll(
      context,
      flags.map((flag) => flag.key),
    );
    const answers = flags.flatMap((flag) => {
      const evaluation = all.get(flag.key);
      if (!evaluation) return [];
      events.evaluated(flag.id, key.environment, evaluation.variation);
      return [answerText(flag, evaluation)];
    });
    return {
      status: 200,
      body: `{"flags":[${answers.join(',')}],"eventStreams":[${JSON.stringify(streamOf(key))}]}`,
      headers: { etag },
    };
  };

  const respond = async (request: FastifyRequest, flagKey: string | undefined): Promise<Answer> => {
    const key = serving.keyOf(credentialOf(request));
    const named = flagKey === undefined ? {} : { key: flagKey };
    if (!key) {
      return {
        status: 401,
        body: { errorDetails: 'Send an SDK key of this environment that holds.' },
      };
    }
    if (key.kind === 'server') byServer(key.id);
    else byClient(`${key.id} ${request.ip}`);
    // A provider that an event stream sent back names the version that it was told of.
    const { flagConfigEtag } = request.query as { flagConfigEtag?: string };
    const wanted = request.headers['x-throughline-min-version'] ?? flagConfigEtag;
    if (wanted !== undefined && !(await serving.reached(key.environment, Number(wanted)))) {
      return {
        status: 503,
        body: { ...named, errorDetails: 'This node has not reached that version yet.' },
        headers: { 'retry-after': '1' },
      };
    }
    const body = request.body;
    const given =
      typeof body === 'object' && body !== null && 'context' in body ? body.context : undefined;
    const parsed = ofrepContext(given);
    if ('errorCode' in parsed) return { status: 400, body: { ...named, ...parsed } };
    const snapshot = serving.snapshot(key.environment);
    if (!snapshot)
      return { status: 500, body: { errorDetails: 'This environment is not served here.' } };
    return flagKey === undefined
      ? evaluateAll(snapshot, key, parsed.context, request.headers['if-none-match'])
      : evaluate(snapshot, key, flagKey, parsed.context);
  };

  const send = (reply: FastifyReply, { status, body, headers }: Answer) => {
    reply.status(status).headers({ 'cache-control': 'no-store', ...headers });
    if (body === undefined) return reply.send();
    reply.type('application/json; charset=utf-8');
    return reply.send(typeof body === 'string' ? body : JSON.stringify(body));
  };

  void app.register(async (scope) => {
    // No line is written of these requests: they need no logger of their own.
    scope.setChildLoggerFactory((logger) => logger);
    scope.setErrorHandler((error, request, reply) => {
      if (error instanceof DomainError && error.code === 'too_many_requests') {
        return send(reply, { status: 429, body: {}, headers: { 'retry-after': '1' } });
      }
      const { statusCode } = error as { statusCode?: unknown };
      if (typeof statusCode === 'number' && statusCode < 500) {
        const { key } = (request.params ?? {}) as { key?: string };
        const body = {
          ...(key === undefined ? {} : { key }),
          errorCode: 'PARSE_ERROR',
          errorDetails: 'The body must be JSON, at most 64 KiB.',
        };
        return send(reply, { status: statusCode === 413 ? 413 : 400, body });
      }
      request.log.error({ err: error }, 'an OFREP evaluation failed');
      return send(reply, { status: 500, body: { errorDetails: 'It is logged.' } });
    });
    for (const url of ['/ofrep/v1/evaluate/flags', '/ofrep/v1/evaluate/flags/:key']) {
      scope.options(url, async (request, reply) => {
        if (cors(request, reply)) {
          reply.headers({
            'access-control-allow-methods': 'POST',
            'access-control-allow-headers':
              'authorization, x-api-key, content-type, if-none-match, x-throughline-min-version',
            'access-control-max-age': '7200',
          });
        }
        return reply.status(204).send();
      });
      scope.post<{ Params: { key?: string } }>(url, { bodyLimit }, async (request, reply) => {
        const key = serving.keyOf(credentialOf(request));
        if (key?.kind === 'client' && !cors(request, reply, key.environment)) {
          return send(reply, {
            status: 403,
            body: { errorDetails: 'This origin is not allowed.' },
          });
        }
        return send(reply, await respond(request, request.params.key));
      });
    }
    scope.route<{ Params: { key: string } }>({
      method: 'GET',
      url: '/ofrep/v1/event-stream/:key',
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const key = serving.keyById(parseReference(request.params.key)?.id ?? '');
        const { origin } = request.headers;
        if (!key || (origin !== undefined && !cors(request, reply, key.environment))) {
          const status = key ? 403 : 404;
          return send(reply, { status, body: { errorDetails: 'There is no such event stream.' } });
        }
        byClient(`${key.id} ${request.ip}`);
        reply.hijack();
        const headers = reply.getHeaders() as Record<string, string>;
        if (!streams.open(key, { what: 'refetch' }, reply.raw, headers)) {
          reply.raw.writeHead(503, { ...headers, 'retry-after': '5' }).end();
        }
      },
    });
  });
}
