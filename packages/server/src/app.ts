import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { system } from './platform/access/actor.ts';
import { createAuthenticate, sessionCookie } from './platform/access/authenticate.ts';
import { accessRoutes } from './platform/access/routes.ts';
import type { Clock, MovableClock } from './platform/clock.ts';
import type { Configuration } from './platform/configuration.ts';
import type { Database } from './platform/database/connect.ts';
import { decisionRoutes } from './platform/decisions/routes.ts';
import type { Domain } from './platform/domain.ts';
import { entityRoutes } from './platform/entities/routes.ts';
import { createGates } from './platform/gates/gate.ts';
import { homeRoute, needsOf } from './platform/home/home.ts';
import { bind } from './platform/http/bind.ts';
import { serveDocs } from './platform/http/docs-page.ts';
import type { Route } from './platform/http/route.ts';
import { createHttpServer } from './platform/http/server.ts';
import { serveWebApp } from './platform/http/static.ts';
import { importAtStart, readOrganisation } from './platform/import/import-at-start.ts';
import type { Importer } from './platform/import/importer.ts';
import { importRoutes } from './platform/import/routes.ts';
import { createInsights } from './platform/insights/insight.ts';
import { insightRoutes, platformRoutes } from './platform/installation-routes.ts';
import { createJobs, type Jobs } from './platform/jobs/jobs.ts';
import { savedViewRoutes } from './platform/saved-views/routes.ts';
import { startChangeFeed, type ChangeFeed } from './platform/ledger/change-feed.ts';
import { sealAtStart } from './platform/secrets/seal-at-start.ts';
import type { Secrets } from './platform/secrets/secrets.ts';
import { createMail } from './platform/mail/index.ts';
import { createLive } from './platform/live/live.ts';
import { createMoveClock } from './platform/rehearsal/move-clock.ts';
import type { Rehearsals } from './platform/rehearsal/rehearsals.ts';
import { rehearsalRoutes } from './platform/rehearsal/routes.ts';
import { createCatalog } from './domains/catalog/index.ts';
import { createDelivery } from './domains/delivery/index.ts';
import { createEngagement } from './domains/engagement/index.ts';
import { createFlags } from './domains/flags/index.ts';
import { createLaunch } from './domains/launch/index.ts';
import { createOperations } from './domains/operations/index.ts';
import { createLearning } from './domains/learning/index.ts';
import { createNotify } from './domains/notify/index.ts';
import { createOrg } from './domains/org/index.ts';
import { createRelease } from './domains/release/index.ts';
import { createRhythm } from './domains/rhythm/index.ts';
import { createStrategy } from './domains/strategy/index.ts';

/** The running program: everything that `main.ts` and tests hold on to. */
export interface App {
  readonly http: FastifyInstance;
  readonly feed: ChangeFeed;
  readonly jobs: Jobs;
  readonly database: Database;
  /** What reads an organisation's folder, in the order of the domains. */
  readonly importers: readonly Importer[];
  /** Loads what is shipped, before `http` listens. */
  prepare(): Promise<void>;
  /** Starts what speaks the API, once `http` listens. */
  listening(): Promise<void>;
  stop(): Promise<void>;
}

