import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type pg from 'pg';

const mark = '/* prepared */';
const names = new Map<string, string>();

/**
 * Begins a statement that each session keeps prepared: PostgreSQL parses and plans it once, not at
 * every call. For the few texts that most writes send; its shape may not depend on the values, since
 * sessions keep every text that they have seen.
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/** A prepared statement's name: the same text has the same one. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('base64url');
  names.set(text, name);
  return name;
}

/** Makes a client prepare the statements that begin with `prepared`; Kysely has no way to say so. */
export function prepareMarked(client: pg.ClientBase): void {
  const send = client.query.bind(client) as (query: unknown, ...rest: unknown[]) => unknown;
  const query = (asked: unknown, ...rest: unknown[]) =>
    typeof asked === 'string' && asked.startsWith(mark)
      ? send({ name: nameOf(asked), text: asked }, ...rest)
      : send(asked, ...rest);
  Object.assign(client, { query });
}
