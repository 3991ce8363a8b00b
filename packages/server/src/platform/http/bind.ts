import { Readable } from 'node:stream';
import { isRaw, isUpload, type Operation } from '@throughline/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { ActContext, WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import { problem } from '../problem.ts';
import { csvColumns, csvLines, csvPath, listedRow, type ListPage } from './csv.ts';
import { claimIdempotencyKey, keepAnswer, requestHash } from './idempotency.ts';
import { inputParser } from './input.ts';
import { permit } from './permission.ts';
import type { RawAnswer, Route } from './route.ts';

/** What binding needs of the rest. */
export interface BindDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Who sends a request; anonymous without credentials. Throws for wrong ones. */
  readonly authenticate: (request: FastifyRequest) => Promise<Actor>;
  /** Called after each commit, so that the feed is sealed at once. */
  readonly committed: () => void;
  /** Validates what handlers answer against the contract too: for tests. */
  readonly checkOutputs: boolean;
}

const retriable = new Set(['40001', '40P01']);

/** `"12"`, `W/"12"` or `12` → 12. Throws `revision_required` or `invalid_input`. */
function revisionOf(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (header === undefined) {
    throw problem(
      'revision_required',
      'Send If-Match with the revision that you loaded, e.g. "3".',
    );
  }
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  if (!match) throw problem('invalid_input', 'If-Match must be the ETag of this entity, e.g. "3".');
  return Number(match[1]);
}

function withoutSecrets(answer: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).filter(([key]) => !secrets.includes(key)));
}

function setRevision(reply: FastifyReply, answer: unknown) {
  if (typeof answer === 'object' && answer !== null && 'revision' in answer) {
    reply.header('etag', `"${String(answer.revision)}"`);
  }
}

function sendRaw(reply: FastifyReply, operation: Operation, answer: RawAnswer) {
  const declared = isRaw(operation.output) ? operation.output.mediaType : 'application/json';
  reply.headers(answer.headers ?? {}).type(answer.mediaType ?? declared);
  return reply.send(answer.body);
}

async function runWrite(
  deps: BindDeps,
  route: Extract<Route, { way: 'write' }>,
  input: unknown,
  exchange: { request: FastifyRequest; reply: FastifyReply; actor: Actor },
): Promise<{ answer: unknown; replayed: boolean; status: number }> {
  const { operation } = route;
  const { request, reply, actor } = exchange;
  const ifMatch = operation.ifMatch ? revisionOf(request) : undefined;
  const header = request.headers['idempotency-key'];
  // Nobody's requests can't be told apart from another nobody's: they are never replayed.
  const repeatable = operation.method === 'POST' && actor.id !== null;
  const key = repeatable && typeof header === 'string' ? header.slice(0, 200) : '';
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.db.transaction().execute(async (tx) => {
        const now = deps.clock.now();
        const context: WriteContext = { tx, actor, now, origin: request.ip, ifMatch };
        if (key) {
          const hash = requestHash(request.method, request.url, request.body);
          const kept = await claimIdempotencyKey(context, key, hash);
          if (kept) {
            const answer: unknown = kept.body === null ? undefined : JSON.parse(kept.body);
            return { answer, replayed: true, status: kept.status };
          }
        }
        const answer = await route.handler(context, input as never, { request, reply });
        if (key && !isRaw(operation.output)) {
          const body =
            answer === undefined ? null : JSON.stringify(withoutSecrets(answer, operation.secrets));
          await keepAnswer(context, key, { status: operation.status, body });
        }
        return { answer, replayed: false, status: operation.status };
      });
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (attempt >= 4 || typeof code !== 'string' || !retriable.has(code)) throw error;
    }
  }
}

function acting(deps: BindDeps, actor: Actor, request: FastifyRequest): ActContext {
  return {
    db: deps.db,
    actor,
    now: deps.clock.now(),
    async write(write) {
      const result = await deps.db
        .transaction()
        .execute((tx) =>
          write({ tx, actor, now: deps.clock.now(), origin: request.ip, ifMatch: undefined }),
        );
      deps.committed();
      return result;
    },
  };
}

