import type { Domain } from '../../platform/domain.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { deliveryEffects } from './effects.ts';
import { deliveryGates } from './gates.ts';
import { deliveryConsumers } from './events.ts';
import { deliveryInsights } from './insights.ts';
import { importDesignStandards } from './import-design-standards.ts';
import { deliveryJobs } from './jobs.ts';
import { blockedStories, verdictsAsked, waiversEnding } from './needs-views.ts';
import { deliveryRoutes } from './routes.ts';
import { sprintOccasions } from './sprint/sprint-occasions-views.ts';
import { keptTrackerSecrets } from './tracker/tracker-store.ts';

export { testsOfCommit } from './test-run/test-run-views.ts';

/** The door of delivery: stories, backlogs, sprints, and design releases whose verdict is a gate. */
export function createDelivery(deps: {
  secrets: Secrets;
  jobs: Pick<Jobs, 'enqueue'>;
  /** The organisation's zone. */
  timeZone: () => Promise<string>;
  /** The address by which others reach us. */
  publicUrl: string;
}): Domain {
  return {
    name: 'delivery',
    routes: deliveryRoutes(deps),
    gates: deliveryGates,
    effects: deliveryEffects,
    occasions: sprintOccasions,
    insights: deliveryInsights,
    consumers: deliveryConsumers,
    jobs: deliveryJobs(deps),
    secrets: keptTrackerSecrets,
    needs: [blockedStories, verdictsAsked, waiversEnding],
    importers: [importDesignStandards],
  };
}
