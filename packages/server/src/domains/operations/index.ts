import type { Domain } from '../../platform/domain.ts';
import { operationsGates } from './gates.ts';
import { operationsInsights } from './insights.ts';
import { operationsNeeds } from './needs.ts';
import { operationsRoutes } from './routes.ts';
import { chargedIncidents } from './incident-charge-views.ts';
import { incidentOccasions } from './incident-occasions-views.ts';

/** The domain's door. */
export interface Operations extends Domain {
  /** Incidents since a moment with the deployment and the services that they name. */
  readonly charged: typeof chargedIncidents;
}

/** How it runs: incidents, and the gate that an open one closes for the deployment that caused it. */
export function createOperations(): Operations {
  return {
    name: 'operations',
    charged: chargedIncidents,
    routes: operationsRoutes,
    occasions: incidentOccasions,
    insights: operationsInsights,
    gates: operationsGates,
    needs: [operationsNeeds],
  };
}
