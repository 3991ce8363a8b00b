import type { Readable } from 'node:stream';
import type { Operation, OutputOf, ParsedInput } from '@throughline/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ActContext, ReadContext, WriteContext } from '../context.ts';

/** What a handler of a raw operation answers: a calendar, an archive, a page. */
export interface RawAnswer {
  readonly body: string | Buffer | Readable;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Answer<O extends Operation> = O['output'] extends { mediaType: string }
  ? RawAnswer
  : OutputOf<O>;

/** The request and reply, for the few handlers that set cookies or stream. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** An operation bound to what does it. */
export type Route =
  | {
      readonly way: 'read';
      readonly operation: Operation;
      readonly handler: (
        context: ReadContext,
        input: never,
        exchange: Exchange,
      ) => Promise<unknown>;
    }
  | {
      readonly way: 'write';
      readonly operation: Operation;
      readonly handler: (
        context: WriteContext,
        input: never,
        exchange: Exchange,
      ) => Promise<unknown>;
    }
  | {
      readonly way: 'act';
      readonly operation: Operation;
      readonly handler: (context: ActContext, input: never, exchange: Exchange) => Promise<unknown>;
    }
  | {
      readonly way: 'stream';
      readonly operation: Operation;
      readonly handler: (context: ReadContext, input: never, exchange: Exchange) => Promise<void>;
    };

/** Binds an operation that only reads. */
export function read<O extends Operation>(
  operation: O,
  handler: (context: ReadContext, input: ParsedInput<O>, exchange: Exchange) => Promise<Answer<O>>,
): Route {
  return { way: 'read', operation, handler };
}

/**
 * Binds an operation that writes. The handler runs inside one transaction, which also keeps the
 * answer under the request's idempotency key; a deadlock runs it again.
 */
export function write<O extends Operation>(
  operation: O,
  handler: (context: WriteContext, input: ParsedInput<O>, exchange: Exchange) => Promise<Answer<O>>,
): Route {
  return { way: 'write', operation, handler };
}

/**
 * Binds an operation that is more than one transaction, each with its own ledger rows: moving a
 * clock hour by hour, starting a process. It can't be replayed by an idempotency key.
 */
export function act<O extends Operation>(
  operation: O,
  handler: (context: ActContext, input: ParsedInput<O>, exchange: Exchange) => Promise<Answer<O>>,
): Route {
  return { way: 'act', operation, handler };
}

/** Binds an operation whose handler takes over the reply (server-sent events). */
export function stream<O extends Operation>(
  operation: O,
  handler: (context: ReadContext, input: ParsedInput<O>, exchange: Exchange) => Promise<void>,
): Route {
  return { way: 'stream', operation, handler };
}
