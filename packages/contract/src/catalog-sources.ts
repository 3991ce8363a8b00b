import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant, plainDate, title } from './schemas.ts';

/**
 * Where a metric's values come from. `entry`: a person records them; `api`: a program does; `csv`:
 * somebody uploads a file; `insight` and `sql`: the server takes them, daily and when asked.
 */
export const metricSources = ['entry', 'api', 'csv', 'insight', 'sql'] as const;

/** After how many days a metric is stale where nobody said otherwise, by its source. */
export const usualFreshness = { entry: 31, api: 7, csv: 31, insight: 2, sql: 2 } as const;

const query = z.string().trim().min(1).max(10_000);
const parameters = z.record(z.string().max(100), z.json());

/** A figure of an insight: of which, asked how, by its key in the answer. */
export const insightFigure = z.strictObject({
  insight: z.string().min(1).max(100),
  parameters: parameters.default({}),
  figure: z.string().min(1).max(200),
});

const taken = {
  insight: insightFigure.extend({ kind: z.literal('insight') }),
  sql: z.strictObject({
    kind: z.literal('sql'),
    connection: idOf('connection'),
    /** One SELECT: columns `day` and `value`, or a single value, which is today's. */
    query,
  }),
};

/** Input: a metric's source with what it needs. */
export const metricSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entry') }),
  z.strictObject({ kind: z.literal('api') }),
  z.strictObject({ kind: z.literal('csv') }),
  taken.insight,
  taken.sql,
]);

/** Output: a metric's source. */
export const metricSourceView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry') }),
  z.object({ kind: z.literal('api') }),
  z.object({ kind: z.literal('csv') }),
  z.object({
    kind: z.literal('insight'),
    insight: z.string(),
    parameters,
    figure: z.string(),
  }),
  z.object({
    kind: z.literal('sql'),
    connection: z.object({ ref: referenceOf('connection'), name: z.string() }),
    query: z.string(),
  }),
]);

/** How the server's last attempt to take a metric's value went. */
export const metricRun = z.object({
  at: instant,
  /** What went wrong, or null. The last value stays. */
  error: z.string().nullable(),
});

/** A PostgreSQL address: `postgres://user:password@host:5432/database?sslmode=verify-full`. */
const address = z.string().min(1).max(2000);

const connectionView = z.object({
  ref: referenceOf('connection'),
  name: z.string(),
  /** Whose editors may write queries for it; null: the whole organisation's editors. */
  unit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  /** Where it leads; null for who may use it but doesn't administer it. */
  target: z.object({ host: z.string(), port: z.number().int(), database: z.string() }).nullable(),
  /** How many metrics take their values over it. */
  metrics: z.number().int(),
  createdAt: instant,
  createdBy: z.string(),
});

const taking = z.object({
  values: z.array(z.object({ on: plainDate, value: z.number() })),
  /** Why nothing, or not this, would be taken; null where all is well. */
  problem: z.string().nullable(),
});

const csvRow = z.object({
  /** The row's line in the file, from 1. */
  line: z.number().int(),
  on: z.string(),
  value: z.number().nullable(),
  note: z.string(),
  /** What would become of it. */
  effect: z.enum(['new', 'correction', 'unchanged', 'refused']),
  /** What is wrong with it, or null. */
  fault: z.string().nullable(),
});

const csv = z.object({ csv: z.string().min(1).max(1_000_000) });
const ofMetric = z.object({ id: idOf('metric') });

/** Where metrics get their values: connections, tests, uploads, taking on demand. */
export const metricSourceOperations = {
  createConnection: operation({
    method: 'POST',
    path: '/api/v1/connections',
    summary:
      'Add a read-only connection to a PostgreSQL database; its address is never shown again',
    description:
      'Making a connection is the act that allows the server to speak to that host and port. Give it a role that may read what metrics need and nothing else.',
    permission: 'administrator',
    body: z.object({ name: title, address, unit: idOf('unit').optional() }),
    output: z.object({ ref: referenceOf('connection') }),
    status: 201,
    errors: ['already_exists', 'catalog.address_refused'],
  }),
  listConnections: operation({
    method: 'GET',
    path: '/api/v1/connections',
    summary: 'The connections whose data I may ask for; administrators see where they lead',
    permission: 'member',
    output: z.object({ items: z.array(connectionView) }),
  }),
  changeConnection: operation({
    method: 'PATCH',
    path: '/api/v1/connections/{id}',
    summary: 'Rename a connection, give it to another unit, or replace its address',
    permission: 'administrator',
    params: z.object({ id: idOf('connection') }),
    body: z.object({
      name: title.optional(),
      address: address.optional(),
      unit: idOf('unit').nullable().optional(),
    }),
    errors: ['already_exists', 'catalog.address_refused'],
  }),
  deleteConnection: operation({
    method: 'DELETE',
    path: '/api/v1/connections/{id}',
    summary: 'Delete a connection that no metric uses',
    permission: 'administrator',
    params: z.object({ id: idOf('connection') }),
    errors: ['in_use'],
  }),
  testConnection: operation({
    method: 'POST',
    path: '/api/v1/connections/{id}/test',
    summary: 'Try whether a connection answers',
    permission: 'administrator',
    params: z.object({ id: idOf('connection') }),
    output: z.object({ problem: z.string().nullable() }),
  }),
  testMetricSource: operation({
    method: 'POST',
    path: '/api/v1/metric-sources/test',
    summary: 'What a source would give now (20 values at most are shown); records nothing',
    permission: 'contributor',
    body: z.object({ source: z.discriminatedUnion('kind', [taken.insight, taken.sql]) }),
    output: taking.extend({ count: z.number().int() }),
  }),
  takeMetric: operation({
    method: 'POST',
    path: '/api/v1/metrics/{id}/take',
    summary: 'Take the values of a metric from its insight or query now, in the background',
    permission: 'contributor',
    params: ofMetric,
    status: 202,
    errors: ['wrong_state'],
  }),
  checkMetricCsv: operation({
    method: 'POST',
    path: '/api/v1/metrics/{id}/values/csv/check',
    summary: 'What a CSV of values (day,value[,note]; 5,000 rows) would do, row by row',
    permission: 'contributor',
    params: ofMetric,
    body: csv,
    output: z.object({ rows: z.array(csvRow), faults: z.number().int() }),
    errors: ['wrong_state'],
  }),
  importMetricCsv: operation({
    method: 'POST',
    path: '/api/v1/metrics/{id}/values/csv',
    summary: 'Record the values of a CSV, all or none; what stands already is left alone',
    permission: 'contributor',
    params: ofMetric,
    body: csv,
    output: z.object({ recorded: z.number().int(), unchanged: z.number().int() }),
    status: 201,
    errors: ['wrong_state'],
  }),
};
