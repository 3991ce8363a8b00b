import { reading, type WriteContext } from '../../platform/context.ts';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { publishedIds } from './notification-views.ts';
import type { HealthOf } from './rules.ts';
import { settleNotification } from './settle-notification.ts';

/** Brings published notifications into the state that follows from what they depend on. */
export async function settleAll(
  context: WriteContext,
  health: HealthOf,
  among: { flag?: string | undefined; carried?: boolean } = {},
): Promise<void> {
  for (const id of await publishedIds(reading(context), among)) {
    await settleNotification(context, health, id);
  }
}

/** Holds and resumes notifications as their flags and deployments change. */
export function notifyConsumers(health: HealthOf): Consumer[] {
  return [
    {
      name: 'notify.flags',
      actions: [
        'flag.turned_on',
        'flag.turned_off',
        'flag.configured',
        'flag.changed',
        'flag.archived',
        'flag.restored',
      ],
      react: (context, { entity }) => settleAll(context, health, { flag: entity?.id ?? '' }),
    },
    {
      name: 'notify.deployments',
      actions: ['deployment.health_changed', 'deployment.succeeded', 'deployment.rolled_back'],
      react: (context) => settleAll(context, health, { carried: true }),
    },
  ];
}
