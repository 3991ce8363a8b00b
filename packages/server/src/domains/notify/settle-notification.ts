import type { Id } from '@throughline/contract';
import { reading, type WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { standingConditions } from './notification-views.ts';
import { stateByWindow, type HealthOf } from './rules.ts';
import { loadNotification } from './store.ts';
import type { NotifyTables } from './tables.ts';

/**
 * Brings a published notification into the state that follows from the moment, its flag and what
 * is deployed: scheduled, live, held (with the cause) or ended. What serves decides by itself at
 * each read; this is how people see it. Answers the revision, or null where nothing changed.
 */
export async function settleNotification(
  context: WriteContext,
  health: HealthOf,
  id: Id<'notification'>,
): Promise<number | null> {
  const { tx, now } = context;
  const { state, told, heldCause } = await loadNotification(tx, id);
  if (!['scheduled', 'live', 'held'].includes(state)) return null;
  const ref = { kind: 'notification', id } as const;
  const byWindow = stateByWindow(told, now);
  const failing =
    byWindow === 'live'
      ? (await standingConditions(reading(context), health, told)).find(({ holds }) => !holds)
      : undefined;
  const next = failing ? 'held' : byWindow;
  const cause = failing?.says ?? null;
  if (next === state && cause === heldCause) return null;
  await tx
    .$extendTables<NotifyTables>()
    .updateTable('notification')
    .set({ held_cause: cause })
    .where('id', '=', id)
    .execute();
  const action =
    next === 'held'
      ? 'notification.held'
      : next === 'ended'
        ? 'notification.ended'
        : state === 'held'
          ? 'notification.resumed'
          : 'notification.started';
  return changeEntity({ ...context, ifMatch: undefined }, ref, {
    action,
    state: next,
    after: cause === null ? {} : { cause },
  });
}