/** The JSON schema by which an answer is serialised: compiled once, and nothing beyond it leaves. */
function outputSchema(operation: Operation): Record<string, unknown> | undefined {
  const { output } = operation;
  if (output === undefined || isRaw(output) || operation.secrets.length > 0) return undefined;
  return z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
}

const largestPage = '200';

/**
 * Makes a list answer as CSV as well, at its address with `.csv` behind: the same permission, the
 * same filters, the same rows, only all of them. The first page is read before anything is sent,
 * so that a refusal is a problem document here, too.
 */
function bindCsv(
  app: FastifyInstance,
  deps: BindDeps,
  domain: string,
  route: Extract<Route, { way: 'read' }>,
): void {
  const { operation } = route;
  const row = listedRow(operation);
  if (!row) return;
  const columns = csvColumns(row);
  const parse = inputParser(operation);
  const url = csvPath(operation);
  app.get(url.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
    const actor = await deps.authenticate(request);
    permit(operation, domain, actor);
    const context = { db: deps.db, actor, now: deps.clock.now() };
    const page = async (cursor?: string): Promise<ListPage> => {
      const query = {
        ...(request.query as object),
        limit: largestPage,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const input = parse({ params: request.params, query, body: undefined });
      return (await route.handler(context, input as never, { request, reply })) as ListPage;
    };
    const lines = csvLines(columns, await page(), page);
    const name = url.slice(url.lastIndexOf('/') + 1);
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(lines));
  });
}

/**
 * Binds an address that takes its body as it is. Nothing of it is read before the sender is known to
 * be allowed to send it: such bodies may be large.
 */
function bindUpload(
  app: FastifyInstance,
  deps: BindDeps,
  bound: { domain: string; operation: Operation; route: RouteOptions },
): void {
  const { domain, operation, route } = bound;
  const { body } = operation;
  if (!isUpload(body)) return;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      [...body.mediaTypes],
      { parseAs: 'buffer', bodyLimit: body.mostBytes },
      (_request, bytes, done) => done(null, bytes),
    );
    scope.route({
      ...route,
      async onRequest(request) {
        permit(operation, domain, await deps.authenticate(request));
      },
    });
  });
}

/** Makes an operation answer on its address. */
export function bind(app: FastifyInstance, deps: BindDeps, domain: string, route: Route): void {
  const { operation } = route;
  const parse = inputParser(operation);
  const schema = outputSchema(operation);
  const { output } = operation;
  const checked = deps.checkOutputs && output && !isRaw(output) ? output : undefined;
  if (route.way === 'read') bindCsv(app, deps, domain, route);
  const own: RouteOptions = {
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(schema ? { schema: { response: { [operation.status]: schema } } } : {}),
    async handler(request, reply) {
      const actor = await deps.authenticate(request);
      permit(operation, domain, actor);
      const input = parse({ params: request.params, query: request.query, body: request.body });
      const exchange = { request, reply };
      if (route.way === 'stream') {
        const context = { db: deps.db, actor, now: deps.clock.now() };
        await route.handler(context, input as never, exchange);
        return reply;
      }
      if (route.way === 'read' || route.way === 'act') {
        const context = { db: deps.db, actor, now: deps.clock.now() };
        const answer =
          route.way === 'read'
            ? await route.handler(context, input as never, exchange)
            : await route.handler(acting(deps, actor, request), input as never, exchange);
        if (isRaw(operation.output)) return sendRaw(reply, operation, answer as RawAnswer);
        checked?.parse(answer);
        setRevision(reply, answer);
        return reply.status(operation.status).send(answer);
      }
      const { answer, replayed, status } = await runWrite(deps, route, input, {
        ...exchange,
        actor,
      });
      if (replayed) reply.header('idempotency-replayed', 'true');
      else deps.committed();
      if (isRaw(operation.output)) return sendRaw(reply, operation, answer as RawAnswer);
      if (!replayed) checked?.parse(answer);
      setRevision(reply, answer);
      return reply.status(status).send(answer);
    },
  };
  if (isUpload(operation.body)) bindUpload(app, deps, { domain, operation, route: own });
  else app.route(own);
}
