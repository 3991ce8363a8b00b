import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import { can } from '../../platform/access/can.ts';
import { urgencyOf, type Need, type Needs } from '../../platform/home/home.ts';

/** My stories in a running sprint that something holds up. */
export const blockedStories: Needs = async (context, today) => {
  const { actor, db } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const { rows } = await sql<{
    id: Id<'story'>;
    title: string;
    state: string;
    revision: number;
    blocked_reason: string;
    ends_on: string;
  }>`
    select entity.id, entity.title, entity.state, entity.revision, blocked_reason, ends_on
    from story join entity on entity.id = story.id
    join sprint_story on story_id = story.id and left_at is null
    join sprint on sprint.id = sprint_id
    join entity running on running.id = sprint.id and running.state = 'running'
    where assignee_id = ${actor.person} and blocked_reason <> '' and entity.state not in ('done', 'dropped')
      and ${visible(actor)} and ${visible(actor, 'running')}
    order by ends_on, entity.id limit 50
  `.execute(db);
  return rows.map((row): Need => {
    const ref = toReference('story', row.id);
    return {
      key: `${ref} blocked`,
      entity: { ref, kind: 'story', title: row.title, state: row.state },
      says: `Blocked: ${row.blocked_reason}`,
      dueOn: row.ends_on,
      urgency: urgencyOf(row.ends_on, today),
      act: {
        label: 'Unblocked',
        operation: 'delivery.changeStory',
        params: { id: ref },
        body: { blockedReason: '' },
        ifMatch: row.revision,
      },
    };
  });
};

const soonDays = 7;
const pastDays = 90;

/**
 * Waivers of designs on which I may decide: those that end within a week, and those that have ended
 * while what they excused is still not met, so that what waits for the design stands still.
 */
export const waiversEnding: Needs = async (context, today) => {
  const { actor, db } = context;
  const { rows } = await sql<{
    id: Id<'design_waiver'>;
    release: Id<'design_release'>;
    title: string;
    state: string;
    owner_unit_id: Id<'unit'> | null;
    item: string;
    until: string;
  }>`
    select distinct on (entity.id, item) design_waiver.id, entity.id as release, entity.title,
      entity.state, owner_unit_id, item, until
    from design_waiver join design_release on design_release.id = design_release_id
      and design_release.version = design_waiver.version
    join entity on entity.id = design_release.id
    where entity.state = 'conditional' and ${visible(actor)}
      and until >= ${today.subtract({ days: pastDays }).toString()}::date
      and exists (select 1 from design_checklist_item as checked
        where checked.design_release_id = design_release.id and checked.text = item
          and checked.result in ('unchecked', 'unmet'))
    order by entity.id, item, until desc, design_waiver.id
  `.execute(db);
  const last = today.add({ days: soonDays }).toString();
  return rows
    .filter(({ until, owner_unit_id }) => until <= last && can(actor, 'editor', owner_unit_id))
    .toSorted((one, other) => one.until.localeCompare(other.until))
    .slice(0, 50)
    .map((row): Need => {
      const ref = toReference('design_release', row.release);
      const ended = row.until < today.toString();
      return {
        key: toReference('design_waiver', row.id),
        entity: { ref, kind: 'design_release', title: row.title, state: row.state },
        says: ended
          ? `The waiver of “${row.item}” has ended: what waits for the design stands still`
          : `The waiver of “${row.item}” ends`,
        dueOn: row.until,
        urgency: urgencyOf(row.until, today),
        act: null,
      };
    });
};

/** Design releases that wait for a verdict which I may give: those of units that I am an editor of. */
export const verdictsAsked: Needs = async (context) => {
  const { actor, db } = context;
  const { rows } = await sql<{
    id: Id<'design_release'>;
    title: string;
    state: string;
    owner_unit_id: Id<'unit'> | null;
    version: string;
    open: number;
  }>`
    select entity.id, entity.title, entity.state, owner_unit_id, version,
      (select count(*)::integer from design_checklist_item as checked
        where checked.design_release_id = design_release.id
          and checked.result in ('unchecked', 'unmet')) as open
    from design_release join entity on entity.id = design_release.id
    where entity.state = 'pending' and ${visible(actor)}
    order by entity.id limit 500
  `.execute(db);
  return rows
    .filter(({ owner_unit_id }) => can(actor, 'editor', owner_unit_id))
    .slice(0, 50)
    .map((row): Need => {
      const ref = toReference('design_release', row.id);
      const left = row.open === 1 ? '1 item is' : `${row.open} items are`;
      return {
        key: `${ref} verdict`,
        entity: { ref, kind: 'design_release', title: row.title, state: row.state },
        says:
          row.open === 0
            ? `${row.version} waits for your verdict: every item is settled`
            : `${row.version} waits for your verdict: ${left} not met or not checked`,
        dueOn: null,
        urgency: 'soon',
        act: null,
      };
    });
};
