import type { ReadContext } from '../../platform/context.ts';
import type { Domain } from '../../platform/domain.ts';
import { strategyEffects } from './effects.ts';
import { strategyInsights } from './insights.ts';
import type { CheckInDeps } from './key-result/check-in.ts';
import { strategyNeeds } from './needs.ts';
import { strategyRoutes } from './routes.ts';

/**
 * The strategy's door: plan, priorities, objectives, key results, initiatives, findings. `timeZone`
 * is the organisation's, which decides what day it is; `lastMetricValue` is the catalog's.
 */
export function createStrategy(deps: { timeZone: () => Promise<string> } & CheckInDeps): Domain {
  const today = async ({ now }: Pick<ReadContext, 'now'>) =>
    now.toZonedDateTimeISO(await deps.timeZone()).toPlainDate();
  return {
    name: 'strategy',
    routes: strategyRoutes({ today, lastMetricValue: deps.lastMetricValue }),
    insights: strategyInsights(today),
    effects: strategyEffects,
    needs: [strategyNeeds],
  };
}
