import type { Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { estimateReach } from './delivery/reach-rules.ts';
import type { NotifyTables } from './tables.ts';

/** What became of an epoch of a notification. */
export interface ToldCounts {
  readonly eligible: number;
  readonly shown: number;
  readonly seen: number;
  readonly clicked: number;
  readonly dismissed: number;
}

/** How many recipients were offered, shown, saw, clicked and dismissed a notification. */
export async function toldOf(
  context: ReadContext,
  id: Id<'notification'>,
  epoch: number,
): Promise<ToldCounts> {
  const tables = context.db.$extendTables<NotifyTables>();
  const counts = await tables
    .selectFrom('notification_receipt')
    .select(({ fn }) => [
      fn.count<string>('shown').as('shown'),
      fn.count<string>('seen').as('seen'),
      fn.count<string>('clicked').as('clicked'),
      fn.count<string>('dismissed').as('dismissed'),
    ])
    .where('notification_id', '=', id)
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow();
  const reach = await tables
    .selectFrom('notification_reach')
    .select('registers')
    .where('notification_id', '=', id)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  const shown = Number(counts.shown);
  return {
    eligible: Math.max(shown, reach ? estimateReach(reach.registers) : 0),
    shown,
    seen: Number(counts.seen),
    clicked: Number(counts.clicked),
    dismissed: Number(counts.dismissed),
  };
}
