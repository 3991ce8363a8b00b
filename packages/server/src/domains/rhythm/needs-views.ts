import { toReference, type Id, type ReviewState } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';
import { urgencyOf, type Need } from '../../platform/home/home.ts';

interface Row {
  id: Id<'review'>;
  title: string;
  state: ReviewState;
  revision: number;
  role: 'lead' | 'decider' | 'facilitator' | 'scribe';
  on_day: string;
  pre_read_on: string;
}

/** Reviews of the next eight days in which the person has a part: to prepare, to read, to close. */
export async function rhythmNeeds(
  context: ReadContext,
  today: Temporal.PlainDate,
): Promise<Need[]> {
  const { db, actor, now } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const { rows } = await sql<Row>`
    select distinct on (review.starts_at, review.id) review.id, entity.title, entity.state,
      entity.revision, role, on_day, pre_read_on
    from review_role join review on review.id = review_id join entity on entity.id = review.id
    where person_id = ${actor.person} and role <> 'attendee' and ${visible(actor)}
      and ((entity.state in ('scheduled', 'preparing', 'frozen')
          and starts_at < ${toDate(now.add({ hours: 8 * 24 }))} and ends_at > ${toDate(now)})
        or (entity.state = 'held' and starts_at > ${toDate(now.subtract({ hours: 30 * 24 }))}))
    order by review.starts_at, review.id,
      array_position(array['lead', 'facilitator', 'decider', 'scribe'], role)
    limit 50
  `.execute(db);
  return rows.flatMap((row): Need[] => {
    const runs = row.role === 'lead' || row.role === 'facilitator';
    const ref = toReference('review', row.id);
    const need = {
      key: ref,
      entity: { ref, kind: 'review' as const, title: row.title, state: row.state },
    };
    const act = (label: string, operation: string) => ({
      label,
      operation,
      params: { id: ref },
      body: {},
      ifMatch: row.revision,
    });
    switch (row.state) {
      case 'scheduled':
        if (!runs) return [];
        return [{ ...need, says: `Your review: its pack freezes on ${row.pre_read_on}`, dueOn: row.pre_read_on,
          urgency: urgencyOf(row.pre_read_on, today), act: act('Prepare', 'rhythm.prepareReview') }];
      case 'preparing':
        if (!runs) return [];
        return [{ ...need, says: 'Its sections await your comments', dueOn: row.pre_read_on,
          urgency: urgencyOf(row.pre_read_on, today), act: null }];
      case 'frozen':
        return [{ ...need, says: `The pack is frozen: read it before the review`, dueOn: row.on_day,
          urgency: urgencyOf(row.on_day, today), act: null }];
      case 'held':
        if (!runs) return [];
        return [{ ...need, says: 'Held: read back what was decided, and close it', dueOn: row.on_day,
          urgency: 'soon', act: act('Close', 'rhythm.closeReview') }];
      case 'closed':
      case 'cancelled':
        return [];
    }
  });
}
