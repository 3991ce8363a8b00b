import type { Domain } from '../../platform/domain.ts';
import { createOrganisationDay } from '../../platform/organisation-day.ts';
import { strategyEffects } from './effects.ts';
import { strategyConsumers } from './events.ts';
import { strategyInsights } from './insights.ts';
import { strategyJobs } from './jobs.ts';
import type { CheckInDeps } from './key-result/check-in.ts';
import type { FeedDeps } from './key-result/feed-key-result.ts';
import { strategyNeeds } from './needs.ts';
import { strategyRoutes } from './routes.ts';

/**
 * The strategy's door: plan, priorities, objectives, key results, initiatives, findings. `timeZone`
 * is the organisation's, which decides what day it is; what metrics and figures say is the catalog's.
 */
export function createStrategy({
  timeZone,
  ...deps
}: { timeZone: () => Promise<string> } & CheckInDeps & Omit<FeedDeps, 'today'>): Domain {
  const day = createOrganisationDay(timeZone);
  const feeding = { ...deps, today: day.today };
  return {
    name: 'strategy',
    routes: strategyRoutes(feeding),
    insights: strategyInsights(day.today),
    effects: strategyEffects(day.today),
    consumers: strategyConsumers(feeding),
    jobs: strategyJobs(feeding),
    needs: [strategyNeeds],
    start: day.start,
  };
}
