import { enableCompileCache } from 'node:module';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { firstSignInToken, presetAdminKey } from './platform/access/first-administrator.ts';
import { system } from './platform/access/actor.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { ConfigurationError } from './platform/configuration-error.ts';
import { readConfiguration, type Configuration } from './platform/configuration.ts';
import type { WriteContext } from './platform/context.ts';
import { connect, type Database } from './platform/database/connect.ts';
import { migrate } from './platform/database/migrate.ts';
import { DatabaseUnreachable, openDatabase } from './platform/database/open-database.ts';
import { EmbeddedPostgresError } from './platform/embedded-postgres/index.ts';
import { openSecretKeys } from './platform/secrets/open-secret-keys.ts';
import { createSecrets } from './platform/secrets/secrets.ts';
import { openKeptClock } from './platform/rehearsal/kept-clock.ts';
import { rehearsalDatabase } from './platform/rehearsal/rehearsal-database.ts';
import { createRehearsals } from './platform/rehearsal/rehearsals.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
// What was compiled at the last start isn't compiled again; where it can't be kept, nothing is lost.
enableCompileCache(`${checkout}.runtime/compile-cache`);
const say = (line: string) => process.stdout.write(`${line}\n`);
// Whoever read our lines may be gone; that is no reason to end without order.
process.stdout.on('error', () => undefined);

/** The port can't be listened on; the message is one line that says what to do. */
class PortTaken extends Error {}

function portProblem(configuration: Configuration, error: NodeJS.ErrnoException): PortTaken {
  const where = `${configuration.host}:${configuration.port}`;
  return new PortTaken(
    error.code === 'EADDRINUSE'
      ? `Something already listens on ${where}. Stop it, or choose another port: PORT=4001 npm start.`
      : `Cannot listen on ${where}: ${error.message}. Check HOST and PORT.`,
  );
}

/** Finds out before anything is started whether the port is free. */
function probePort(configuration: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portProblem(configuration, error)));
    probe.listen(configuration.port, configuration.host, () => probe.close(() => resolve()));
  });
}

async function asSystem<T>(
  database: Database,
  clock: Clock,
  via: string,
  act: (context: WriteContext) => Promise<T>,
): Promise<T> {
  return database.db
    .transaction()
    .execute((tx) =>
      act({ tx, actor: system(via), now: clock.now(), origin: '', ifMatch: undefined }),
    );
}

async function run(): Promise<void> {
  const configuration = readConfiguration(process.env, checkout);
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'warn' });
  await probePort(configuration);

  const secrets = createSecrets(await openSecretKeys(configuration, say));
  // The program is loaded while the database starts: each takes about a second.
  const [opened, { createApp }] = await Promise.all([
    openDatabase(configuration, checkout, say),
    import('./app.ts'),
  ]);
  const database = connect(opened.connection);
  let stopping: Promise<void> | undefined;
  let stopApp: () => Promise<void> = async () => undefined;
  const stop = (reason: string, code: number) => {
    stopping ??= (async () => {
      say(reason);
      const forced = setTimeout(() => process.exit(code || 1), 20_000);
      forced.unref();
      await stopApp();
      await database.close();
      await opened.stop();
      process.exit(code);
    })().catch((error: unknown) => {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => stop('Stopping: finishing what is under way.', 0));
  }
  // A rehearsal's server ends with the one that started it, however that ends.
  process.on('disconnect', () => stop('Stopping with the server that started this one.', 0));
  void opened.lost.then((reason) => stop(`The database was lost: ${reason}`, 1));

  const applied = await migrate(opened.connection);
  if (applied.length > 0) say(`Prepared the database (${applied.length} migrations).`);
  const begins = configuration.rehearsalBegins;
  const movable = begins && (await openKeptClock(database.db, begins));
  const clock = movable ?? systemClock;
  const rehearsals = movable
    ? undefined
    : createRehearsals({
        configuration,
        checkout,
        log,
        database: rehearsalDatabase(opened.connection, opened.administer),
        write: (act) => asSystem(database, clock, 'rehearsal', act),
      });
  const app = await createApp({
    configuration,
    database,
    secrets,
    clock,
    log,
    say,
    checkout,
    movable,
    rehearsals,
  });
  stopApp = async () => {
    await app.stop();
    await rehearsals?.stop();
  };
  await app.prepare();

  const token = await asSystem(database, clock, 'start', async (context) => {
    if (configuration.adminKey) await presetAdminKey(context, configuration.adminKey);
    return firstSignInToken(context);
  });
  await app.http
    .listen({ host: configuration.host, port: configuration.port })
    .catch((error: unknown) => {
      throw portProblem(configuration, error as NodeJS.ErrnoException);
    });
  await app.listening();
  await rehearsals?.resume(database.db);
  say(`Throughline runs at ${configuration.publicUrl}`);
  if (token) {
    say(
      `Sign in as the first administrator, once: ${configuration.publicUrl}/sign-in?link=${token}`,
    );
  }
}

run().catch((error: unknown) => {
  const expected =
    error instanceof ConfigurationError ||
    error instanceof DatabaseUnreachable ||
    error instanceof EmbeddedPostgresError ||
    error instanceof PortTaken;
  process.stderr.write(
    expected
      ? `throughline: ${error.message}\n`
      : `throughline: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
