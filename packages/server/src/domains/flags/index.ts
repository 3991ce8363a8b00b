import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import { flagsGates } from './gates.ts';
import { flagsInsights } from './insights.ts';
import { flagsRoutes } from './routes.ts';
import { createEvaluationCounts } from './serving/evaluation-counts.ts';
import { mountOfrep } from './serving/ofrep.ts';
import { createServing, type Serving } from './serving/serving.ts';

export { flagServing } from './configuration-views.ts';
export { productionEnvironments } from './environment-views.ts';
export { servableVariations, variationName } from './rules.ts';
export { createSdkKey } from './sdk-key/create-sdk-key.ts';
export { clientIdOf, ensureEnvironment, identitySecretsOf } from './sdk-key/sdk-key-store.ts';
export type { SdkKey, Serving, Snapshot } from './serving/serving.ts';

/** Who sees what: flags per environment, their SDK keys, evaluation over OFREP. */
export interface Flags extends Domain {
  /** What the data plane reads: snapshots, SDK keys and settings, in memory. */
  readonly serving: Serving;
  /** Counts an evaluation that another door than OFREP made. */
  readonly countEvaluation: ReturnType<typeof createEvaluationCounts>['count'];
}

/** The flags' door. */
export function createFlags(deps: { db: Db; clock: Clock }): Flags {
  const serving = createServing(deps);
  const counts = createEvaluationCounts(deps);
  return {
    name: 'flags',
    serving,
    countEvaluation: counts.count,
    routes: flagsRoutes(serving),
    gates: flagsGates,
    insights: flagsInsights,
    mount: (app) => mountOfrep(app, { serving, counts }),
    async start(feed) {
      counts.start();
      await serving.start(feed);
    },
    async stop() {
      serving.stop();
      await counts.stop();
    },
  };
}
