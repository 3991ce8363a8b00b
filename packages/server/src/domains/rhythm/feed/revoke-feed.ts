import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { RhythmTables } from '../tables.ts';

/** Revokes one of the actor's calendar addresses at once. */
export async function revokeFeed(context: WriteContext, id: Id<'calendar_feed'>): Promise<void> {
  const { tx, actor, now } = context;
  const revoked =
    actor.kind === 'member'
      ? await tx
          .$extendTables<RhythmTables>()
          .updateTable('calendar_feed')
          .set({ revoked_at: toDate(now) })
          .where('id', '=', id)
          .where('identity_id', '=', actor.id)
          .where('revoked_at', 'is', null)
          .returning('id')
          .executeTakeFirst()
      : undefined;
  if (!revoked) throw problem('not_found', 'You have no such calendar address.');
  await record(context, {
    action: 'calendar_feed.revoked',
    after: { feed: toReference('calendar_feed', id) },
  });
}
