import type { EntityKind, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { resolveParty } from '../resolve-party.ts';
import { turnOf } from '../review/review-store.ts';

/** A larger party attends as a body: its people are not written to one by one. */
const mostAttendees = 500;

/** A review, as far as it says who attends it. */
export interface Attended {
  readonly id: Id<'review'>;
  readonly cadence: Id<'cadence'>;
  readonly startsAt: Temporal.Instant;
  readonly day: string;
  readonly frozen: boolean;
  readonly subject: Id<EntityKind> | null;
}

/**
 * Who attends a review: whoever has a part in it, and the people whom its cycle has attend on its
 * day; from the freeze on, those who were written down then.
 */
export async function attendeesOf(db: Db, review: Attended): Promise<Set<Id<'person'>>> {
  const { rows } = await sql<{ person_id: Id<'person'> }>`
    select distinct person_id from review_role where review_id = ${review.id} and person_id is not null
  `.execute(db);
  const people = new Set(rows.map(({ person_id }) => person_id));
  if (review.frozen) return people;
  const cadence = await loadCadence(db, system('attendance'), review.cadence);
  const on = {
    unit: cadence.unit,
    team: cadence.team,
    day: review.day,
    turn: await turnOf(db, review.cadence, review.startsAt),
    subjectOwner: await ownerOf(db, review.subject),
  };
  for (const one of cadence.attendees) {
    const party = await resolveParty(db, one, on);
    if (party.people.length > mostAttendees) continue;
    for (const { id } of party.people) people.add(id);
  }
  return people;
}

async function ownerOf(db: Db, subject: Id<EntityKind> | null): Promise<Id<'unit'> | null> {
  if (subject === null) return null;
  const row = await db
    .selectFrom('entity')
    .select('owner_unit_id')
    .where('id', '=', subject)
    .executeTakeFirst();
  return row?.owner_unit_id ?? null;
}

/** Reviews between two moments that are to be held, each with who attends it. */
export async function attendanceBetween(
  db: Db,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<{ review: Id<'review'>; startsAt: Temporal.Instant; people: Set<Id<'person'>> }[]> {
  const { rows } = await sql<{
    id: Id<'review'>;
    cadence_id: Id<'cadence'>;
    starts_at: Date;
    on_day: string;
    frozen_at: Date | null;
    subject_id: Id<EntityKind> | null;
  }>`
    select review.id, cadence_id, starts_at, on_day, frozen_at, subject_id
    from review join entity on entity.id = review.id
    where starts_at > ${toDate(from)} and starts_at < ${toDate(to)}
      and entity.state in ('scheduled', 'preparing', 'frozen')
    order by starts_at, review.id limit 2000
  `.execute(db);
  const found = [];
  for (const row of rows) {
    const startsAt = Temporal.Instant.fromEpochMilliseconds(row.starts_at.getTime());
    const people = await attendeesOf(db, {
      id: row.id,
      cadence: row.cadence_id,
      startsAt,
      day: row.on_day,
      frozen: row.frozen_at !== null,
      subject: row.subject_id,
    });
    found.push({ review: row.id, startsAt, people });
  }
  return found;
}
