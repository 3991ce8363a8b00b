import { isUpload, type Operation } from '@throughline/contract';
import { z } from 'zod';
import { problem } from '../problem.ts';

interface Fault {
  readonly where: string;
  readonly message: string;
}

/** A schema that refuses members it doesn't know, so that a typing error isn't silently ignored. */
function closed(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

type Parser = (value: unknown, faults: Fault[]) => unknown;

function parser(part: string, schema: z.ZodType | undefined): Parser {
  if (!schema) return () => undefined;
  const strict = closed(schema);
  return (value, faults) => {
    const parsed = strict.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      faults.push({
        where: [part, ...issue.path.map(String)].join('.'),
        message: issue.message,
      });
    }
    return undefined;
  };
}

/** The bytes of an upload, as they came. */
function bytes(value: unknown, faults: Fault[]): unknown {
  if (value instanceof Uint8Array && value.byteLength > 0) return value;
  faults.push({ where: 'body', message: 'must not be empty' });
  return undefined;
}

/** What a request brings, unparsed. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Validates an operation's input, once, at the edge. A malformed reference in the path is a
 * `not_found`; everything else that doesn't fit is `invalid_input` with every fault named.
 */
export function inputParser(operation: Operation): (raw: RawInput) => unknown {
  const params = parser('path', operation.params);
  const query = parser('query', operation.query);
  const body = isUpload(operation.body) ? bytes : parser('body', operation.body);
  return (raw) => {
    const inPath: Fault[] = [];
    const parsedParams = params(raw.params, inPath);
    if (inPath[0]) {
      throw problem('not_found', `Nothing has this address: ${inPath[0].message}.`);
    }
    const faults: Fault[] = [];
    const input = {
      params: parsedParams,
      query: query(raw.query ?? {}, faults),
      body: body(raw.body, faults),
    };
    if (faults.length > 0) {
      const [first] = faults;
      throw problem('invalid_input', `${first?.where}: ${first?.message}`, { errors: faults });
    }
    return input;
  };
}
