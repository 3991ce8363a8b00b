import { createHash } from 'node:crypto';
import { z } from 'zod';

type Json = Record<string, unknown>;

const worthSharing = 160;
const byName = new Set(['properties', 'patternProperties']);
const holdsSchemas = new Set([
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  'additionalProperties',
  'not',
]);

/** The schemas of a document by name; what several operations share stands there once. */
export interface ComponentSchemas {
  /** A schema as JSON Schema, its larger parts replaced by references to components. */
  add(schema: z.ZodType, io: 'input' | 'output'): Json;
  readonly all: Json;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Collects schemas so that equal parts are written once. A part's name is a hash of what it is. */
export function createComponentSchemas(): ComponentSchemas {
  const all: Json = {};

  const share = (schema: Json): Json => {
    const text = JSON.stringify(schema);
    if (text.length < worthSharing) return schema;
    const name = `S${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
    all[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  };

  /** A schema with its parts shared; `properties` and the like hold schemas by name. */
  const walk = (schema: unknown): unknown => {
    if (!isObject(schema)) return schema;
    return Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => {
        if (byName.has(keyword) && isObject(value)) {
          const parts = Object.entries(value).map(([name, one]) => [name, part(one)]);
          return [keyword, Object.fromEntries(parts)];
        }
        return [keyword, holdsSchemas.has(keyword) ? nested(value) : value];
      }),
    );
  };
  const part = (schema: unknown): unknown => {
    const walked = walk(schema);
    return isObject(walked) ? share(walked) : walked;
  };
  const nested = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(part) : part(value);

  return {
    all,
    add(schema, io) {
      const { $schema: _, ...whole } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
      const definitions = isObject(whole['$defs']) ? whole['$defs'] : {};
      // A recursive part keeps a name of its own: it can't be written into itself.
      const prefix = createHash('sha256')
        .update(JSON.stringify(definitions))
        .digest('hex')
        .slice(0, 8);
      const renamed = JSON.parse(
        JSON.stringify(whole).replaceAll('"#/$defs/', `"#/components/schemas/R${prefix}`),
      ) as Json;
      const { $defs, ...rest } = renamed;
      for (const [name, definition] of Object.entries(isObject($defs) ? $defs : {})) {
        all[`R${prefix}${name}`] = walk(definition);
      }
      return walk(rest) as Json;
    },
  };
}
