import type { Domain } from '../../platform/domain.ts';
import { launchEffects } from './effects.ts';
import { holdStopped } from './hold-stopped.ts';
import { importLaunchTemplates } from './import-launch-templates.ts';
import { launchInsights } from './insights.ts';
import { launchItemsDue } from './needs-views.ts';
import type { ReadinessDeps } from './readiness/evidence-store.ts';
import { launchRoutes } from './routes.ts';
import { launchOccasions } from './launch-occasions-views.ts';

/**
 * How features reach the market: launches with readiness from evidence, and the competitors, prices
 * and campaigns that support them. Loads `launch-templates.yaml`.
 */
export function createLaunch(deps: ReadinessDeps): Domain {
  return {
    name: 'launch',
    routes: launchRoutes(deps),
    occasions: launchOccasions,
    insights: launchInsights(deps),
    effects: launchEffects(deps),
    consumers: [holdStopped],
    needs: [(context, today) => launchItemsDue(context, deps, today)],
    importers: [importLaunchTemplates],
  };
}
