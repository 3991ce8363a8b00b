import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperationOf, OutputOf } from '@throughline/contract';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Configuration } from '../configuration.ts';
import type { ActContext, WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { readSetting, writeSetting } from '../settings.ts';
import type { RehearsalDatabase } from './rehearsal-database.ts';
import { startProcess, type RehearsalProcess } from './rehearsal-process.ts';
import { signInLinkOf } from './sign-in-link-of.ts';

/** What the rehearsal is, as the API shows it. */
export type RehearsalView = OutputOf<OperationOf<'rehearsal.getRehearsal'>>;

/** How large a rehearsal is asked to be. */
export interface RehearsalSize {
  readonly people: number;
  readonly months: number;
  readonly seed: number;
}

/** The rehearsal organisation beside this one: one at most. */
export interface Rehearsals {
  view(db: Db): Promise<RehearsalView>;
  create(context: ActContext, size: RehearsalSize): Promise<RehearsalView>;
  /** A one-time link for its administrator; starts its server where it rests. */
  enter(context: ActContext): Promise<string>;
  remove(context: ActContext): Promise<void>;
  /** After a restart: begins again what was being generated. */
  resume(db: Db): Promise<void>;
  stop(): Promise<void>;
}

interface Kept extends RehearsalSize {
  readonly state: 'generating' | 'ready' | 'failed';
  readonly says: string;
}

const setting = 'rehearsal';

async function read(db: Db): Promise<Kept | undefined> {
  return ((await readSetting(db, setting)) ?? undefined) as Kept | undefined;
}

/**
 * Keeps the rehearsal: a second database, a second server on a port of its own, and the generator
 * that fills it over the public API. Nothing of it is ever in the real database but the setting that
 * says that there is one. What was being generated when this process ended begins again: the same
 * seed makes the same organisation.
 */
export function createRehearsals(deps: {
  configuration: Configuration;
  checkout: string;
  database: RehearsalDatabase;
  log: Logger;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}): Rehearsals {
  const { configuration, checkout, database, log, write } = deps;
  const folder = join(configuration.dataDir, 'rehearsal');
  let server: (RehearsalProcess & { key: string }) | undefined;
  let generator: RehearsalProcess | undefined;
  let work: Promise<void> = Promise.resolve();
  let told = { progress: 0, says: '' };
  let removed = false;

  const settle = (kept: Kept | null) => write((context) => writeSetting(context, setting, kept));

  const serve = async (size: RehearsalSize) => {
    const key = randomBytes(24).toString('hex');
    const begins = systemClock
      .now()
      .toZonedDateTimeISO('UTC')
      // A day more: in the rehearsal's own zone it may still be yesterday.
      .subtract({ months: size.months, days: 1 })
      .startOfDay()
      .toInstant();
    let ready: () => void = () => undefined;
    const listening = new Promise<void>((resolve) => (ready = resolve));
    const started = startProcess({
      program: join(checkout, 'packages/server/src/main.ts'),
      folder: checkout,
      environment: {
        ...process.env,
        HOST: configuration.host,
        PORT: String(configuration.rehearsalPort),
        PUBLIC_URL: configuration.rehearsalUrl,
        DATABASE_URL: database.url,
        THROUGHLINE_DATA: folder,
        THROUGHLINE_ADMIN_KEY: key,
        THROUGHLINE_SECRET_KEY: undefined,
        THROUGHLINE_REHEARSAL: begins.toString(),
        THROUGHLINE_REPOSITORY_ROOTS: join(folder, 'sources'),
        REHEARSAL_PORT: undefined,
        REHEARSAL_URL: undefined,
      },
      line: (line) => {
        if (line.includes('Throughline runs at ')) ready();
      },
    });
    const early = await Promise.race([listening, started.ended]);
    if (early !== undefined) {
      throw problem('rehearsal.impossible', `Its server did not start: ${started.said()}`);
    }
    server = { ...started, key };
    void started.ended.then(() => {
      if (server?.key === key) server = undefined;
    });
    return server;
  };

  const ask = () => `http://${loopback(configuration.host)}:${configuration.rehearsalPort}`;

  const generate = async (size: RehearsalSize) => {
    told = { progress: 0, says: 'Making a database of its own.' };
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    await database.recreate();
    // Its secrets are sealed with a key of its own, which goes with its folder.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const sealing = `${randomBytes(32).toString('base64')}\n`;
    await writeFile(join(folder, 'secret-key'), sealing, { mode: 0o600 });
    const { key } = await serve(size);
    generator = startProcess({
      program: join(checkout, 'organisations/rehearsal/generate.ts'),
      arguments: [
        `--url=${ask()}`,
        `--folder=${join(folder, 'sources')}`,
        `--people=${size.people}`,
        `--months=${size.months}`,
        `--seed=${size.seed}`,
      ],
      folder: checkout,
      environment: { ...process.env, THROUGHLINE_ADMIN_KEY: key },
      line: (line) => {
        if (line.startsWith('{')) told = JSON.parse(line) as typeof told;
      },
    });
    const code = await generator.ended;
    const said = generator.said();
    generator = undefined;
    if (removed) return;
    if (code === 0) return settle({ ...size, state: 'ready', says: '' });
    throw new Error(said);
  };

  const begin = (size: RehearsalSize) => {
    removed = false;
    work = generate(size).catch(async (error: unknown) => {
      if (removed) return;
      log.error({ err: error }, 'the rehearsal organisation could not be generated');
      const says = error instanceof Error ? error.message : String(error);
      await settle({ ...size, state: 'failed', says: says.slice(-2000) });
    });
  };

  const end = async () => {
    removed = true;
    await generator?.stop();
    await server?.stop();
    await work;
    await server?.stop();
  };

  const view = async (db: Db): Promise<RehearsalView> => {
    const kept = await read(db);
    const address = kept?.state === 'ready' ? configuration.rehearsalUrl : null;
    if (!kept) return { state: 'none', possible: true, progress: 0, says: '', address };
    const { people, months, seed, state } = kept;
    const { progress, says } = state === 'generating' ? told : { progress: 1, says: kept.says };
    return { state, possible: true, people, months, seed, progress, says, address };
  };

  return {
    view,
    async create(context, size) {
      await context.write(async (own) => {
        const kept = await read(own.tx);
        if (kept && kept.state !== 'failed') {
          throw problem('already_exists', 'There is a rehearsal organisation: remove it first.');
        }
        await writeSetting(own, setting, { ...size, state: 'generating', says: '' });
        await record(own, { action: 'rehearsal.created', after: { ...size } });
      });
      begin(size);
      return view(context.db);
    },
    async enter(context) {
      const kept = await read(context.db);
      if (kept?.state !== 'ready') {
        throw problem(
          'wrong_state',
          'There is no rehearsal organisation that one could enter yet.',
        );
      }
      const { key } = server ?? (await serve(kept));
      return signInLinkOf(ask(), key);
    },
    async remove(context) {
      if (!(await read(context.db))) {
        throw problem('wrong_state', 'There is no rehearsal organisation.');
      }
      await end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
      await context.write(async (own) => {
        await own.tx.deleteFrom('setting').where('key', '=', setting).execute();
        await record(own, { action: 'rehearsal.removed', after: {} });
      });
    },
    async resume(db) {
      const kept = await read(db);
      if (kept?.state === 'generating') begin(kept);
    },
    stop: end,
  };
}

/** Where a server that listens on a host is reached from the same machine. */
function loopback(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
