import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { OccasionSource } from '../../platform/occasions/occasion.ts';

const facts = [
  'launch.created',
  'launch.changed',
  'launch.moved',
  'launch.replanned',
  'launch.readied',
  'launch.cleared',
  'launch.refused',
  'launch.launched',
  'launch.closed',
];

/**
 * Launches, and the design releases of what is launched or ramped up in production: each due before the
 * first launch or planned ramp of it.
 */
export const launchOccasions: readonly OccasionSource[] = [
  {
    event: 'launch',
    says: 'launch',
    reach: 'nearest',
    actions: facts,
    async between({ db, actor }, { from, to }) {
      const { rows } = await sql<{
        id: Id<'launch'>;
        title: string;
        unit: Id<'unit'> | null;
        target_on: string;
      }>`
        select launch.id, entity.title, entity.owner_unit_id as unit, target_on
        from launch join entity on entity.id = launch.id
        where target_on between ${from}::date and ${to}::date and entity.state <> 'no-go'
          and ${visible(actor)}
        order by target_on, launch.id
      `.execute(db);
      return rows.map(({ id, title, unit, target_on }) => ({
        about: { kind: 'launch', id },
        title,
        on: target_on,
        unit,
      }));
    },
  },
  {
    event: 'ramp-or-launch',
    says: 'ramp or launch of what a design release is of',
    reach: 'nearest',
    actions: [
      ...facts,
      'design_release.created',
      'design_release.changed',
      'flag.changed',
      'flag.ramp_started',
      'flag.ramp_stepped',
      'flag.ramp_ended',
    ],
    async between({ db, actor }, { from, to }) {
      const { rows } = await sql<{
        id: Id<'design_release'>;
        title: string;
        unit: Id<'unit'> | null;
        target_on: string;
      }>`
        select entity.id, entity.title, entity.owner_unit_id as unit, min(target_on) as target_on
        from entity
        join link designs on designs.from_id = entity.id and designs.relation = 'designs'
          and designs.until is null
        join lateral (
          select launch.target_on from link launches
          join launch on launch.id = launches.from_id
          join entity launched on launched.id = launch.id
          where launches.to_id = designs.to_id and launches.relation = 'launches'
            and launches.until is null and launched.state in ('planning', 'ready', 'go')
            and ${visible(actor, 'launched')}
          union all
          select (ramp.starts_at at time zone 'UTC')::date from link gates
          join flag_ramp ramp on ramp.flag_id = gates.from_id and ramp.position < 0
            and ramp.state in ('in-review', 'scheduled')
          join entity ramped on ramped.id = ramp.flag_id
          join environment on environment.id = ramp.environment_id and environment.production
          where gates.to_id = designs.to_id and gates.relation = 'gates' and gates.until is null
            and ${visible(actor, 'ramped')}
        ) as due on true
        where entity.kind = 'design_release' and ${visible(actor)}
        group by entity.id
        having min(target_on) between ${from}::date and ${to}::date
        order by min(target_on), entity.id
      `.execute(db);
      return rows.map(({ id, title, unit, target_on }) => ({
        about: { kind: 'design_release', id },
        title,
        on: target_on,
        unit,
      }));
    },
  },
];
