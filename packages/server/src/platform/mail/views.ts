import {
  toReference,
  type Id,
  type MailKind,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../context.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { MailSettings } from './mail-settings.ts';

type Delivery = OutputOf<OperationOf<'mail.getMailDelivery'>>;
type Page = OutputOf<OperationOf<'mail.listMail'>>;
type State = Page['items'][number]['state'];

/** Whether mail is configured, and how it gets on. `why`: what keeps it from being sent at all. */
export async function mailDelivery(
  { db }: ReadContext,
  settings: MailSettings | undefined,
  why: string | null,
): Promise<Delivery> {
  const { rows } = await sql<{ waiting: number; failed: number; last: Date | null }>`
    select count(*) filter (where state = 'waiting')::integer as waiting,
      count(*) filter (where state = 'failed')::integer as failed, max(sent_at) as last
    from mail_message
  `.execute(db);
  const [row] = rows;
  return {
    configured: settings !== undefined,
    why,
    server: settings ? `${settings.host}:${settings.port}` : null,
    from: settings ? `${settings.from.name} <${settings.from.address}>` : null,
    perMinute: settings?.perMinute ?? null,
    waiting: row?.waiting ?? 0,
    failed: row?.failed ?? 0,
    lastSentAt: row?.last?.toISOString() ?? null,
  };
}

/** Messages, the newest first: to whom, what, how far; never what they say. */
export async function listMail(
  { db }: ReadContext,
  query: { state?: State | undefined; cursor?: string | undefined; limit: number },
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  const { rows } = await sql<{
    id: Id<'mail'>;
    what: MailKind;
    identity_id: Id<'identity'>;
    name: string;
    state: State;
    attempts: number;
    says: string;
    created_at: Date;
    next_at: Date;
    sent_at: Date | null;
  }>`
    select message.id, what, identity_id, identity.name, message.state, attempts, says,
      message.created_at, next_at, sent_at
    from mail_message message join identity on identity.id = identity_id
    where true ${query.state ? sql`and message.state = ${query.state}` : sql``}
      ${before === undefined ? sql`` : sql`and message.id < ${before}::uuid`}
    order by message.id desc limit ${query.limit + 1}
  `.execute(db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      ref: toReference('mail', row.id),
      what: row.what,
      to: { ref: toReference('identity', row.identity_id), name: row.name },
      state: row.state,
      attempts: row.attempts,
      says: row.says,
      createdAt: row.created_at.toISOString(),
      nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
      sentAt: row.sent_at?.toISOString() ?? null,
    })),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.id]) : null,
  };
}
