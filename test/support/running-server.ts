import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { testSecretKey } from '../../packages/server/src/testing/test-secrets.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const ENTRY = resolve(CHECKOUT, 'packages/server/src/main.ts');

/** The real program in a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the line that says where it runs, in milliseconds. */
  readonly readyMs: number;
  /** All that it printed so far, standard output and errors. */
  printed(): string;
  /** Sends the signal and waits for the exit; null where a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A server that ended instead of starting. */
class NotStarted extends Error {
  readonly code: number | null;
  readonly printed: string;

  constructor(code: number | null, printed: string) {
    super(`the server ended with ${code}:\n${printed}`);
    this.code = code;
    this.printed = printed;
  }
}

/** A TCP port of the loopback address that is free at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the port has no number');
  return address.port;
}

function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/**
 * Starts `node packages/server/src/main.ts` with the given variables on top of a bare environment,
 * and waits until it says that it runs; with `DATABASE_URL` but no key for the secrets, with one. Throws `NotStarted` where it ends first.
 */
export async function startServer(
  variables: Readonly<Record<string, string>>,
  options: { checkout?: string } = {},
): Promise<RunningServer> {
  const port = variables['PORT'] ?? String(await freePort());
  const key = variables['DATABASE_URL'] ? { THROUGHLINE_SECRET_KEY: testSecretKey } : {};
  const started = performance.now();
  const entry = options.checkout ? resolve(options.checkout, 'packages/server/src/main.ts') : ENTRY;
  const child = spawn(process.execPath, [entry], {
    cwd: options.checkout ?? CHECKOUT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...key, ...variables, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exit = ended(child);
  const running = new Promise<void>((resolveRunning) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Throughline runs at ')) resolveRunning();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const code = await Promise.race([running, once(child, 'close').then(() => exit)]);
  if (code !== undefined) throw new NotStarted(code, printed);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    readyMs: performance.now() - started,
    printed: () => printed,
    async end(signal) {
      child.kill(signal);
      return exit;
    },
  };
}
