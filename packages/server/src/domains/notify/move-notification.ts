import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { checkComplete } from './check-told.ts';
import { contentHash, stateByWindow, type HealthOf, type NotificationState } from './rules.ts';
import { settleNotification } from './settle-notification.ts';
import { loadNotification, type Notification } from './store.ts';
import type { NotifyTables } from './tables.ts';

async function begin(
  context: WriteContext,
  id: Id<'notification'>,
  from: readonly NotificationState[],
): Promise<Notification> {
  const entity = await loadEntity(
    context.tx,
    context.actor,
    { kind: 'notification', id },
    { lock: true },
  );
  authorise(context.actor, 'contributor', entity.ownerUnit);
  const notification = await loadNotification(context.tx, id);
  if (!from.includes(notification.state)) {
    throw problem('wrong_state', `It is ${notification.state}; this needs ${from.join(' or ')}.`);
  }
  return notification;
}

const ref = (id: Id<'notification'>) => ({ kind: 'notification', id }) as const;

/** Moves a notification by hand: each move names the states that it starts from. */
export const moveNotification = {
  /** Asks for approval. Throws `notify.invalid` for what is not complete. */
  async submit(context: WriteContext, id: Id<'notification'>): Promise<number> {
    const { told } = await begin(context, id, ['draft']);
    checkComplete(told);
    return changeEntity(context, ref(id), { action: 'notification.submitted', state: 'review' });
  },

  /** Sends it back to its author. */
  async return(context: WriteContext, id: Id<'notification'>, reason: string): Promise<number> {
    await begin(context, id, ['review', 'approved']);
    await context.tx
      .$extendTables<NotifyTables>()
      .updateTable('notification')
      .set({ approved_hash: null, approved_by: null, approved_at: null, approval_reason: null })
      .where('id', '=', id)
      .execute();
    return changeEntity(context, ref(id), {
      action: 'notification.returned',
      state: 'draft',
      after: { reason },
    });
  },

  /** Publishes what was approved. Throws `notify.not_approved` where it is not that any more. */
  async publish(context: WriteContext, health: HealthOf, id: Id<'notification'>): Promise<number> {
    const { told, approved } = await begin(context, id, ['approved']);
    if (!approved?.hash.equals(contentHash(told))) {
      throw problem('notify.not_approved', 'It says something else than what was approved.');
    }
    const state = stateByWindow(told, context.now);
    if (state === 'ended') throw problem('wrong_state', 'Its window is over. Change it first.');
    await context.tx
      .$extendTables<NotifyTables>()
      .updateTable('notification')
      .set({ published_at: toDate(context.now), held_cause: null })
      .where('id', '=', id)
      .execute();
    const revision = await changeEntity(context, ref(id), {
      action: 'notification.published',
      state,
      after: { epoch: told.epoch },
    });
    return (await settleNotification(context, health, id)) ?? revision;
  },

  /** Takes it off every screen. */
  async withdraw(context: WriteContext, id: Id<'notification'>, reason: string): Promise<number> {
    await begin(context, id, ['scheduled', 'live', 'held', 'approved']);
    await context.tx
      .$extendTables<NotifyTables>()
      .updateTable('notification')
      .set({ held_cause: null })
      .where('id', '=', id)
      .execute();
    return changeEntity(context, ref(id), {
      action: 'notification.withdrawn',
      state: 'withdrawn',
      after: { reason },
    });
  },
};