const webFolder = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/** Composes the program: the only place that knows every domain. */
export async function createApp(deps: {
  configuration: Configuration;
  database: Database;
  secrets: Secrets;
  clock: Clock;
  log: Logger;
  checkout: string;
  say: (line: string) => void;
  checkOutputs?: boolean;
  /** The clock once more, where it can be moved: this is a rehearsal. */
  movable?: MovableClock | undefined;
  /** What keeps the rehearsal beside this organisation. */
  rehearsals?: Rehearsals | undefined;
}): Promise<App> {
  const { configuration, database, secrets, clock, log, checkout, say } = deps;
  const { db } = database;
  const rehearsal = deps.movable !== undefined;
  const sealing: { feed?: ChangeFeed } = {};
  const committed = () => sealing.feed?.poke();
  const jobs = createJobs({ database, clock, log, committed });

  const org = createOrg({ db, clock });
  const catalog = createCatalog({
    db,
    secrets,
    jobs,
    timeZone: org.timeZone,
    runInsight: (context, key, parameters) => insights.run(context, key, parameters),
    offersInsight: (key) => insights.all.some((one) => one.key === key),
  });
  const strategy = createStrategy({
    timeZone: org.timeZone,
    jobs,
    lastMetricValue: catalog.lastMetricValue,
    metricFeed: catalog.metricFeed,
    readFigure: catalog.readFigure,
    offersInsight: (key) => insights.all.some((one) => one.key === key),
  });
  const delivery = createDelivery({
    secrets,
    jobs,
    timeZone: org.timeZone,
    publicUrl: configuration.publicUrl,
  });
  const release = createRelease({
    db,
    clock,
    log,
    jobs,
    configuration,
    checkout,
    secrets,
    timeZone: org.timeZone,
    committed,
    gates: () => gates,
    metricFeed: catalog.metricFeed,
    runInsight: (context, key, parameters) => insights.run(context, key, parameters),
    flagStandings: (context, environment, keys) => flags.standings(context, environment, keys),
    incidents: (context, since) => incidents.charged(context, since),
  });
  const flags = createFlags({
    db,
    secrets,
    clock,
    log,
    committed,
    demo: configuration.demo,
    guards: {
      lastMetricValue: catalog.lastMetricValue,
      readFigure: catalog.readFigure,
      timeZone: org.timeZone,
    },
  });
  const notify = createNotify({
    db,
    clock,
    flags,
    usage: catalog.usage,
    deploymentHealth: release.deploymentHealth,
    committed,
    demo: configuration.demo,
  });
  const engagement = createEngagement();
  const incidents = createOperations({
    secrets,
    publicUrl: configuration.publicUrl,
    metricFeed: catalog.metricFeed,
  });
  const launch = createLaunch({ gates: () => gates, lastMetricValue: catalog.lastMetricValue });
  const learning = createLearning({
    timeZone: org.timeZone,
    runInsight: (context, key, parameters) => insights.run(context, key, parameters),
  });
  const mail = createMail({
    settings: configuration.mail,
    rehearsal,
    publicUrl: configuration.publicUrl,
    zones: org.zones,
  });
  const rhythm = createRhythm({
    occasions: [delivery, incidents, launch].flatMap((domain) => domain.occasions ?? []),
    freezes: release.freezesWithEnd,
    plannedChanges: incidents.plannedChanges,
    mail,
    publicUrl: configuration.publicUrl,
    runInsight: (context, key, parameters) => insights.run(context, key, parameters),
    offersInsight: (key) => insights.all.some((one) => one.key === key),
    offersEffect: (key) => effects.some((one) => one.key === key),
  });
  const domains: Domain[] = [
    org,
    catalog,
    strategy,
    delivery,
    engagement,
    release,
    flags,
    incidents,
    notify,
    launch,
    rhythm,
    learning,
  ];

  const insights = createInsights(domains.flatMap((domain) => domain.insights ?? []));
  const gates = createGates(domains.flatMap((domain) => domain.gates ?? []));
  const effects = domains.flatMap((domain) => domain.effects ?? []);
  const importers = domains.flatMap((domain) => domain.importers ?? []);
  const needs = needsOf(domains.flatMap((domain) => domain.needs ?? []));
  const live = createLive(db);
  const authenticate = createAuthenticate({
    db,
    clock,
    cookie: sessionCookie(rehearsal),
    others: domains.flatMap((domain) => domain.authenticators ?? []),
  });

  const http = createHttpServer(log, rehearsal);
  const bindDeps = { db, clock, authenticate, committed, checkOutputs: deps.checkOutputs ?? false };
  const moveClock =
    deps.movable &&
    createMoveClock({
      clock: deps.movable,
      jobs,
      feed: () => running,
      lookAround: domains.flatMap((domain) => domain.lookAround ?? []),
    });
  const node = {
    fromMemory: () => domains.flatMap((domain) => domain.fromMemory?.() ?? []),
    metrics: () => domains.flatMap((domain) => domain.metrics?.() ?? []),
  };
  const groups: [string, readonly Route[]][] = [
    ['platform', [...platformRoutes(gates, node), live.route]],
    ['platform', [homeRoute(needs, () => org.timeZone())]],
    [
      'access',
      accessRoutes({
        publicUrl: configuration.publicUrl,
        rehearsal,
        personFor: org.createPersonNamed,
        organisationName: org.organisationName,
      }),
    ],
    ['entities', entityRoutes()],
    ['decisions', decisionRoutes(effects)],
    ['insights', insightRoutes(insights)],
    ['imports', importRoutes(importers)],
    ['savedViews', savedViewRoutes(org.unitsOf)],
    ['mail', mail.routes],
    ['rehearsal', rehearsalRoutes({ rehearsals: deps.rehearsals, moveClock })],
    ...domains.map((domain): [string, readonly Route[]] => [domain.name, domain.routes]),
  ];
  for (const [domain, routes] of groups) {
    for (const route of routes) bind(http, bindDeps, domain, route);
  }
  for (const domain of domains) domain.mount?.(http);
  serveDocs(http);
  serveWebApp(http, webFolder);
  http.addHook('preClose', (done) => {
    live.stop();
    done();
  });

  const kept = domains.flatMap((domain) => domain.secrets ?? []);
  await db.transaction().execute(async (tx) => {
    for (const one of kept) await sealAtStart(tx, secrets, one, say);
  });
  const running = await startChangeFeed({
    database,
    clock,
    log,
    consumers: domains.flatMap((domain) => domain.consumers ?? []),
  });
  sealing.feed = running;
  running.subscribe((events) => {
    if (events.some(({ action }) => /^(identity|api_key|unit|runner)\./.test(action))) {
      authenticate.forget();
    }
  });
  live.follow(running);
  for (const domain of domains) await domain.start?.(running);
  await jobs.start([
    ...domains.flatMap((domain) => domain.jobs ?? []),
    ...mail.jobs({
      needs,
      parts: domains.flatMap((domain) => domain.digestParts ?? []),
      workingDays: org.workingDays,
    }),
  ]);

  return {
    http,
    feed: running,
    jobs,
    database,
    importers,
    async prepare() {
      // A rehearsal is filled over the API, and knows nothing of the real organisation's folder.
      if (rehearsal) return;
      const documents = await readOrganisation(configuration.organisation);
      const imported = await db
        .transaction()
        .execute((tx) =>
          importAtStart(
            { tx, actor: system('import'), now: clock.now(), origin: '', ifMatch: undefined },
            importers,
            documents,
          ),
        );
      if (imported) say(`Loaded the organisation: ${imported.created} records.`);
      await running.settled();
      for (const domain of domains) await domain.prepare?.({ configuration, checkout, say });
      await running.settled();
    },
    async listening() {
      if (rehearsal) return;
      for (const domain of domains) await domain.listening?.({ configuration, checkout, say });
    },
    async stop() {
      await http.close();
      await jobs.stop();
      for (const domain of domains) await domain.stop?.();
      await running.stop();
    },
  };
}
