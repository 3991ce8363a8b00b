import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import type { UsageIntake } from '../catalog/index.ts';
import type { Flags } from '../flags/index.ts';
import { createDeliver } from './delivery/deliver.ts';
import { createLiveSet } from './delivery/live-set.ts';
import { createProductionSet } from './delivery/production-set.ts';
import { createReach } from './delivery/reach.ts';
import { createRecipientStates } from './delivery/recipient-state.ts';
import { mountSdk } from './delivery/sdk-routes.ts';
import { serveSdkScript } from './delivery/serve-sdk-script.ts';
import { createSdkWrites } from './delivery/sdk-writes.ts';
import { createSessions } from './delivery/sessions.ts';
import { createStreams } from './delivery/streams.ts';
import { mountDemo } from './demo/mount-demo.ts';
import { notifyConsumers } from './events.ts';
import { notifyGates } from './gates.ts';
import { notifyInsights } from './insights.ts';
import { notifyJobs } from './jobs.ts';
import { notifyRoutes } from './routes.ts';
import type { HealthOf } from './rules.ts';

const reachEveryMs = 30_000;

/** What customers are told, only while it is true; and the sample application at `/demo`. */
export function createNotify(deps: {
  db: Db;
  clock: Clock;
  flags: Flags;
  usage: Pick<UsageIntake, 'saw' | 'take'>;
  deploymentHealth: HealthOf;
  /** Says that something was committed, so that the feed is sealed at once. */
  committed: () => void;
  /** Whether the sample customer application is served. */
  demo: boolean;
}): Domain {
  const { db, clock, flags, usage, deploymentHealth: health, committed } = deps;
  const { serving } = flags;
  const live = createLiveSet({ db, clock, serving, health });
  const reach = createReach(db);
  const states = createRecipientStates(db);
  const deliver = createDeliver({ clock, serving, live, reach });
  const streams = createStreams({ serving, live, deliver });
  const sessions = createSessions({ serving, clock });
  const production = createProductionSet({ db, clock });
  const writes = createSdkWrites({ db, clock, states, flags, usage, production, committed });
  let flushing: NodeJS.Timeout | undefined;

  return {
    name: 'notify',
    routes: notifyRoutes({ serving, health }),
    gates: notifyGates,
    insights: notifyInsights,
    consumers: notifyConsumers(health),
    jobs: notifyJobs(health),
    mount(app) {
      const { originAllowed } = serving;
      mountSdk(app, { sessions, deliver, states, streams, writes, originAllowed });
      serveSdkScript(app);
      if (deps.demo) mountDemo(app, { db, clock, flags });
      app.addHook('preClose', async () => streams.stop());
    },
    async start(feed) {
      await production.start(feed);
      await live.start(feed);
      flushing = setInterval(() => void reach.flush(), reachEveryMs);
      flushing.unref();
    },
    async stop() {
      live.stop();
      clearInterval(flushing);
      await reach.flush();
    },
  };
}
