import { anonymous } from '../../platform/access/actor.ts';
import type { Authenticator } from '../../platform/access/authenticate.ts';
import type { ReadContext } from '../../platform/context.ts';
import type { Domain } from '../../platform/domain.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { keptAlertSecrets } from './alert/alert-store.ts';
import { alertTokenPrefix } from './alert/create-alert-source.ts';
import { changesBetween, type PlannedChangeRow } from './change/change-views.ts';
import { sloFollowsMetrics } from './events.ts';
import { operationsGates } from './gates.ts';
import { incidentOccasions } from './incident/incident-occasions-views.ts';
import { operationsInsights } from './insights.ts';
import { operationsJobs } from './jobs.ts';
import { operationsNeeds } from './needs.ts';
import { operationsRoutes } from './routes.ts';
import { chargedIncidents } from './incident-charge-views.ts';
import type { MetricFeed } from './slo/slo-store.ts';

export type { PlannedChangeRow } from './change/change-views.ts';

/** How services run: what is promised, what went wrong, what was found, what is planned. */
export interface Operations extends Domain {
  /** Incidents since a moment with the deployment and the services that they name. */
  readonly charged: typeof chargedIncidents;
  /** The planned changes of a time that the actor sees, for the calendar. */
  readonly plannedChanges: (
    context: ReadContext,
    span: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
  ) => Promise<PlannedChangeRow[]>;
}

/** The operations domain's door. */
export function createOperations(deps: {
  secrets: Secrets;
  publicUrl: string;
  metricFeed: MetricFeed;
}): Operations {
  const { metricFeed } = deps;
  // A webhook's token is no sign-in: the operation that takes webhooks asks for it itself.
  const webhookToken: Authenticator = async (bearer) =>
    bearer.startsWith(`${alertTokenPrefix}_`) ? anonymous : undefined;
  return {
    name: 'operations',
    charged: chargedIncidents,
    routes: operationsRoutes(deps),
    occasions: incidentOccasions,
    insights: operationsInsights(metricFeed),
    gates: operationsGates,
    needs: operationsNeeds,
    jobs: operationsJobs(metricFeed),
    consumers: [sloFollowsMetrics(metricFeed)],
    secrets: [keptAlertSecrets],
    authenticators: [webhookToken],
    plannedChanges: changesBetween,
  };
}
