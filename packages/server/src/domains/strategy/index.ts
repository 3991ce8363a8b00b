import type { Domain } from '../../platform/domain.ts';
import { createOrganisationDay } from '../../platform/organisation-day.ts';
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
  const day = createOrganisationDay(deps.timeZone);
  return {
    name: 'strategy',
    routes: strategyRoutes({ today: day.today, lastMetricValue: deps.lastMetricValue }),
    insights: strategyInsights(day.today),
    effects: strategyEffects(day.today),
    needs: [strategyNeeds],
    start: day.start,
  };
}
