import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { OccasionSource } from '../../../platform/occasions/occasion.ts';
import { calendar } from '../../org/index.ts';

/** The days on which incidents ended, as the organisation's calendar has them. */
export const incidentOccasions: readonly OccasionSource[] = [
  {
    event: 'incident-resolved',
    says: 'end of an incident',
    reach: 'nearest',
    actions: ['incident.resolved', 'incident.reopened', 'incident.changed'],
    async between({ db, actor }, { from, to }) {
      const { timeZone } = await calendar(db);
      const { rows } = await sql<{
        id: Id<'incident'>;
        title: string;
        unit: Id<'unit'> | null;
        on_day: string;
      }>`
        select incident.id, entity.title, entity.owner_unit_id as unit,
          (resolved_at at time zone ${timeZone})::date as on_day
        from incident join entity on entity.id = incident.id
        where (resolved_at at time zone ${timeZone})::date between ${from}::date and ${to}::date
          and ${visible(actor)}
        order by resolved_at, incident.id
      `.execute(db);
      return rows.map(({ id, title, unit, on_day }) => ({
        about: { kind: 'incident', id },
        title,
        on: on_day,
        unit,
      }));
    },
  },
];
