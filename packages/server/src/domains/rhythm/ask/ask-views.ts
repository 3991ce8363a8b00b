import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { urgencyOf, type Need } from '../../../platform/home/home.ts';

/** Reviews whose sections await a comment of the person, before the freeze. */
export async function commentNeeds(
  context: ReadContext,
  today: Temporal.PlainDate,
): Promise<Need[]> {
  const { db, actor, now } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const { rows } = await sql<{
    id: Id<'review'>;
    title: string;
    state: string;
    pre_read_on: string;
    missing: number;
    reminded: boolean;
  }>`
    select review.id, entity.title, entity.state, pre_read_on, count(*)::integer as missing,
      bool_or(reminded_at is not null) as reminded
    from section_ask ask join review on review.id = ask.review_id
    join entity on entity.id = review.id
    where ask.person_id = ${actor.person} and frozen_at is null and freezes_at > ${toDate(now)}
      and entity.state in ('scheduled', 'preparing') and ${visible(actor)}
      and not exists (select 1 from section_comment said
        where said.review_id = ask.review_id and said.section = ask.section)
    group by review.id, entity.title, entity.state, pre_read_on
    order by pre_read_on, review.id limit 50
  `.execute(db);
  return rows.map((row) => {
    const ref = toReference('review', row.id);
    const sections = row.missing === 1 ? 'One section awaits' : `${row.missing} sections await`;
    return {
      key: `${ref} comments`,
      entity: { ref, kind: 'review', title: row.title, state: row.state },
      says: `${sections} your comment before the pack freezes${row.reminded ? ': a reminder' : ''}`,
      dueOn: row.pre_read_on,
      urgency: urgencyOf(row.pre_read_on, today),
      act: null,
    };
  });
}
