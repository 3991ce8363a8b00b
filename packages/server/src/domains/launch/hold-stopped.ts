import { changeEntity } from '../../platform/entities/entity.ts';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { launchesOfStopped } from './store.ts';
import type { LaunchTables } from './tables.ts';

/** A stopped initiative holds its launches, with the cause; a decision lifts the hold. */
export const holdStopped: Consumer = {
  name: 'launch.hold-stopped',
  actions: ['initiative.stopped'],
  async react(context, { entity, after }) {
    if (entity?.kind !== 'initiative') return;
    const reason = typeof after['reason'] === 'string' ? after['reason'] : '';
    for (const { id, initiative } of await launchesOfStopped(context.tx, entity.id)) {
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
