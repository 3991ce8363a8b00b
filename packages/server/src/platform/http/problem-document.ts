import { problems, type ProblemCode } from '@throughline/contract';
import { DatabaseError } from 'pg';
import { DomainError, problem } from '../problem.ts';

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly requestId: string;
  readonly [extra: string]: unknown;
}

/** The media type of a problem document. */
export const problemMediaType = 'application/problem+json';

const connectionFailures = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

function fromDatabase(error: DatabaseError): DomainError | undefined {
  switch (error.code) {
    case '23505':
    case '23P01':
      return problem(
        'already_exists',
        'There is one with this key already. Choose another, or change that one.',
      );
    case '23503':
      return problem(
        'in_use',
        'Something that this refers to, or that refers to this, stands in the way.',
      );
    case '22P02':
    case '22007':
    case '22008':
    case '22003':
    // A NUL character, which text cannot hold.
    case '22021':
    case '22P05':
      return problem('invalid_input', 'A value is not one that can be stored.');
    default:
      return error.code?.startsWith('57') || error.code?.startsWith('08')
        ? problem('database_unavailable', 'The database is restarting. Try again in a moment.')
        : undefined;
  }
}

function fromFramework(error: { statusCode?: unknown; code?: unknown }): DomainError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem(
        'unsupported_media_type',
        'Send the body as application/json, or as the documentation of this address says.',
      );
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('body_too_large', 'Send less at once.');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return problem('malformed_body', 'The body could not be read as JSON. Check its syntax.');
    default:
      return error.statusCode === 400
        ? problem('malformed_body', 'The request could not be read. Check its syntax.')
        : undefined;
  }
}

/** The problem that an error means; undefined for a fault of our own, which only the log may know. */
export function problemOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof DatabaseError) return fromDatabase(error);
  if (error instanceof Error) {
    const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
    if (
      (typeof code === 'string' && connectionFailures.has(code)) ||
      /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
    ) {
      return problem(
        'database_unavailable',
        'The database cannot be reached. Try again in a moment.',
      );
    }
    return fromFramework({ code, statusCode });
  }
  return undefined;
}

/** The document that a client receives for an error. */
export function problemDocument(
  error: DomainError | undefined,
  requestId: string,
): ProblemDocument {
  const code = error?.code ?? 'internal';
  return {
    ...error?.extra,
    type: `https://throughline.dev/problems/${code}`,
    title: problems[code].title,
    status: problems[code].status,
    code,
    detail: error?.message ?? 'It is logged under this request’s id. Tell an administrator.',
    requestId,
  };
}
