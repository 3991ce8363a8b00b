import type { Id } from '@throughline/contract';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { flagStandings } from './configuration-views.ts';
import { changeNeeds } from './change/change-views.ts';
import { flagsGates } from './gates.ts';
import { flagsInsights } from './insights.ts';
import { flagsJobs, type GuardSources } from './jobs.ts';
import { rampNeeds } from './ramp/ramp-views.ts';
import { flagsRoutes } from './routes.ts';
import { createSdkKey } from './sdk-key/create-sdk-key.ts';
import {
  keptIdentitySecrets,
  loadIdentitySecrets,
  openIdentitySecrets,
  type IdentitySecret,
} from './sdk-key/identity-secret-store.ts';
import { createEvaluationCounts } from './serving/evaluation-counts.ts';
import { mountOfrep } from './serving/ofrep.ts';
import { createServing, type Serving } from './serving/serving.ts';

export { flagServing } from './configuration-views.ts';
export { productionEnvironments } from './environment-views.ts';
export { servableVariations, variationName } from './rules.ts';
export { clientIdOf, ensureEnvironment } from './sdk-key/sdk-key-store.ts';
export type { SdkKey, Serving, Snapshot } from './serving/serving.ts';

/** Who sees what: flags per environment, their SDK keys, evaluation over OFREP. */
export interface Flags extends Domain {
  /** What the data plane reads: snapshots, SDK keys and settings, in memory. */
  readonly serving: Serving;
  /** Counts an evaluation that another door than OFREP made. */
  readonly countEvaluation: ReturnType<typeof createEvaluationCounts>['count'];
  /** How the flags of some keys stand in an environment, by key; keys of no flag are absent. */
  readonly standings: typeof flagStandings;
  readonly createSdkKey: (
    context: WriteContext,
    input: Parameters<typeof createSdkKey>[2],
  ) => ReturnType<typeof createSdkKey>;
  /** An environment's identity secrets, newest first, as the database has them now. */
  readonly identitySecretsOf: (
    db: Db,
    environment: Id<'environment'>,
  ) => Promise<readonly IdentitySecret[]>;
}

/** The flags' door. */
export function createFlags(
  deps: { db: Db; secrets: Secrets; clock: Clock; log: Logger } & { guards: GuardSources },
): Flags {
  const { secrets } = deps;
  const serving = createServing(deps);
  const counts = createEvaluationCounts(deps);
  return {
    name: 'flags',
    serving,
    countEvaluation: counts.count,
    standings: flagStandings,
    createSdkKey: (context, input) => createSdkKey(context, secrets, input),
    identitySecretsOf: async (db, environment) =>
      openIdentitySecrets(secrets, await loadIdentitySecrets(db, environment)),
    routes: flagsRoutes(serving, secrets),
    secrets: [keptIdentitySecrets],
    gates: flagsGates,
    jobs: flagsJobs(deps.guards),
    needs: [changeNeeds, rampNeeds],
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
