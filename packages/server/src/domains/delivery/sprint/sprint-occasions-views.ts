import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { Occasion, OccasionSource } from '../../../platform/occasions/occasion.ts';

const facts = ['sprint.created', 'sprint.changed', 'sprint.started', 'sprint.closed'];

function sprintDays(of: 'start' | 'end'): OccasionSource['between'] {
  const day = of === 'start' ? sql`starts_on` : sql`ends_on`;
  return async ({ db, actor }, { from, to }): Promise<Occasion[]> => {
    const { rows } = await sql<{
      id: Id<'sprint'>;
      title: string;
      unit: Id<'unit'> | null;
      on_day: string;
    }>`
      select sprint.id, entity.title, entity.owner_unit_id as unit, ${day} as on_day
      from sprint join entity on entity.id = sprint.id
      where ${day} between ${from}::date and ${to}::date and ${visible(actor)}
      order by ${day}, sprint.id
    `.execute(db);
    return rows.map(({ id, title, unit, on_day }) => ({
      about: { kind: 'sprint', id },
      title,
      on: on_day,
      unit,
    }));
  };
}

/** The days on which a team's sprints start and end. */
export const sprintOccasions: readonly OccasionSource[] = [
  {
    event: 'sprint-start',
    says: 'start of a sprint',
    reach: 'own',
    actions: facts,
    between: sprintDays('start'),
  },
  {
    event: 'sprint-end',
    says: 'end of a sprint',
    reach: 'own',
    actions: facts,
    between: sprintDays('end'),
  },
];
