import { toReference, type EntitySummary, type Id, type ModuleDue } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { urgencyOf, type Need } from '../../platform/home/home.ts';
import { membersOf } from '../org/index.ts';
import { todayOf, type LookUp } from './resolve-reference.ts';
import { dueOn } from './rules.ts';

/** How the people of a track are doing. */
export interface TrackProgress {
  readonly track: EntitySummary;
  readonly enrolled: number;
  readonly completed: number;
  /** People with at least one module past its due date. */
  readonly overdue: number;
}

/** Days from the start date by which a module is due, in SQL: as `dueOn` has it. */
const dueDays = sql`case due when 'day-1' then 0 when 'week-1' then 6 when 'day-30' then 29
  when 'day-60' then 59 else 89 end`;

/** Progress in each track that the actor sees: of some people, or of all. */
export async function trackProgress(
  context: ReadContext,
  today: string,
  people?: readonly Id<'person'>[],
): Promise<TrackProgress[]> {
  const among: RawBuilder<unknown> = people
    ? sql`person_id = any(${[...people]}::uuid[])`
    : sql`true`;
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    enrolled: number;
    completed: number;
    overdue: number;
  }>`
    select entity.id, entity.title, entity.state, count(enrollment.id)::integer as enrolled,
      count(completed_at)::integer as completed,
      count(*) filter (where enrollment.id is not null and exists (
        select 1 from module join entity part on part.id = module.id and part.state = 'active'
        left join module_progress on module_progress.module_id = module.id
          and module_progress.enrollment_id = enrollment.id
        where module.track_id = track.id and done_at is null
          and started_on + ${dueDays} < ${today}::date))::integer as overdue
    from track join entity on entity.id = track.id
    left join enrollment on enrollment.track_id = track.id and ${among}
    where entity.state = 'active' and ${visible(context.actor)}
    group by entity.id, entity.title, entity.state, track.id order by entity.title, entity.id
  `.execute(context.db);
  return rows.map(({ id, title, state, ...counts }) => ({
    track: { ref: toReference('track', id), kind: 'track', title, state },
    ...counts,
  }));
}

/** How a unit's people, those below included, are doing in each track. */
export async function unitProgress(
  context: ReadContext,
  deps: LookUp,
  unit: Id<'unit'>,
): Promise<{ tracks: TrackProgress[] }> {
  await loadEntity(context.db, context.actor, { kind: 'unit', id: unit });
  const today = await todayOf(context, deps);
  const people = await membersOf(context.db, unit, today);
  return { tracks: await trackProgress(context, today, people) };
}

/** The next modules of the tracks that one has begun: overdue and due within a month. */
export async function learningNeeds(
  context: ReadContext,
  today: Temporal.PlainDate,
): Promise<Need[]> {
  const { db, actor } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    track: string;
    due: ModuleDue;
    started_on: string;
  }>`
    select distinct on (enrollment.id) entity.id, entity.title, entity.state, course.title as track,
      due, started_on
    from enrollment join module on module.track_id = enrollment.track_id
    join entity on entity.id = module.id and entity.state = 'active'
    join entity course on course.id = enrollment.track_id and course.state = 'active'
    left join module_progress on module_progress.module_id = module.id
      and module_progress.enrollment_id = enrollment.id
    where person_id = ${actor.person} and completed_at is null and done_at is null and ${visible(actor)}
    order by enrollment.id, position limit 50
  `.execute(db);
  return rows.map((row) => {
    const ref = toReference('module', row.id);
    const due = dueOn(row.started_on, row.due);
    return {
      key: ref,
      entity: { ref, kind: 'module', title: row.title, state: row.state },
      says: `Next in ${row.track}`,
      dueOn: due,
      urgency: urgencyOf(due, today),
      act: null,
    };
  });
}
