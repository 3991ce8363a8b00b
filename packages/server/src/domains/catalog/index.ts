import type { Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import type { Insights } from '../../platform/insights/insight.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { createOrganisationDay } from '../../platform/organisation-day.ts';
import { keptAddresses } from './connection/connection-store.ts';
import { catalogInsights } from './insights.ts';
import { catalogJobs } from './jobs.ts';
import { lastMetricValue, metricFeed, type MetricFeed } from './metric/metric-views.ts';
import { readFigure } from './metric/read-source.ts';
import type { InsightFigure, Taking } from './metric/source-rules.ts';
import { catalogNeeds } from './needs-views.ts';
import { catalogRoutes } from './routes.ts';
import type { DatedValue } from './rules.ts';
import { createUsageIntake, type UsageIntake } from './usage/usage-intake.ts';

export type { DatedValue } from './rules.ts';
export type { MetricFeed } from './metric/metric-views.ts';
export type { InsightFigure, Taking } from './metric/source-rules.ts';
export type { UsageIntake } from './usage/usage-intake.ts';

const flushEveryMs = 15_000;

/** What we make and run: products, features, services, metrics. */
export interface Catalog extends Domain {
  /** A metric's last value with its day, or null. Throws `not_found`. */
  readonly lastMetricValue: (context: ReadContext, id: Id<'metric'>) => Promise<DatedValue | null>;
  /**
   * A metric's freshness and its values that count, oldest first, from a day on; the last one where
   * there is none since. Throws `not_found`.
   */
  readonly metricFeed: (
    context: ReadContext,
    id: Id<'metric'>,
    from: string,
  ) => Promise<MetricFeed>;
  /** What an insight's figure says now, as every member would be told; or why nothing. */
  readonly readFigure: (
    context: Pick<ReadContext, 'db' | 'now'>,
    figure: InsightFigure,
  ) => Promise<Taking>;
  /** Takes in what browsers report: which accounts were there, and what they used. */
  readonly usage: UsageIntake;
}

/**
 * The catalog's door. `timeZone` is the organisation's, which decides what day it is; metrics follow
 * insights of any domain, which `runInsight` asks as whoever the context names.
 */
export function createCatalog(deps: {
  db: Db;
  secrets: Secrets;
  jobs: Pick<Jobs, 'enqueue'>;
  timeZone: () => Promise<string>;
  runInsight: Insights['run'];
  offersInsight: (key: string) => boolean;
}): Catalog {
  const { db, secrets, jobs, runInsight, offersInsight } = deps;
  const day = createOrganisationDay(deps.timeZone);
  const usage = createUsageIntake(db, day.today);
  const sources = { secrets, runInsight, today: day.today, jobs };
  let flushing: NodeJS.Timeout | undefined;
  return {
    name: 'catalog',
    routes: catalogRoutes({ ...sources, offersInsight }),
    insights: catalogInsights(day.today),
    jobs: catalogJobs(sources),
    needs: [catalogNeeds],
    secrets: [keptAddresses],
    lastMetricValue,
    metricFeed,
    readFigure: (context, figure) => readFigure(context, sources, figure),
    usage,
    async start(feed) {
      await day.start(feed);
      flushing = setInterval(() => void usage.flush(), flushEveryMs);
      flushing.unref();
    },
    async stop() {
      clearInterval(flushing);
      await usage.flush();
    },
  };
}
