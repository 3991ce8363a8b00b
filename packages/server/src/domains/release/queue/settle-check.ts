import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';

/**
 * Writes how a check's attempt ended, if the fence is still the attempt's; false where it isn't. The
 * queue hears of it by the feed.
 */
export async function settleCheck(
  context: WriteContext,
  attempt: { id: Id<'attempt'>; fence: string; runner?: Id<'runner'> },
  outcome: {
    state: 'succeeded' | 'failed' | 'timed-out' | 'lost' | 'cancelled';
    says: string;
  },
): Promise<boolean> {
  const { tx, now } = context;
  const query = tx
    .$extendTables<ReleaseTables>()
    .updateTable('check_attempt')
    .set({ state: outcome.state, says: outcome.says.slice(0, 2000), finished_at: toDate(now) })
    .where('id', '=', attempt.id)
    .where('fence', '=', attempt.fence)
    .where('state', '=', 'running');
  const written = await (attempt.runner ? query.where('runner_id', '=', attempt.runner) : query)
    .returning([
      'name',
      sql<Id<'repository'>>`(select repository_id from queue_build where id = build_id)`.as(
        'repository',
      ),
    ])
    .executeTakeFirst();
  if (!written) return false;
  await record(context, {
    action: 'repository.check_ended',
    entity: { kind: 'repository', id: written.repository },
    after: {
      attempt: toReference('attempt', attempt.id),
      check: written.name,
      outcome: outcome.state,
      says: outcome.says,
    },
  });
  return true;
}
