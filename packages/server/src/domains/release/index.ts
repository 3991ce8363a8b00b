import type { Id } from '@throughline/contract';
import type { Logger } from 'pino';
import { system } from '../../platform/access/actor.ts';
import { canSomewhere } from '../../platform/access/can.ts';
import type { Authenticator } from '../../platform/access/authenticate.ts';
import { secretHash } from '../../platform/access/secrets.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Configuration } from '../../platform/configuration.ts';
import type { ReadContext, WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import type { Gates } from '../../platform/gates/gate.ts';
import type { Insights } from '../../platform/insights/insight.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import type { Catalog } from '../catalog/index.ts';
import { createOrganisationDay } from '../../platform/organisation-day.ts';
import { backportRoutes } from './backports/routes.ts';
import { boardRoutes } from './board/routes.ts';
import { connectCheckout } from './connect-checkout.ts';
import { deploymentRoutes } from './deployments/routes.ts';
import { carriedHealth, type CarriedHealth } from './deployments/store.ts';
import { startSweeper, type Sweeper } from './deployments/start-sweeper.ts';
import { keepLooking, type Looking } from './keep-looking.ts';
import { integrationRoutes } from './integration/integration-routes.ts';
import { branchRoutes } from './branches/branch-routes.ts';
import { forgeConsumers } from './forge/forge-events.ts';
import { forgeJobs } from './forge/forge-jobs.ts';
import { forgeRoutes } from './forge/forge-routes.ts';
import { keptForgeSecrets } from './forge/forge-store.ts';
import { importEnvironments } from './environments/import-environments.ts';
import { environmentRoutes } from './environments/routes.ts';
import { allEnvironments, environmentByKey, type EnvironmentRow } from './environments/store.ts';
import { freezesWithEnd, type FreezeUntil } from './environments/views.ts';
import { doraInsights, type IncidentFacts } from './dora/dora-insights.ts';
import { failureInsights } from './failures/failure-insights.ts';
import type { FlagStandings } from './failures/read-suspects.ts';
import { failureRoutes } from './failures/routes.ts';
import { releaseGates } from './gates.ts';
import { releaseInsights } from './insights.ts';
import { releaseJobs } from './jobs.ts';
import { lineInsights } from './lines/line-insights.ts';
import { lineNeeds } from './lines/needs-views.ts';
import { lineConsumers } from './lines/line-events.ts';
import { lineJobs } from './lines/line-jobs.ts';
import { lineRoutes } from './lines/routes.ts';
import { createLocalRunner } from './local-runner.ts';
import { lockRoutes } from './locks/routes.ts';
import { releaseNeeds } from './needs.ts';
import { releaseSettings } from './release-settings.ts';
import { versionRoutes } from './releases/routes.ts';
import { keptCredentials } from './repositories/credential-store.ts';
import { repositoryCaches } from './repositories/repository-caches.ts';
import { repositoryRoutes } from './repositories/routes.ts';
import { runnerOfToken } from './runners/store.ts';
import { runnerRoutes } from './runners/routes.ts';
import { secretRoutes } from './secrets/routes.ts';
import { keptDeploymentSecrets } from './secrets/store.ts';
import { whereRoutes } from './where/routes.ts';
import { queueRoutes } from './queue/queue-routes.ts';
import { sweepQueues } from './queue/sweep-queues.ts';
import { tendBranches } from './tend-branches.ts';
import { workflowRoutes } from './workflow/workflow-routes.ts';

export type { CarriedHealth, EnvironmentRow };
export { deployedBefore, placeOfDeployment } from './deployments/deployed-before-views.ts';
export { freezesOver } from './environments/freeze-store.ts';

/** How code reaches production: repositories, changes, releases, environments, deployments. */
export interface Release extends Domain {
  /** All environments, in the order in which a change reaches them; flags have their values there. */
  environments(db: Db): Promise<EnvironmentRow[]>;
  /** The environment with a key, or undefined. */
  environmentByKey(db: Db, key: string): Promise<Id<'environment'> | undefined>;
  /** The freezes whose end is known, of the environments that the actor sees. */
  freezesWithEnd(context: ReadContext): Promise<FreezeUntil[]>;
  /**
   * Whether what some deployments brought runs, and healthily, with the time until which the
   * evidence counts. Changes come as `deployment.*` facts: `health_changed`, `succeeded` (another
   * may have been replaced), `rolled_back`.
   */
  deploymentHealth(
    db: Db,
    ids: readonly Id<'deployment'>[],
    now: Temporal.Instant,
  ): Promise<Map<Id<'deployment'>, CarriedHealth>>;
}

/** What a push to the remote didn't tell of by a fetch is looked at so often. */
const everyMs = 30_000;

/** The release domain's door. */
export function createRelease(deps: {
  db: Db;
  clock: Clock;
  log: Logger;
  jobs: Jobs;
  configuration: Configuration;
  checkout: string;
  secrets: Secrets;
  /** What gates of pipelines ask: all gates, metrics and insights of the installation. */
  gates: () => Gates;
  metricFeed: Catalog['metricFeed'];
  runInsight: Insights['run'];
  timeZone: () => Promise<string>;
  /** How flags stand in an environment: those whose code a rollback would take away. */
  flagStandings: FlagStandings;
  /** The incidents that deployments are charged with. */
  incidents: IncidentFacts;
  /** Says that something was committed, so that the feed is sealed at once. */
  committed: () => void;
}): Release {
  const { db, clock, log, jobs, configuration, checkout, secrets, flagStandings } = deps;
  const settings = releaseSettings({
    host: configuration.host,
    checkout,
    environment: process.env,
  });
  const reports = { secrets, settings, publicUrl: configuration.publicUrl };
  const caches = repositoryCaches({ db, clock, dataDir: configuration.dataDir, settings, secrets });
  const day = createOrganisationDay(deps.timeZone);
  const write = async <T>(act: (context: WriteContext) => Promise<T>): Promise<T> => {
    const result = await db
      .transaction()
      .execute((tx) =>
        act({ tx, actor: system('release'), now: clock.now(), origin: '', ifMatch: undefined }),
      );
    deps.committed();
    return result;
  };
  const runners = createLocalRunner({ db, log, write });
  const authenticateRunner: Authenticator = async (bearer) => {
    const found = await runnerOfToken(db, secretHash(bearer));
    return found && { kind: 'runner', id: found.id, name: found.name, via: 'runner' };
  };
  const given = { db, caches, jobs: () => jobs, write };
  const closing = new AbortController();
  let sweeper: Sweeper | undefined;
  let looking: readonly Looking[] = [];

  return {
    name: 'release',
    routes: [
      ...repositoryRoutes({ jobs, settings, secrets }),
      ...versionRoutes({ caches, jobs, today: day.today }),
      ...environmentRoutes(),
      ...deploymentRoutes({ caches, runners, secrets, flagStandings }),
      ...failureRoutes({ runners, flagStandings }),
      ...boardRoutes,
      ...lockRoutes(),
      ...secretRoutes({ secrets }),
      ...runnerRoutes({ clock, caches, secrets, settings, runners, closing: closing.signal }),
      ...workflowRoutes(),
      ...lineRoutes({ caches, jobs, today: day.today }),
      ...backportRoutes({ caches, jobs }),
      ...whereRoutes({ caches }),
      ...queueRoutes({ runners }),
      ...forgeRoutes({ ...reports, jobs }),
      ...branchRoutes(given),
      ...integrationRoutes(),
    ],
    insights: [...releaseInsights, ...lineInsights, ...failureInsights, ...doraInsights(deps)],
    gates: releaseGates,
    needs: [
      releaseNeeds,
      (context) =>
        canSomewhere(context.actor, 'contributor') ? lineNeeds(context) : Promise.resolve([]),
    ],
    importers: [importEnvironments],
    jobs: [
      ...releaseJobs({ caches, jobs: () => jobs }),
      ...forgeJobs({ ...reports, jobs: () => jobs }),
      ...lineJobs({ caches, jobs: () => jobs, today: day.today }),
    ],
    consumers: [...forgeConsumers(() => jobs), ...lineConsumers(jobs)],
    secrets: [...keptForgeSecrets, keptCredentials, keptDeploymentSecrets],
    authenticators: [authenticateRunner],
    mount(app) {
      // A runner that waits for work must not hold the server up while it stops.
      app.addHook('preClose', async () => {
        closing.abort();
        await runners.stop();
      });
    },
    async start(feed) {
      const { gates, metricFeed, runInsight } = deps;
      sweeper = startSweeper(
        {
          db,
          clock,
          log,
          settings,
          secrets,
          write,
          gates,
          metricFeed,
          runInsight,
          publicUrl: configuration.publicUrl,
          deploy: { caches, runners, flagStandings },
        },
        feed,
      );
      await day.start(feed);
      const queueKinds = ['change', 'repository', 'release', 'deployment'] as const;
      const sweepAll = () => sweepQueues({ ...given, clock, log });
      const tendAll = () => tendBranches({ ...given, log });
      looking = [
        keepLooking({ log, what: 'the merge queues', kinds: queueKinds, look: sweepAll }, feed),
        keepLooking(
          { log, what: 'the branches', kinds: ['change', 'repository'], everyMs, look: tendAll },
          feed,
        ),
      ];
    },
    prepare: (boot) => connectCheckout({ db, jobs, settings, secrets, write }, boot),
    async listening(boot) {
      await runners.start(boot);
    },
    async lookAround() {
      await sweeper?.sweep();
      for (const one of looking) await one.look();
    },
    async stop() {
      await sweeper?.stop();
      for (const one of looking) await one.stop();
    },
    environments: allEnvironments,
    environmentByKey,
    freezesWithEnd,
    deploymentHealth: carriedHealth,
  };
}
