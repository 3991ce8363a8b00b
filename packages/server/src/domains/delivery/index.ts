import type { Domain } from '../../platform/domain.ts';
import { deliveryEffects } from './effects.ts';
import { deliveryGates } from './gates.ts';
import { deliveryRoutes } from './routes.ts';

/** The door of delivery: stories, and design releases whose verdict is a gate. */
export function createDelivery(): Domain {
  return {
    name: 'delivery',
    routes: deliveryRoutes(),
    gates: deliveryGates,
    effects: deliveryEffects,
  };
}
