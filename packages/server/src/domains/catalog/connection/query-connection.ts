import pg from 'pg';
import type { Target } from './connection-rules.ts';

/** What a query answered, every cell as PostgreSQL writes it; or why it answered nothing. */
export type Queried =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
    }
  | { readonly fault: string };

/** How long a query may take, in milliseconds, and how many rows it may answer. */
export interface Limits {
  readonly timeMs: number;
  readonly rows: number;
}

/** What every metric's query keeps to. */
const queryLimits: Limits = { timeMs: 10_000, rows: 1000 };

const connectMs = 5000;
/** What the database itself should have ended by then, the client ends. */
const graceMs = 2000;

const asWritten = { getTypeParser: () => (text: string) => text };

function faultOf(error: unknown, { timeMs }: Limits): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const written = typeof code === 'string' ? code : '';
  if (written === '57014' || message === 'Query read timeout') {
    return `The query took longer than ${timeMs / 1000} seconds.`;
  }
  if (written === '25006') return 'The query would write; only reading is allowed.';
  if (/^(?:28|3D)/.test(written)) return 'The database refused the sign-in.';
  if (/^[0-9A-Z]{5}$/.test(written)) return `The database says: ${String(message)}`;
  return `The database cannot be reached (${written || 'no answer'}).`;
}

/**
 * Asks one SELECT of another database: in a transaction that can only read, as one statement, within
 * the limits. A query that answers more rows than allowed has answered wrongly, not in part.
 */
export async function queryConnection(
  target: Target,
  query: string,
  limits: Limits = queryLimits,
): Promise<Queried> {
  const { tls, ...rest } = target;
  const client = new pg.Client({
    ...rest,
    ssl: tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full' },
    connectionTimeoutMillis: connectMs,
    query_timeout: limits.timeMs + graceMs,
    application_name: 'throughline metrics',
    types: asWritten,
  });
  // A connection that ends early fails its query, which says so.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin transaction read only');
    await client.query(`set local statement_timeout = ${limits.timeMs}`);
    // The extended protocol takes a single statement, so that none can end the transaction.
    const asked: pg.QueryArrayConfig & { queryMode: 'extended' } = {
      text: `select * from (\n${query.replace(/[;\s]+$/, '')}\n) as asked limit ${limits.rows + 1}`,
      rowMode: 'array',
      queryMode: 'extended',
    };
    const { fields, rows } = await client.query<(string | null)[]>(asked);
    if (rows.length > limits.rows) {
      return { fault: `The query answers more than ${limits.rows} rows.` };
    }
    return { columns: fields.map(({ name }) => name), rows };
  } catch (error) {
    return { fault: faultOf(error, limits) };
  } finally {
    await client.end().catch(() => undefined);
  }
}
