import type { Id } from '@throughline/contract';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { settleSlo } from './slo/settle-slo.ts';
import { slosToSettle, type MetricFeed } from './slo/slo-store.ts';

/** A metric's new value may change what an SLO's budget says. */
export function sloFollowsMetrics(metricFeed: MetricFeed): Consumer {
  return {
    name: 'operations.slos',
    actions: ['metric.recorded', 'metric.taken'],
    async react(context, { entity }) {
      if (entity?.kind !== 'metric') return;
      for (const id of await slosToSettle(context.tx, entity.id as Id<'metric'>)) {
        await settleSlo(context, id, metricFeed);
      }
    },
  };
}
