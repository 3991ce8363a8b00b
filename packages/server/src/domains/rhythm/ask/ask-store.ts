import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';

/** Reviews that freeze within a fortnight and aren't frozen, the earliest first. */
export async function reviewsToAskFor(db: Db, now: Temporal.Instant): Promise<Id<'review'>[]> {
  const { rows } = await sql<{ id: Id<'review'> }>`
    select review.id from review join entity on entity.id = review.id
    where frozen_at is null and freezes_at > ${toDate(now)}
      and freezes_at < ${toDate(now.add({ hours: 14 * 24 }))}
      and state in ('scheduled', 'preparing')
    order by freezes_at, review.id limit 500
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Whom a review's sections were asked of, with names, and whether there is a comment by now. */
export async function asksOf(db: Db, review: Id<'review'>) {
  const { rows } = await sql<{
    section: string;
    person_id: Id<'person'>;
    name: string;
    reminded_at: Date | null;
    answered: boolean;
  }>`
    select ask.section, ask.person_id, person.title as name, reminded_at,
      exists (select 1 from section_comment said
        where said.review_id = ask.review_id and said.section = ask.section) as answered
    from section_ask ask join entity person on person.id = ask.person_id
    where ask.review_id = ${review}
  `.execute(db);
  return rows;
}

/** Whether a section's comment was asked of a person. */
export async function isAsked(
  db: Db,
  review: Id<'review'>,
  section: string,
  person: Id<'person'>,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from section_ask
    where review_id = ${review} and section = ${section} and person_id = ${person}
  `.execute(db);
  return rows.length > 0;
}

/** The person who leads a review: who answers for a section that names nobody else. */
export async function leadOf(db: Db, review: Id<'review'>): Promise<Id<'person'> | undefined> {
  const { rows } = await sql<{ person_id: Id<'person'> }>`
    select person_id from review_role
    where review_id = ${review} and role = 'lead' and person_id is not null limit 1
  `.execute(db);
  return rows[0]?.person_id;
}

/** What a fact says of those who were asked: whom for which section. */
export function askedAfter(asked: readonly { section: string; person: Id<'person'> }[]) {
  return {
    asked: asked.map(({ section, person }) => ({
      section,
      person: toReference('person', person),
    })),
  };
}
