import type { EntityKind, Id, ReviewState } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { RhythmTables } from '../tables.ts';
import type { Attended } from './attendance-store.ts';
import { invitedDaysAhead, type Told, type ToTell } from './invitation-rules.ts';

/** A review as invitations look at it. */
export interface ReviewToInvite extends Attended {
  readonly state: ReviewState;
  readonly sequence: number;
}

const ahead = (now: Temporal.Instant) => toDate(now.add({ hours: invitedDaysAhead * 24 }));

/**
 * A review about which somebody may have to be told: one to come, and within the time for which
 * people are invited, or with somebody invited already. One writer at a time looks at it.
 */
export async function reviewToInvite(
  tx: Tx,
  id: Id<'review'>,
  now: Temporal.Instant,
): Promise<ReviewToInvite | undefined> {
  await sql`select pg_advisory_xact_lock(hashtext(${`invite ${id}`}))`.execute(tx);
  const { rows } = await sql<{
    cadence_id: Id<'cadence'>;
    starts_at: Date;
    on_day: string;
    frozen_at: Date | null;
    subject_id: Id<EntityKind> | null;
    sequence: number;
    state: ReviewState;
  }>`
    select cadence_id, starts_at, on_day, frozen_at, subject_id, sequence, entity.state
    from review join entity on entity.id = review.id
    where review.id = ${id} and starts_at > ${toDate(now)} and (starts_at < ${ahead(now)}
      or exists (select 1 from review_invitation invited where invited.review_id = review.id))
  `.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  return {
    id,
    cadence: row.cadence_id,
    startsAt: Temporal.Instant.fromEpochMilliseconds(row.starts_at.getTime()),
    day: row.on_day,
    frozen: row.frozen_at !== null,
    subject: row.subject_id,
    sequence: row.sequence,
    state: row.state,
  };
}

/**
 * Reviews to come for which people are invited by now, or of which somebody holds an invitation
 * (a cancelled one, too, that nobody could be told of), the nearest first.
 */
export async function reviewsToInvite(db: Db, now: Temporal.Instant): Promise<Id<'review'>[]> {
  const { rows } = await sql<{ id: Id<'review'> }>`
    select review.id from review join entity on entity.id = review.id
    where starts_at > ${toDate(now)}
      and ((starts_at < ${ahead(now)} and entity.state in ('scheduled', 'preparing', 'frozen'))
        or exists (select 1 from review_invitation invited
          where invited.review_id = review.id and not cancelled))
    order by starts_at, review.id limit 5000
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** What each person was last told of a review, with the person of the directory that they are. */
export async function toldOf(
  tx: Tx,
  review: Id<'review'>,
): Promise<{ told: Map<Id<'identity'>, Told>; people: Id<'person'>[] }> {
  const { rows } = await sql<
    Told & { identity_id: Id<'identity'>; person_id: Id<'person'> | null }
  >`
    select identity_id, person_id, sequence, told, cancelled
    from review_invitation join identity on identity.id = identity_id
    where review_id = ${review}
  `.execute(tx);
  return {
    told: new Map(rows.map((row) => [row.identity_id, row])),
    people: rows.flatMap(({ person_id }) => person_id ?? []),
  };
}

/** Keeps what somebody was told. */
export async function keepTold(
  tx: Tx,
  review: Id<'review'>,
  one: ToTell,
  as: { told: Buffer; at: Temporal.Instant },
): Promise<void> {
  const row = {
    sequence: one.sequence,
    told: as.told,
    cancelled: one.what === 'cancelled' || one.what === 'no longer invited',
    at: toDate(as.at),
  };
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review_invitation')
    .values({ review_id: review, identity_id: one.identity, ...row })
    .onConflict((conflict) => conflict.columns(['review_id', 'identity_id']).doUpdateSet(row))
    .execute();
}
