import type { Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import type { Domain } from '../../platform/domain.ts';
import { createOrganisationDay } from '../../platform/organisation-day.ts';
import { catalogInsights } from './insights.ts';
import { lastMetricValue } from './metric/metric-views.ts';
import { catalogRoutes } from './routes.ts';
import type { DatedValue } from './rules.ts';

/** What we make and run: products, features, services, metrics. */
export interface Catalog extends Domain {
  /** A metric's last value with its day, or null. Throws `not_found`. */
  readonly lastMetricValue: (context: ReadContext, id: Id<'metric'>) => Promise<DatedValue | null>;
}

/** The catalog's door. `timeZone` is the organisation's, which decides what day it is. */
export function createCatalog(deps: { timeZone: () => Promise<string> }): Catalog {
  const day = createOrganisationDay(deps.timeZone);
  return {
    name: 'catalog',
    routes: catalogRoutes(day.today),
    insights: catalogInsights(day.today),
    lastMetricValue,
    start: day.start,
  };
}
