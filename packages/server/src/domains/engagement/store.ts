import type { EntityRef, Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../../platform/context.ts';
import type { Segment } from './tables.ts';

/** Gives an entity the readers of another, besides those that it has. */
export async function copyReaders(
  { tx }: WriteContext,
  from: EntityRef,
  to: EntityRef,
): Promise<void> {
  await sql`insert into entity_reader (entity_id, identity_id)
    select ${to.id}, identity_id from entity_reader where entity_id = ${from.id}
    on conflict do nothing`.execute(tx);
}

/** The account that is known outside by a key, with its segment. */
export async function accountByKey(
  { tx }: WriteContext,
  key: string,
): Promise<{ id: Id<'account'>; segment: Segment } | undefined> {
  const { rows } = await sql<{ id: Id<'account'>; segment: Segment }>`
    select id, segment from account where external_key = ${key}
  `.execute(tx);
  return rows[0];
}

/** An account's segment. */
export async function segmentOfAccount(
  { tx }: WriteContext,
  id: Id<'account'>,
): Promise<Segment | null> {
  const { rows } = await sql<{ segment: Segment }>`
    select segment from account where id = ${id}
  `.execute(tx);
  return rows[0]?.segment ?? null;
}

/** The account that a contact works at. */
export async function accountOfContact(
  { tx }: WriteContext,
  id: Id<'contact'>,
): Promise<Id<'account'> | undefined> {
  const { rows } = await sql<{ account_id: Id<'account'> }>`
    select account_id from contact where id = ${id}
  `.execute(tx);
  return rows[0]?.account_id;
}

/** Feedback that came in under an account's key before the account was entered. */
export async function feedbackWaitingFor(
  { tx }: WriteContext,
  key: string,
): Promise<Id<'feedback'>[]> {
  const { rows } = await sql<{ id: Id<'feedback'> }>`
    select id from feedback where account_key = ${key} order by id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Whether a piece of feedback was taken in before. */
export async function wasTakenIn({ tx }: WriteContext, intakeKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from feedback where intake_key = ${intakeKey}`.execute(tx);
  return rows.length > 0;
}

/**
 * The initiatives and features that a notification is about: what it announces (itself, or what its
 * launch launches) and what is gated by the flag that it promises.
 */
export async function subjectsOfNotification(
  { tx }: WriteContext,
  id: string,
): Promise<EntityRef<'initiative' | 'feature'>[]> {
  const { rows } = await sql<{ id: Id<'initiative' | 'feature'>; kind: 'initiative' | 'feature' }>`
    with recursive walk (id, kind) as (
      select ${id}::uuid, 'notification'
      union
      select link.to_id, link.to_kind from walk join link on link.from_id = walk.id
      where link.until is null and (
        (walk.kind = 'notification' and link.relation in ('announces', 'promises'))
        or (walk.kind = 'launch' and link.relation = 'launches')
        or (walk.kind = 'flag' and link.relation = 'gates'))
    )
    select id, kind from walk where kind in ('initiative', 'feature') order by id limit 20
  `.execute(tx);
  return rows;
}

/** What feedback is merged into, its themes and its segment. */
export async function loadFeedback({ tx }: WriteContext, id: Id<'feedback'>) {
  const { rows } = await sql<{
    merged_into_id: Id<'feedback'> | null;
    themes: string[];
    answer: string;
  }>`select merged_into_id, themes, answer from feedback where id = ${id}`.execute(tx);
  return rows[0];
}

/** The unit that owns the first of some entities that has an owner. */
export async function ownerOfFirst(
  { tx }: WriteContext,
  refs: readonly EntityRef[],
): Promise<Id<'unit'> | null> {
  const { rows } = await sql<{ owner_unit_id: Id<'unit'> }>`
    select owner_unit_id from entity
    where id = any(${refs.map(({ id }) => id)}::uuid[]) and owner_unit_id is not null
    order by array_position(${refs.map(({ id }) => id)}::uuid[], id) limit 1
  `.execute(tx);
  return rows[0]?.owner_unit_id ?? null;
}

/** A guest's name, or undefined where the identity is no guest. */
export async function guestName(
  { tx }: WriteContext,
  id: Id<'identity'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from identity where id = ${id} and kind = 'guest'
  `.execute(tx);
  return rows[0]?.name;
}

/** Those of some ids that are notifications. */
export async function notificationsAmong(
  { tx }: WriteContext,
  ids: readonly string[],
): Promise<Id<'notification'>[]> {
  const { rows } = await sql<{ id: Id<'notification'> }>`
    select id from entity where id = any(${ids}::uuid[]) and kind = 'notification'
  `.execute(tx);
  return rows.map(({ id }) => id);
}
