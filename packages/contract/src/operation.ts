import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';

/**
 * Who may call an operation. Roles are held on units; an operation that needs `contributor`,
 * `editor` or `owner` checks besides on which unit.
 *
 * - `public`: nobody need sign in. - `guest`: an outside person in the portal, own operations only.
 * - `member`: any signed-in member; sees what is internal and what names them as a reader.
 * - `administrator`: runs the installation. - `runner`: a runner's token.
 * - `sdk`: an environment's SDK key or client-side id.
 */
export type Permission =
  | 'public'
  | 'guest'
  | 'member'
  | 'contributor'
  | 'editor'
  | 'owner'
  | 'administrator'
  | 'runner'
  | 'sdk';

/** HTTP methods that operations use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an operation that doesn't answer JSON answers: a media type. */
export interface RawOutput {
  readonly mediaType: string;
}

/** A body that is not JSON: its media types, and how many bytes it may have. */
export interface UploadBody {
  readonly mediaTypes: readonly string[];
  readonly mostBytes: number;
}

type BodyShape = z.ZodType | UploadBody | undefined;

/** An operation's declaration: everything that server, client and documentation need to know. */
export interface Operation<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends BodyShape = BodyShape,
  O extends z.ZodType | RawOutput | undefined = z.ZodType | RawOutput | undefined,
> {
  readonly method: Method;
  /** `/api/v1/initiatives/{id}`: placeholders are the keys of `params`. */
  readonly path: string;
  /** One line for the documentation. */
  readonly summary: string;
  readonly description?: string;
  readonly permission: Permission;
  /** A scope for API keys that may call this and little else: `usage` for `usage:write`. */
  readonly scope?: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly output: O;
  /** Status on success: 204 where there is no output, else 200 unless declared. */
  readonly status: 200 | 201 | 202 | 204;
  /** Problems beyond those that every operation can have (see `commonProblems`). */
  readonly errors: readonly ProblemCode[];
  /** The update needs `If-Match: "<revision>"`: 428 without, 412 when it is stale. */
  readonly ifMatch: boolean;
  /** Fields of the output that are shown once and left out of an idempotent replay. */
  readonly secrets: readonly string[];
}

interface Declaration<P, Q, B, O> {
  method: Method;
  path: string;
  summary: string;
  description?: string;
  permission: Permission;
  scope?: string;
  params?: P;
  query?: Q;
  body?: B;
  output?: O;
  status?: 200 | 201 | 202 | 204;
  errors?: readonly ProblemCode[];
  ifMatch?: boolean;
  secrets?: readonly string[];
}

/** Declares one operation of the public API. */
export function operation<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends BodyShape = undefined,
  O extends z.ZodType | RawOutput | undefined = undefined,
>(declaration: Declaration<P, Q, B, O>): Operation<P, Q, B, O> {
  const { description, scope } = declaration;
  return {
    method: declaration.method,
    path: declaration.path,
    summary: declaration.summary,
    ...(description === undefined ? {} : { description }),
    permission: declaration.permission,
    ...(scope === undefined ? {} : { scope }),
    params: declaration.params as P,
    query: declaration.query as Q,
    body: declaration.body as B,
    output: declaration.output as O,
    status: declaration.status ?? (declaration.output === undefined ? 204 : 200),
    errors: declaration.errors ?? [],
    ifMatch: declaration.ifMatch ?? false,
    secrets: declaration.secrets ?? [],
  };
}

/** An output that is not JSON: a calendar, a stream, an archive. */
export function raw(mediaType: string): RawOutput {
  return { mediaType };
}

/** A body that is not JSON: a report, an image. A handler receives its bytes, a client gives a Blob. */
export function upload(mediaTypes: readonly string[], mostBytes: number): UploadBody {
  return { mediaTypes, mostBytes };
}

/** Whether an operation's body is not JSON. */
export function isUpload(body: BodyShape): body is UploadBody {
  return body !== undefined && 'mediaTypes' in body;
}

/** Whether an operation's output is not JSON. */
export function isRaw(output: z.ZodType | RawOutput | undefined): output is RawOutput {
  return output !== undefined && 'mediaType' in output;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What the server's handler receives of an operation: parsed input. */
export interface ParsedInput<O extends Operation> {
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly body: O['body'] extends UploadBody ? Uint8Array : Parsed<O['body']>;
}

/** What a client gives to call an operation: only the parts that it declares. */
export type ClientInput<O extends Operation> = (O['params'] extends z.ZodType
  ? { params: Given<O['params']> }
  : { params?: undefined }) &
  (O['query'] extends z.ZodType ? { query?: Given<O['query']> } : { query?: undefined }) &
  (O['body'] extends UploadBody
    ? { body: Blob }
    : O['body'] extends z.ZodType
      ? { body: Given<O['body']> }
      : { body?: undefined });

/** What an operation answers. */
export type OutputOf<O extends Operation> = O['output'] extends z.ZodType
  ? z.output<O['output']>
  : undefined;
