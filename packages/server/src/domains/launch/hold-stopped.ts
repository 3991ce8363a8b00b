import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import type { LaunchTables } from './tables.ts';

interface Stopped {
  readonly id: Id<'launch'>;
  readonly initiative: string;
}

/** Launches still to come of a stopped initiative, or of features that it alone was to deliver. */
async function launchesOf({ tx }: WriteContext, initiative: string): Promise<Stopped[]> {
  const { rows } = await sql<Stopped>`
    select launch.id, initiative.title as initiative
    from entity initiative
    join lateral (
      select initiative.id as id
      union
      select feature.from_id from link feature
      where feature.to_id = initiative.id and feature.relation = 'delivers' and feature.until is null
        and not exists (
          select 1 from link other join entity bet on bet.id = other.to_id
          where other.from_id = feature.from_id and other.relation = 'delivers'
            and other.until is null and bet.state <> 'stopped')
    ) as launched on true
    join link on link.to_id = launched.id and link.relation = 'launches' and link.until is null
    join launch on launch.id = link.from_id and launch.hold_reason is null
    join entity on entity.id = launch.id and entity.state in ('planning', 'ready', 'no-go', 'go')
    where initiative.id = ${initiative} and initiative.state = 'stopped'
    group by launch.id, initiative.title order by launch.id
  `.execute(tx);
  return rows;
}

/** A stopped initiative holds its launches, with the cause; a decision lifts the hold. */
export const holdStopped: Consumer = {
  name: 'launch.hold-stopped',
  actions: ['initiative.stopped'],
  async react(context, { entity, after }) {
    if (entity?.kind !== 'initiative') return;
    const reason = typeof after['reason'] === 'string' ? after['reason'] : '';
    for (const { id, initiative } of await launchesOf(context, entity.id)) {
      const hold = `“${initiative}” was stopped${reason === '' ? '' : `: ${reason}`}`;
      await context.tx
        .$extendTables<LaunchTables>()
        .updateTable('launch')
        .set({ hold_reason: hold })
        .where('id', '=', id)
        .execute();
      await changeEntity(
        context,
        { kind: 'launch', id },
        { action: 'launch.held', state: 'planning', after: { reason: hold } },
      );
    }
  },
};
