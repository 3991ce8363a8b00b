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

/** Launches, and the design releases of what is launched: each due before the first of its launches. */
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
    says: 'launch of what a design release is of',
    reach: 'nearest',
    actions: [...facts, 'design_release.created', 'design_release.changed'],
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
        join link launches on launches.to_id = designs.to_id and launches.relation = 'launches'
          and launches.until is null
        join launch on launch.id = launches.from_id
        join entity launched on launched.id = launch.id
        where entity.kind = 'design_release' and launched.state in ('planning', 'ready', 'go')
          and ${visible(actor)} and ${visible(actor, 'launched')}
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
