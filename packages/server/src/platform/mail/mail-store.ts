import type { Id, MailKind } from '@throughline/contract';
import { sql } from 'kysely';
import { visibleToIdentity } from '../access/visible.ts';
import { toDate } from '../clock.ts';
import type { Db, Tx } from '../database/connect.ts';
import type { WrittenLetter } from './letter.ts';
import type { MailCalendar } from './mail-transport.ts';

/** What a message says, as the outbox keeps it until it is sent. */
export interface MailContent extends WrittenLetter {
  readonly calendar?: MailCalendar;
}

/** A message that this node is to send now, with where it goes. */
export interface ClaimedMail {
  readonly id: Id<'mail'>;
  readonly what: MailKind;
  readonly identity: Id<'identity'>;
  readonly name: string;
  readonly email: string;
  readonly content: MailContent;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Why it must not be sent after all; undefined where it may. */
  readonly withhold: string | undefined;
}

/** How long an attempt may take before another node takes it for lost. */
const leaseMinutes = 5;

const minuteOf = (moment: Temporal.Instant) =>
  moment.round({ smallestUnit: 'minute', roundingMode: 'floor' });

/**
 * Takes the next message that is due, unless as many as may were attempted in this minute of the
 * clock, as the job runs by it. The attempt is counted, and leased to this node, before anything goes
 * out.
 */
export async function claimMail(
  db: Db,
  now: Temporal.Instant,
  perMinute: number,
): Promise<ClaimedMail | undefined> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('mail.claim'))`.execute(tx);
    const { rows } = await sql<{
      id: Id<'mail'>;
      what: MailKind;
      identity_id: Id<'identity'>;
      content: MailContent;
      attempts: number;
      name: string;
      email: string;
      reads: boolean;
      sees: boolean;
      late: boolean;
    }>`
      select message.id, what, identity_id, content, attempts, identity.name, identity.email,
        identity.state = 'active' and identity.kind = 'member' as reads,
        not exists (select 1 from unnest(about_ids) as about(id)
          left join entity on entity.id = about.id
          where entity.id is null or not ${visibleToIdentity('entity', 'identity')}) as sees,
        coalesce(useful_until <= ${toDate(now)}, false) as late
      from mail_message message join identity on identity.id = identity_id
      where message.state = 'waiting' and next_at <= ${toDate(now)}
        and (select count(*) from mail_message recent
          where recent.attempted_at >= ${toDate(minuteOf(now))}) < ${perMinute}
      order by next_at, message.id limit 1 for update of message
    `.execute(tx);
    const [row] = rows;
    if (!row) return undefined;
    const withhold = row.late
      ? 'It is of no use any more.'
      : !row.reads
        ? 'Its reader may not sign in.'
        : !row.sees
          ? 'Its reader may not see what it is about.'
          : undefined;
    if (withhold === undefined) {
      await tx
        .updateTable('mail_message')
        .set({
          attempts: row.attempts + 1,
          attempted_at: toDate(now),
          next_at: toDate(now.add({ minutes: leaseMinutes })),
        })
        .where('id', '=', row.id)
        .execute();
    }
    return {
      id: row.id,
      what: row.what,
      identity: row.identity_id,
      name: row.name,
      email: row.email,
      content: row.content,
      attempt: row.attempts + 1,
      withhold,
    };
  });
}

/** Whether messages of a topic wait for somebody, and none of it has been tried yet. */
export async function allStillWaits(
  tx: Tx,
  identity: Id<'identity'>,
  topic: string,
): Promise<boolean> {
  const { rows } = await sql<{ unsaid: boolean | null }>`
    select bool_and(attempts = 0) as unsaid from mail_message
    where identity_id = ${identity} and topic = ${topic}
  `.execute(tx);
  return rows[0]?.unsaid ?? false;
}

/** Ends a message: what it said is forgotten. */
export async function endMail(
  db: Db,
  id: Id<'mail'>,
  end: { state: 'sent' | 'withheld'; says: string; at: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('mail_message')
    .set({
      state: end.state,
      says: end.says,
      content: null,
      sent_at: end.state === 'sent' ? toDate(end.at) : null,
    })
    .where('id', '=', id)
    .execute();
}

/** Puts a message off, saying why, unless it was settled otherwise in the meantime. */
export async function putOffMail(
  db: Db,
  id: Id<'mail'>,
  until: Temporal.Instant,
  says: string,
): Promise<void> {
  await db
    .updateTable('mail_message')
    .set({ next_at: toDate(until), says })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Gives a message up, saying why; what it says is kept so that it can be tried again. */
export async function giveUpMail(tx: Tx, id: Id<'mail'>, says: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({ state: 'failed', says })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Forgets messages that came to their end before a moment, whatever it was. */
export async function forgetMail(db: Db, before: Temporal.Instant): Promise<void> {
  await db
    .deleteFrom('mail_message')
    .where('state', '<>', 'waiting')
    .where('created_at', '<', toDate(before))
    .execute();
}

/** A failed message that is to be tried again, from its first attempt on; false where it isn't one. */
export async function reviveMail(tx: Tx, id: Id<'mail'>, now: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({ state: 'waiting', attempts: 0, next_at: toDate(now) })
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Somebody who may be written to. */
export interface MailReader {
  readonly identity: Id<'identity'>;
  readonly person: Id<'person'>;
  readonly name: string;
  readonly email: string;
  /** Whether they see the entity that was asked about. */
  readonly sees: boolean;
  readonly invitations: boolean;
  readonly asks: boolean;
}

/** Those of some people who may sign in, with whether they see an entity and what mail they want. */
export async function mailReaders(
  db: Db,
  people: readonly Id<'person'>[],
  entity: string,
): Promise<MailReader[]> {
  if (people.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'identity'>;
    person_id: Id<'person'>;
    name: string;
    email: string;
    sees: boolean;
    invitations: boolean;
    asks: boolean;
  }>`
    select identity.id, person_id, name, email,
      ${visibleToIdentity('entity', 'identity')} as sees,
      coalesce(invitations, true) as invitations, coalesce(asks, true) as asks
    from identity join entity on entity.id = ${entity}
    left join mail_preference on mail_preference.identity_id = identity.id
    where person_id = any(${[...people]}::uuid[]) and identity.kind = 'member'
      and identity.state = 'active'
    order by identity.id
  `.execute(db);
  return rows.map(({ id, person_id, ...row }) => ({ ...row, identity: id, person: person_id }));
}

/** Where an identity's mail goes. */
export async function addressOfIdentity(db: Db, id: Id<'identity'>): Promise<string> {
  const row = await db
    .selectFrom('identity')
    .select('email')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.email;
}
