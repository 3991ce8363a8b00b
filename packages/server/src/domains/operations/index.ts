import type { Domain } from '../../platform/domain.ts';
import { operationsGates } from './gates.ts';
import { operationsInsights } from './insights.ts';
import { operationsNeeds } from './needs.ts';
import { operationsRoutes } from './routes.ts';
import { incidentOccasions } from './incident-occasions-views.ts';

/** How it runs: incidents, and the gate that an open one closes for the deployment that caused it. */
export function createOperations(): Domain {
  return {
    name: 'operations',
    routes: operationsRoutes,
    occasions: incidentOccasions,
    insights: operationsInsights,
    gates: operationsGates,
    needs: [operationsNeeds],
  };
}
