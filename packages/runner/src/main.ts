import { closeSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, createApi } from './api.ts';
import { runAttempt } from './run-attempt.ts';
import { findMeans } from './sandbox.ts';

/*
 * A runner: takes commands from a Throughline server and runs them, under an account that is not
 * the server's. Its environment:
 *
 * THROUGHLINE_URL           the server's address
 * THROUGHLINE_TOKEN_FD      a file descriptor from which the token is read, once; or
 * THROUGHLINE_TOKEN_FILE    a file that holds it
 * THROUGHLINE_WORK          where attempts get their folders; the temporary folder unless told
 * THROUGHLINE_CONCURRENCY   commands at a time; 2 unless told
 * THROUGHLINE_ALONE         `no`: there is no account of its own, so that without bubblewrap only
 *                           trusted repositories' commands are taken
 * THROUGHLINE_UNTIL_STDIN   `yes`: ends when its standard input does, with the one who started it
 */

const set = (name: string) => process.env[name]?.trim() || undefined;
const fail = (message: string): never => {
  process.stderr.write(`throughline-runner: ${message}\n`);
  process.exit(2);
};

function readToken(): string {
  const descriptor = set('THROUGHLINE_TOKEN_FD');
  if (descriptor !== undefined) {
    const token = readFileSync(Number(descriptor), 'utf8').trim();
    closeSync(Number(descriptor));
    return token;
  }
  const file = set('THROUGHLINE_TOKEN_FILE');
  return file === undefined
    ? fail('set THROUGHLINE_TOKEN_FILE or THROUGHLINE_TOKEN_FD')
    : readFileSync(file, 'utf8').trim();
}

async function main(): Promise<void> {
  if (process.getuid?.() === 0) fail('a runner never runs as root; give it an account of its own');
  const address =
    set('THROUGHLINE_URL') ?? fail('set THROUGHLINE_URL to the address of the server');
  if (!URL.canParse(address)) fail(`THROUGHLINE_URL is "${address}"; it must be an address`);
  const concurrency = Number(set('THROUGHLINE_CONCURRENCY') ?? '2');
  const folder = join(set('THROUGHLINE_WORK') ?? tmpdir(), `throughline-runner-${process.pid}`);
  const api = createApi(address, readToken());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const means = await findMeans(set('THROUGHLINE_ALONE') === 'no' ? 'none' : 'account');

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => stopping.abort());
  }
  if (set('THROUGHLINE_UNTIL_STDIN') === 'yes') {
    process.stdin.resume();
    process.stdin.once('close', () => stopping.abort());
  }
  let unknown = false;
  const work = async () => {
    let wait = 500;
    while (!stopping.signal.aborted) {
      try {
        const claimedAt = performance.now();
        const next = await api.claim(means.sandbox, 20, stopping.signal);
        wait = 500;
        if (next) await runAttempt({ api, means, folder }, next, claimedAt, stopping.signal);
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
          unknown = true;
          stopping.abort();
          return;
        }
        await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, 15_000);
      }
    }
  };
  process.stdout.write(`throughline-runner: takes work (${means.sandbox})\n`);
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  await rm(folder, { recursive: true, force: true });
  process.exit(unknown ? 3 : 0);
}

await main();
