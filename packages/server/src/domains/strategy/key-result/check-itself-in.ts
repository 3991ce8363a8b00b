import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { DatedValue } from '../../catalog/index.ts';
import { newsOf } from '../rules.ts';
import type { StrategyTables } from '../tables.ts';
import { standingOn } from './fed-store.ts';

/** What a key result checks itself in by. */
type CheckInSource =
  | { readonly via: 'metric'; readonly metric: Id<'metric'> }
  | { readonly via: 'insight'; readonly insight: string };

/**
 * Checks a key result in with the values that its source gave and that it doesn't know: one check-in
 * for each day. The caller holds the lock on it. Doing it again changes nothing.
 */
export async function checkItselfIn(
  context: WriteContext,
  id: Id<'key_result'>,
  source: CheckInSource,
  values: readonly DatedValue[],
): Promise<void> {
  const { tx, now } = context;
  const days = values.map(({ on }) => on);
  const news = newsOf(values, await standingOn(tx, id, days));
  if (news.length === 0) return;
  const metric = source.via === 'metric' ? source.metric : null;
  const insight = source.via === 'insight' ? source.insight : null;
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('check_in')
    .values(
      news.map(({ on, value }) => ({
        id: newId('check_in'),
        key_result_id: id,
        on_day: on,
        value,
        confidence: null,
        status: null,
        comment: '',
        via: source.via,
        metric_id: metric,
        insight,
        at: toDate(now),
        by_id: null,
      })),
    )
    .execute();
  for (const { on, value } of news) {
    await record(context, {
      action: 'key_result.checked_in',
      entity: { kind: 'key_result', id },
      after: {
        on,
        value,
        via: source.via,
        ...(metric ? { metric: toReference('metric', metric) } : { insight }),
      },
    });
  }
}
