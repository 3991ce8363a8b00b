import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../../../platform/access/can.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { fiscalCalendar } from '../present-quarter.ts';
import { roadmapCalendar } from './roadmap-calendar.ts';

type Roadmap = OutputOf<OperationOf<'strategy.getRoadmap'>>;
type Initiative = Roadmap['initiatives'][number];

const most = 5000;

interface Row {
  id: Id<'initiative'>;
  title: string;
  revision: number;
  stage: Initiative['stage'];
  health: Initiative['health'];
  window_from: string | null;
  window_to: string | null;
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
  owner_id: Id<'person'> | null;
  owner_name: string | null;
  needs: Id<'initiative'>[];
}

/** The initiatives that the actor sees, newest first, each with those it depends on. */
async function initiativeRows(context: ReadContext): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select initiative.id, entity.title, entity.revision, entity.state as stage, health,
      window_from, window_to, entity.owner_unit_id, unit.title as owner_unit_title,
      owner_id, person.title as owner_name, coalesce(needed.ids, '{}') as needs
    from initiative join entity on entity.id = initiative.id
    left join entity unit on unit.id = entity.owner_unit_id
    left join entity person on person.id = owner_id and ${visible(context.actor, 'person')}
    left join (
      select link.from_id, array_agg(link.to_id order by link.id) as ids
      from link join entity other on other.id = link.to_id and ${visible(context.actor, 'other')}
      where link.relation = 'depends_on' and link.until is null and link.to_kind = 'initiative'
      group by link.from_id
    ) needed on needed.from_id = initiative.id
    where ${visible(context.actor)}
    order by initiative.id desc limit ${most + 1}
  `.execute(context.db);
  return rows;
}

/**
 * Which priorities each initiative serves, directly or through what it serves; a way that leads
 * over something hidden is no way. In the order of the priorities' ranks.
 */
async function prioritiesServed(context: ReadContext) {
  const { rows } = await sql<{
    initiative_id: Id<'initiative'>;
    id: Id<'priority'>;
    title: string;
  }>`
    with recursive serving (initiative_id, id) as (
      select link.from_id, link.to_id from link
      where link.relation = 'serves' and link.until is null and link.from_kind = 'initiative'
      union
      select serving.initiative_id, link.to_id
      from serving join entity step on step.id = serving.id and ${visible(context.actor, 'step')}
      join link on link.from_id = serving.id and link.relation = 'serves' and link.until is null
    )
    select serving.initiative_id, entity.id, entity.title
    from serving join priority on priority.id = serving.id
    join entity on entity.id = priority.id
    where ${visible(context.actor)}
    order by priority.rank, priority.id
  `.execute(context.db);
  return rows;
}

function shape({ actor }: ReadContext, row: Row): Omit<Initiative, 'priorities'> {
  return {
    ref: toReference('initiative', row.id),
    title: row.title,
    revision: row.revision,
    stage: row.stage,
    health: row.health,
    ownerUnit: ownerUnitOf(row),
    owner:
      row.owner_id && row.owner_name !== null
        ? { ref: toReference('person', row.owner_id), name: row.owner_name }
        : null,
    from: row.window_from,
    to: row.window_to,
    dependsOn: row.needs.map((id) => toReference('initiative', id)),
    mayChange: can(actor, 'contributor', row.owner_unit_id),
  };
}

/** Every initiative in time, in the fiscal calendar: three statements whatever their number. */
export async function roadmapView(
  context: ReadContext,
  today: Temporal.PlainDate,
): Promise<Roadmap> {
  const fiscal = await fiscalCalendar(context.db);
  const found = await initiativeRows(context);
  const rows = found.slice(0, most);
  const served = await prioritiesServed(context);
  const shown = new Set(rows.map(({ id }) => id));
  const relevant = served.filter(({ initiative_id }) => shown.has(initiative_id));
  const byInitiative = Map.groupBy(relevant, ({ initiative_id }) => initiative_id);
  const days = rows
    .flatMap((row) => [row.window_from, row.window_to])
    .filter((day) => day !== null)
    .map((day) => Temporal.PlainDate.from(day));
  return {
    today: today.toString(),
    quarters: roadmapCalendar(fiscal, today, days),
    priorities: [
      ...new Map(
        relevant.map(({ id, title }) => [id, { ref: toReference('priority', id), title }]),
      ).values(),
    ],
    initiatives: rows.map((row) => ({
      ...shape(context, row),
      priorities: (byInitiative.get(row.id) ?? []).map(({ id }) => toReference('priority', id)),
    })),
    truncated: found.length > most,
  };
}
