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
import { createDemoClientId, type DemoClient } from './demo/demo-client-id.ts';
import { mountSdkDemo } from './demo/mount-sdk-demo.ts';
import { createEventIntake, type EventIntake } from './events/event-intake.ts';
import { exposureInsights } from './events/exposure-insights.ts';
import { flagsRoutes } from './routes.ts';
import { createSdkKey } from './sdk-key/create-sdk-key.ts';
import {
  keptIdentitySecrets,
  loadIdentitySecrets,
  openIdentitySecrets,
  type IdentitySecret,
} from './sdk-key/identity-secret-store.ts';
import { keptServerKeys } from './sdk-key/server-key-store.ts';
import { mountOfrep } from './serving/ofrep.ts';
import { servingMetrics } from './serving/serving-metrics.ts';
import { createServing, type Serving } from './serving/serving.ts';
import { mountWire } from './wire/mount-wire.ts';
import { createStreams } from './wire/streams.ts';

export { flagServing } from './configuration-views.ts';
export { productionEnvironments } from './environment-views.ts';
export { servableVariations, variationName } from './rules.ts';
export { ensureEnvironment } from './sdk-key/sdk-key-store.ts';
export type { SdkKey, Serving } from './serving/serving.ts';
export type { Snapshot } from './serving/snapshot.ts';

/** Who sees what: flags per environment, their SDK keys, evaluation over OFREP. */
export interface Flags extends Domain {
  /** What the data plane reads: snapshots, SDK keys and settings, in memory. */
  readonly serving: Serving;
  /** How the flags of some keys stand in an environment, by key; keys of no flag are absent. */
  readonly standings: typeof flagStandings;
  /** Counts an evaluation that another door than OFREP made. */
  readonly countEvaluation: EventIntake['evaluated'];
  readonly createSdkKey: (
    context: WriteContext,
    input: Parameters<typeof createSdkKey>[2],
  ) => ReturnType<typeof createSdkKey>;
  /** What samples ask with. */
  readonly demo: DemoClient;
  /** An environment's identity secrets, newest first, as the database has them now. */
  readonly identitySecretsOf: (
    db: Db,
    environment: Id<'environment'>,
  ) => Promise<readonly IdentitySecret[]>;
}

/** The flags' door. */
export function createFlags(deps: {
  db: Db;
  secrets: Secrets;
  clock: Clock;
  log: Logger;
  /** Says that something was committed, so that the feed is sealed at once. */
  committed: () => void;
  /** Whether samples are served. */
  demo: boolean;
  /** What the guards of ramps measure by. */
  guards: GuardSources;
}): Flags {
  const { secrets } = deps;
  const serving = createServing(deps);
  const events = createEventIntake({ ...deps, serving });
  const streams = createStreams({ serving });
  const newSdkKey: Flags['createSdkKey'] = (context, input) =>
    createSdkKey(context, secrets, input);
  const demo = createDemoClientId({
    ...deps,
    createSdkKey: newSdkKey,
    known: (id) => serving.keyOf(id) !== undefined,
  });
  return {
    name: 'flags',
    serving,
    standings: flagStandings,
    countEvaluation: events.evaluated,
    createSdkKey: newSdkKey,
    demo,
    identitySecretsOf: async (db, environment) =>
      openIdentitySecrets(secrets, await loadIdentitySecrets(db, environment)),
    routes: flagsRoutes(serving, secrets),
    secrets: [keptIdentitySecrets, keptServerKeys],
    gates: flagsGates,
    jobs: flagsJobs(deps.guards),
    needs: [changeNeeds, rampNeeds],
    insights: [...flagsInsights, ...exposureInsights],
    fromMemory: () => {
      const ago = Math.max(0, performance.now() - serving.confirmedAt());
      return { what: 'flags', confirmedSecondsAgo: Math.round(ago / 100) / 10 };
    },
    metrics: () => servingMetrics(streams.counts(), events.counts()),
    mount(app) {
      mountOfrep(app, { serving, events, streams });
      mountWire(app, { serving, events, streams });
      if (deps.demo) mountSdkDemo(app, demo);
      app.addHook('preClose', async () => streams.stop());
    },
    async start(feed) {
      events.start();
      await serving.start(feed);
    },
    async stop() {
      serving.stop();
      await events.stop();
    },
  };
}
