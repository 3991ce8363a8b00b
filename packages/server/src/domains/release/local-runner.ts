import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import type { Configuration } from '../../platform/configuration.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Boot } from '../../platform/domain.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { repositoryAt } from './repositories/store.ts';
import { acceptTrustedRepositories } from './runners/accept-trusted-repositories.ts';
import { renewLocalRunner } from './runners/create-runner.ts';
import type { RunnerCheck } from './runners/require-runner.ts';
import { prepareRunnerHome, runnerPackage } from './runners/runner-home.ts';
import { hasTrustedRepository } from './runners/store.ts';

/** The runner that the server starts beside itself. */
export interface LocalRunner extends RunnerCheck {
  start(boot: Boot): Promise<void>;
  stop(): Promise<void>;
}

/** How the runner is started here. */
interface Launch {
  readonly program: string;
  readonly main: string;
  readonly work: string;
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
}

const notStarted =
  'No runner is online. Create one under Runners and start it on another machine, or start the server with `npm start`.';
const noBoundary =
  'This server runs as an ordinary user and bubblewrap is not to be had, so that a command could read whatever the server can. Install bubblewrap, start the server as root, add a runner on another machine, or let an administrator accept this repository as trusted.';
const askedKey = 'trusted_checkout_asked';

async function hasBubblewrap(): Promise<boolean> {
  const trial = [
    '--unshare-all',
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    'true',
  ];
  return promisify(execFile)('bwrap', trial, { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

function addressOf(configuration: Configuration): string {
  const { host, port } = configuration;
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
}

/**
 * The server's own runner: as root under an account of its own, as an ordinary user inside of
 * bubblewrap; where neither is to be had it takes the commands of trusted repositories, and there is
 * no process as long as there are none.
 */
export function createLocalRunner(deps: {
  db: Db;
  log: Logger;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}): LocalRunner {
  const { db, log, write } = deps;
  const stopping = new AbortController();
  let refusal: string | null = notStarted;
  let child: ChildProcess | undefined;
  let supervising: Promise<void> = Promise.resolve();

  const runOnce = async (launch: Launch, address: string) => {
    const token = await write((context) => renewLocalRunner(context, `local on ${hostname()}`));
    const started = spawn(launch.program, [launch.main], {
      cwd: '/',
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: '/nonexistent',
        THROUGHLINE_URL: address,
        THROUGHLINE_TOKEN_FD: '3',
        THROUGHLINE_WORK: launch.work,
        THROUGHLINE_ALONE: launch.account ? 'yes' : 'no',
        THROUGHLINE_UNTIL_STDIN: 'yes',
      },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      ...launch.account,
    });
    child = started;
    started.stdin?.on('error', () => undefined);
    const descriptor = started.stdio[3];
    if (descriptor && 'end' in descriptor) {
      descriptor.on('error', () => undefined);
      descriptor.end(token);
    }
    let said = '';
    started.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    const code = await new Promise<number | null>((resolve) => {
      started.once('error', (error) => {
        said = error.message;
        resolve(null);
      });
      started.once('exit', resolve);
    });
    child = undefined;
    return { code, said: said.trim() };
  };

  const supervise = async (launch: Launch, address: string) => {
    let wait = 1000;
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        const { code, said } = await runOnce(launch, address);
        if (stopping.signal.aborted) return;
        log.warn({ code, said }, 'the local runner ended; starting it again');
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error }, 'the local runner could not be started; trying again');
      }
      wait = performance.now() - startedAt > 60_000 ? 1000 : Math.min(wait * 2, 30_000);
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const untilTrusted = async () => {
    while (!stopping.signal.aborted) {
      if (await hasTrustedRepository(db)) return;
      await pause(2000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const withoutBoundary = async (launch: Launch, address: string) => {
    refusal = noBoundary;
    await untilTrusted();
    if (!stopping.signal.aborted) await supervise(launch, address);
  };

  const askOnce = async (boot: Boot) => {
    if (!process.stdin.isTTY || !process.stdout.isTTY) return;
    const repository = await repositoryAt(db, boot.checkout.replace(/\/+$/, ''));
    if (!repository || (await readSetting(db, askedKey)) === true) return;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const question =
      'There is no bubblewrap here, so commands of pipelines would run without a sandbox. Accept that for this checkout only, whose code you run already? [y/N] ';
    const answer = await terminal.question(question, { signal: stopping.signal }).catch(() => '');
    terminal.close();
    if (stopping.signal.aborted) return;
    await write(async (context) => {
      await writeSetting(context, askedKey, true);
      if (/^y(es)?$/i.test(answer.trim())) await acceptTrustedRepositories(context, [repository]);
    });
  };

  return {
    localRefusal: () => refusal,
    async start(boot) {
      const address = addressOf(boot.configuration);
      if (process.getuid?.() === 0) {
        try {
          const home = await prepareRunnerHome(boot.configuration.dataDir);
          refusal = null;
          const { uid, gid } = home.account;
          const launch = {
            program: home.node,
            main: home.main,
            work: home.work,
            account: { uid, gid },
          };
          supervising = supervise(launch, address);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          refusal = `Root's server runs commands only under another account, and there is none: ${why}.`;
          boot.say(refusal);
        }
        return;
      }
      const main = join(runnerPackage, 'src', 'main.ts');
      const launch = { program: process.execPath, main, work: tmpdir(), account: undefined };
      if (await hasBubblewrap()) {
        refusal = null;
        supervising = supervise(launch, address);
        return;
      }
      supervising = withoutBoundary(launch, address);
      void askOnce(boot).catch((error: unknown) => log.warn({ err: error }, 'the question failed'));
    },
    async stop() {
      stopping.abort();
      const running = child;
      if (running) {
        running.kill('SIGTERM');
        const force = setTimeout(() => running.kill('SIGKILL'), 8000);
        await supervising;
        clearTimeout(force);
        return;
      }
      await supervising;
    },
  };
}
