import {
  allOperations,
  commonProblems,
  isRaw,
  isUpload,
  problems,
  type Operation,
  type ProblemCode,
} from '@throughline/contract';
import type { z } from 'zod';
import { csvColumns, csvPath, listedRow } from './csv.ts';
import { createComponentSchemas, type ComponentSchemas } from './component-schemas.ts';

type Json = Record<string, unknown>;

function parameters(
  schemas: ComponentSchemas,
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemas.add(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description:
    'The ETag of the entity as you loaded it. 428 without, 412 when somebody was faster.',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request answers again what it answered first.',
  schema: { type: 'string', maxLength: 200 },
};

function problemResponses(responses: Json, operation: Operation): Json {
  const codes: ProblemCode[] = [
    ...commonProblems,
    ...operation.errors,
    ...(operation.ifMatch ? (['stale_revision', 'revision_required'] as const) : []),
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => {
      const name = of.toSorted().join('-or-').replaceAll('.', '_');
      responses[name] = {
        description: of.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      };
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function success(schemas: ComponentSchemas, operation: Operation): Json {
  const { output } = operation;
  if (output === undefined) return { description: 'Done.' };
  if (isRaw(output)) {
    return { description: operation.summary, content: { [output.mediaType]: { schema: {} } } };
  }
  return {
    description: operation.summary,
    content: { 'application/json': { schema: schemas.add(output, 'output') } },
  };
}

function bodyContent(schemas: ComponentSchemas, body: NonNullable<Operation['body']>): Json {
  if (!isUpload(body)) return { 'application/json': { schema: schemas.add(body, 'input') } };
  return Object.fromEntries(
    body.mediaTypes.map((type) => [
      type,
      { schema: { description: `At most ${body.mostBytes / 1024 / 1024} MiB.` } },
    ]),
  );
}

function describe(
  document: { schemas: ComponentSchemas; responses: Json },
  id: string,
  domain: string,
  operation: Operation,
): Json {
  const { schemas, responses } = document;
  const sentences = [
    ...(operation.description ? [operation.description] : []),
    ...csvSentence(operation),
    `Permission: \`${operation.permission}\`.`,
    ...(operation.scope === undefined ? [] : [`Narrowest scope: \`${operation.scope}\`.`]),
  ];
  return {
    operationId: id,
    tags: [domain],
    summary: operation.summary,
    description: sentences.join('\n\n'),
    security: operation.permission === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: [
      ...parameters(schemas, operation.params, 'path'),
      ...parameters(schemas, operation.query, 'query'),
      ...(operation.ifMatch ? [ifMatch] : []),
      ...(operation.method === 'POST' ? [idempotencyKey] : []),
    ],
    ...(operation.body
      ? { requestBody: { required: true, content: bodyContent(schemas, operation.body) } }
      : {}),
    responses: {
      [String(operation.status)]: success(schemas, operation),
      ...problemResponses(responses, operation),
    },
  };
}

/** That a list answers as CSV, too, and with which columns. */
function csvSentence(operation: Operation): string[] {
  const row = listedRow(operation);
  if (!row) return [];
  const columns = csvColumns(row).map(({ name }) => `\`${name}\``);
  return [
    `All rows as CSV (RFC 4180, UTF-8) at \`${csvPath(operation)}\`, by the same parameters; columns: ${columns.join(', ')}.`,
  ];
}

/** The whole API as an OpenAPI 3.1 document, generated from the contract. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  const schemas = createComponentSchemas();
  const responses: Json = {};
  for (const { id, domain, operation } of allOperations()) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = describe({ schemas, responses }, id, domain, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version: '0.1.0',
      description:
        'The system that a Product & Technology organisation runs on. Errors are RFC 9457 problem documents with a closed set of codes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'throughline_session' },
      },
      responses,
      schemas: {
        ...schemas.all,
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
          properties: {
            type: { type: 'string', format: 'uri' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string', enum: Object.keys(problems) },
            detail: { type: 'string' },
            requestId: { type: 'string' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                properties: { where: { type: 'string' }, message: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  };
}
