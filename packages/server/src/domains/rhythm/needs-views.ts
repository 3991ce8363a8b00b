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
  return rows.flatMap((row) => needOf(row, today) ?? []);
}

function needOf(row: Row, today: Temporal.PlainDate): Need | undefined {
  const ref = toReference('review', row.id);
  const { title, state } = row;
  const need = (
    says: string,
    on: string,
    act: [label: string, operation: string] | null,
  ): Need => ({
    key: ref,
    entity: { ref, kind: 'review', title, state },
    says,
    dueOn: on,
    urgency: state === 'held' ? 'soon' : urgencyOf(on, today),
    act: act && {
      label: act[0],
      operation: act[1],
      params: { id: ref },
      body: {},
      ifMatch: row.revision,
    },
  });
  if (state === 'frozen')
    return need('The pack is frozen: read it before the review', row.on_day, null);
  if (row.role !== 'lead' && row.role !== 'facilitator') return undefined;
  if (state === 'scheduled') {
    const says = `Your review: its pack freezes on ${row.pre_read_on}`;
    return need(says, row.pre_read_on, ['Prepare', 'rhythm.prepareReview']);
  }
  if (state === 'preparing') {
    return need('Its sections await your comments', row.pre_read_on, null);
  }
  return need('Held: read back what was decided, and close it', row.on_day, null);
}
