import { isUpload, kindOfPrefix, type Kind, type Operation } from '@throughline/contract';
import { z } from 'zod';

/** References that samples may name, the latest of each kind last. */
export type Pool = ReadonlyMap<Kind, readonly string[]>;

type Schema = { readonly [key: string]: unknown };

const nobody = '00000000000000000000000001';
const wordsOf = new Map<string, string>([
  ['date', '2026-12-01'],
  ['date-time', '2026-12-01T09:00:00Z'],
  ['time', '09:00'],
  ['email', 'sample@throughline.test'],
  ['uri', 'https://throughline.test/sample'],
]);

let made = 0;

/** A reference of one of the prefixes that a pattern such as `^(ini|fea)_…` accepts. */
function referenceFor(pattern: string, pool: Pool): string | undefined {
  const prefixes = /^\^\(?([a-z]{3}(?:\|[a-z]{3})*)\)?_/.exec(pattern)?.[1]?.split('|');
  if (prefixes) {
    for (const prefix of prefixes) {
      const kind = kindOfPrefix(prefix);
      const known = kind && pool.get(kind)?.at(-1);
      if (known) return known;
    }
    return `${prefixes[0]}_${nobody}`;
  }
  if (!pattern.startsWith('^[a-z]{3}_')) return undefined;
  return pool.get('initiative')?.at(-1) ?? `ini_${nobody}`;
}

function text(schema: Schema, pool: Pool): string {
  made += 1;
  const pattern = typeof schema['pattern'] === 'string' ? schema['pattern'] : undefined;
  const known = wordsOf.get(String(schema['format']));
  if (known !== undefined) return known;
  if (pattern !== undefined) {
    const candidates = [
      referenceFor(pattern, pool),
      `sample-${made}`,
      `sample${made}`,
      `SAMPLE${made}`,
      '*:read',
      '2026-Q1',
      '1.0.0',
      '09:00',
      '#336699',
      'a'.repeat(40),
    ];
    const fits = candidates.find((one) => one !== undefined && new RegExp(pattern, 'u').test(one));
    if (fits !== undefined) return fits;
  }
  return `Sample ${made}`.padEnd(Number(schema['minLength'] ?? 0), 'x');
}

function number(schema: Schema): number {
  const { minimum, exclusiveMinimum, maximum } = schema;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  const least = typeof minimum === 'number' && minimum > -1e15 ? minimum : 1;
  return typeof maximum === 'number' ? Math.min(Math.max(least, 1), maximum) : Math.max(least, 1);
}

function sample(schema: Schema, pool: Pool, root: Schema): unknown {
  const inner = (part: unknown) => sample(part as Schema, pool, root);
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].split('/').at(-1) ?? '';
    return inner((root['$defs'] as Schema | undefined)?.[name] ?? {});
  }
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const either = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(either)) return inner(either[0]);
  if (Array.isArray(schema['allOf']))
    return inner(Object.assign({}, schema, ...schema['allOf'], { allOf: undefined }));
  switch (schema['type']) {
    case 'string':
      return text(schema, pool);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return false;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
        inner(schema['items'] ?? {}),
      );
    default: {
      const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
      const required = new Set((schema['required'] ?? []) as string[]);
      // Whose it is decides who may touch it, so that owners are named even where they needn't be.
      const wanted = Object.entries(properties).filter(
        ([name]) => required.has(name) || /^(ownerUnit|unit)$/.test(name),
      );
      return Object.fromEntries(wanted.map(([name, property]) => [name, inner(property)]));
    }
  }
}

/** The smallest input that a schema of the contract accepts, with references from the pool. */
export function sampleOf(schema: z.ZodType | undefined, pool: Pool): unknown {
  if (!schema) return undefined;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return sample(json, pool, json);
}

/** A PNG of one pixel. */
export const samplePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The smallest of each upload. */
const uploads: Readonly<Record<string, Buffer>> = {
  'image/png': samplePixel,
  'application/json': Buffer.from('{}'),
  'application/xml': Buffer.from('<testsuite><testcase name="a"/></testsuite>'),
};

/** A sample of an operation's body as it is sent, with its media type; nothing where it has none. */
export function sampleBody(
  operation: Operation,
  pool: Pool,
): { payload?: Record<string, unknown> | Buffer; mediaType?: string } {
  const { body } = operation;
  if (body === undefined) return {};
  if (!isUpload(body)) return { payload: sampleOf(body, pool) as Record<string, unknown> };
  const [mediaType = ''] = body.mediaTypes;
  const payload = uploads[mediaType];
  if (!payload) throw new Error(`there is no sample of ${mediaType}`);
  return { payload, mediaType };
}

/** An operation's address with a sample of its parameters, and of what its query must have. */
export function sampleAddress(operation: Operation, pool: Pool): string {
  const params = (sampleOf(operation.params, pool) ?? {}) as Record<string, unknown>;
  const query = operation.method === 'GET' ? {} : sampleOf(operation.query, pool);
  const asked = new URLSearchParams((query ?? {}) as Record<string, string>).toString();
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  return asked === '' ? path : `${path}?${asked}`;
}
