import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../packages/server/src/app.ts';
import { presetAdminKey } from '../../packages/server/src/platform/access/first-administrator.ts';
import { system } from '../../packages/server/src/platform/access/actor.ts';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import { readConfiguration } from '../../packages/server/src/platform/configuration.ts';
import { connect } from '../../packages/server/src/platform/database/connect.ts';
import { migrate } from '../../packages/server/src/platform/database/migrate.ts';
import { startEmbeddedPostgres } from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { openSecretKeys } from '../../packages/server/src/platform/secrets/open-secret-keys.ts';
import { createSecrets } from '../../packages/server/src/platform/secrets/secrets.ts';
import { createApiClient } from '../../test/support/api-client.ts';
import { answerParent, sharedNow } from './child.ts';

const adminKey = 'the-key-of-a-benchmark-that-serves-flags';
const checkout = process.cwd();
const dataDir = await mkdtemp(join(tmpdir(), 'throughline-bench-'));
const say = () => undefined;
const configuration = readConfiguration(
  { THROUGHLINE_DATA: dataDir, THROUGHLINE_ADMIN_KEY: adminKey, HOST: '127.0.0.1', PORT: '4000' },
  checkout,
);
const postgres = await startEmbeddedPostgres({
  dataDir,
  say,
  checkout,
  address: 'nowhere: it serves a benchmark',
  mayCreateDatabases: true,
  maxConnections: 50,
});
await migrate(postgres.connection);
const database = connect(postgres.connection);
const app = await createApp({
  configuration,
  database,
  secrets: createSecrets(await openSecretKeys(configuration, say)),
  clock: systemClock,
  log: pino({ level: 'error' }),
  say,
  checkout,
});
await app.prepare();
await database.db
  .transaction()
  .execute((tx) =>
    presetAdminKey(
      { tx, actor: system('bench'), now: systemClock.now(), origin: '', ifMatch: undefined },
      adminKey,
    ),
  );
await app.http.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.http.server.address() as AddressInfo;
const api = createApiClient(`http://127.0.0.1:${port}`, adminKey);

const { items: environments } = await api.call('release.listEnvironments', {});
const environment = environments.find(({ production }) => production)?.ref ?? '';
const { items: units } = await api.call('org.listUnits', {});
const ownerUnit = units[0]?.ref ?? '';

/** A hundred flags for browsers: targets, two rules and a rollout of halves. */
let toggled = '';
for (let index = 0; index < 100; index += 1) {
  const { ref } = await api.call('flags.createFlag', {
    body: { key: `flag-${index}`, title: `Flag ${index}`, ownerUnit, clientSide: true },
  });
  if (index === 7) toggled = ref;
  await api.call('flags.setFlagConfiguration', {
    params: { id: ref, environment },
    ifMatch: 0,
    body: {
      on: true,
      offVariation: 1,
      targets: [{ variation: 0, values: ['ada', 'grace'] }],
      rules: [
        { clauses: [{ attribute: 'plan', op: 'in', values: ['beta', 'alpha'] }], variation: 0 },
        { clauses: [{ attribute: 'email', op: 'endsWith', values: ['@a.example'] }], variation: 0 },
      ],
      fallthrough: {
        rollout: {
          variations: [
            { variation: 0, weight: 50_000 },
            { variation: 1, weight: 50_000 },
          ],
        },
      },
    },
  });
}
const keyOf = async (kind: 'server' | 'client') =>
  (await api.call('flags.createSdkKey', { body: { environment, kind, name: kind } })).key;

// When a change is there to be sent, as the peer's loop begins when it is asked to.
let changedAt = 0;
app.feed.subscribe(() => {
  changedAt = sharedNow();
});
let on = true;
const server = await keyOf('server');
const client = await keyOf('client');
await app.feed.settled();

async function toggle(): Promise<number> {
  on = !on;
  await api.call(on ? 'flags.turnFlagOn' : 'flags.turnFlagOff', {
    params: { id: toggled, environment },
  });
  const committed = sharedNow();
  await app.feed.settled();
  return committed;
}

answerParent(
  { port: String(port), server, client },
  {
    /** When it was committed. */
    toggle,
    /** When it was there to be sent. */
    async broadcast() {
      await toggle();
      return changedAt;
    },
    async stop() {
      await app.stop();
      await database.close();
      await postgres.stop();
    },
  },
);
