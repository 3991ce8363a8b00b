import type { Id } from '@throughline/contract';
import { loadEntity } from '../../platform/entities/entity.ts';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { keyResultsFedBy } from './key-result/fed-store.ts';
import { followMetric, type FeedDeps } from './key-result/feed-key-result.ts';

/** A metric's new values, and its new freshness, reach the key results that it feeds. */
export function strategyConsumers(deps: FeedDeps): readonly Consumer[] {
  return [
    {
      name: 'strategy.follow-metrics',
      actions: ['metric.recorded', 'metric.taken', 'metric.changed'],
      async react(context, { entity }) {
        if (entity?.kind !== 'metric') return;
        const { tx, actor } = context;
        for (const { id, since } of await keyResultsFedBy(tx, entity.id)) {
          await loadEntity(tx, actor, { kind: 'key_result', id }, { lock: true });
          const began = Temporal.Instant.fromEpochMilliseconds(since.getTime());
          const from = deps.today({ now: began }).toString();
          await followMetric(context, deps, id, entity.id as Id<'metric'>, from);
        }
      },
    },
  ];
}
