import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { StringDecoder } from 'node:string_decoder';
import type { RunnerWork } from '@throughline/contract';
import { ApiError, type Api, type CommandEnd } from './api.ts';
import { createLogSender } from './log-sender.ts';
import { createMask } from './mask.ts';
import { refusalOf, wrap, type Means } from './sandbox.ts';

const graceMs = 5000;
/** Ends this much before the lease does, so that nothing of ours outlives it. */
const marginMs = 3000;

/** What running needs. */
export interface RunDeps {
  readonly api: Api;
  readonly means: Means;
  /** Where attempts get their folders. */
  readonly folder: string;
}

/**
 * Runs one command from its source to its outcome, for as long as the lease is ours. `claimedAt` is
 * when the claim was asked for (performance.now), which is when the lease began at the earliest.
 * Where the lease is lost, or `stopping` says so, the command is ended and nothing is reported:
 * nobody may act on an attempt that may be another's.
 */
export async function runAttempt(
  deps: RunDeps,
  work: RunnerWork,
  claimedAt: number,
  stopping: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const cancelled = new AbortController();
  const lease = keepLease(deps.api, work, claimedAt, { lost, cancelled });
  const over = AbortSignal.any([lost.signal, stopping]);
  const folder = await mkdtemp(join(deps.folder, 'attempt-'));
  const log = createLogSender(deps.api, work, over);
  const mask = createMask(Object.values(work.secrets), log.write);
  try {
    const refusal = refusalOf(deps.means, work);
    const end: CommandEnd =
      refusal === undefined
        ? await execute(deps, work, folder, mask.write, over, cancelled.signal)
        : { outcome: 'refused', exitCode: null, says: refusal };
    mask.end();
    await log.end();
    await report(deps.api, work, end, over);
  } finally {
    lease.stop();
    await removeFolder(folder);
  }
}

function keepLease(
  api: Api,
  work: RunnerWork,
  claimedAt: number,
  signals: { lost: AbortController; cancelled: AbortController },
) {
  let endsAt = claimedAt + work.leaseSeconds * 1000 - marginMs;
  let watch = setTimeout(() => signals.lost.abort(), endsAt - performance.now());
  const extend = async () => {
    const askedAt = performance.now();
    try {
      const { leaseSeconds, cancel } = await api.extend(work);
      endsAt = askedAt + leaseSeconds * 1000 - marginMs;
      clearTimeout(watch);
      watch = setTimeout(() => signals.lost.abort(), endsAt - performance.now());
      if (cancel) signals.cancelled.abort();
    } catch (error) {
      if (error instanceof ApiError && (error.status === 409 || error.status === 401)) {
        signals.lost.abort();
      }
    }
  };
  // The claim may have waited: what is left of the lease is known only once it begins anew.
  void extend();
  const beat = setInterval(() => void extend(), Math.min((work.leaseSeconds * 1000) / 6, 2000));
  return {
    stop() {
      clearTimeout(watch);
      clearInterval(beat);
    },
  };
}

async function execute(
  deps: RunDeps,
  work: RunnerWork,
  folder: string,
  write: (text: string) => void,
  over: AbortSignal,
  cancelled: AbortSignal,
): Promise<CommandEnd> {
  for (const name of ['source', 'tmp', 'home']) await mkdir(join(folder, name), { mode: 0o700 });
  try {
    await unpack(deps, work, folder, over);
  } catch (error) {
    const says = `The source could not be unpacked: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: 'failed-to-start', exitCode: null, says: says.slice(0, 2000) };
  }
  const command =
    typeof work.command === 'string' ? ['/bin/sh', '-e', '-c', work.command] : work.command;
  const timeout = AbortSignal.timeout(work.timeoutSeconds * 1000);
  const stop = AbortSignal.any([over, cancelled, timeout]);
  const { exitCode, failure } = await start(deps, work, folder, command, write, stop);
  if (cancelled.aborted) return { outcome: 'cancelled', exitCode, says: '' };
  if (timeout.aborted) {
    return {
      outcome: 'timed-out',
      exitCode,
      says: `It took longer than ${work.timeoutSeconds} s.`,
    };
  }
  if (failure !== undefined) return { outcome: 'failed-to-start', exitCode: null, says: failure };
  return { outcome: 'exited', exitCode, says: '' };
}

/** The whole environment of a command. */
function environmentOf(work: RunnerWork, folder: string): Record<string, string> {
  return {
    PATH: `/usr/local/bin:/usr/bin:/bin:${dirname(process.execPath)}`,
    LANG: 'C.UTF-8',
    CI: 'true',
    ...work.environment,
    HOME: `${folder}/home`,
    TMPDIR: `${folder}/tmp`,
  };
}

/** Unpacks inside of the sandbox too: an archive is input of a stranger like any other. */
async function unpack(deps: RunDeps, work: RunnerWork, folder: string, over: AbortSignal) {
  const archive = await deps.api.source(
    work,
    AbortSignal.any([over, AbortSignal.timeout(600_000)]),
  );
  const wrapped = wrap(deps.means, ['tar', '-x', '-f', '-', '-C', 'source'], {
    folder,
    network: false,
  });
  const child = spawn(wrapped.program, [...wrapped.args], {
    cwd: folder,
    env: environmentOf(work, wrapped.folder),
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8').slice(0, 2000)));
  const ended = ending(child, over);
  if (child.stdin) await pipeline(Readable.fromWeb(archive), child.stdin).catch(() => undefined);
  const { exitCode, failure } = await ended;
  if (exitCode !== 0)
    throw new Error(failure ?? (said.join('').trim() || `tar ended with ${exitCode}`));
}

async function start(
  deps: RunDeps,
  work: RunnerWork,
  folder: string,
  command: readonly string[],
  write: (text: string) => void,
  stop: AbortSignal,
) {
  const inside = inSource(command, work.memoryMegabytes);
  const wrapped = wrap(deps.means, inside, { folder, network: work.network });
  const child = spawn(wrapped.program, [...wrapped.args], {
    cwd: folder,
    env: environmentOf(work, wrapped.folder),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const descriptor = child.stdio[3];
  if (descriptor && 'end' in descriptor) {
    // A command that ends before it was told is no fault of ours.
    descriptor.on('error', () => undefined);
    descriptor.end(asExports(work.secrets));
  }
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => write(decoder.write(chunk)));
    stream?.on('end', () => write(decoder.end()));
  }
  return ending(child, stop);
}

/**
 * The command starts in its source, whatever the folder is called in the sandbox. Its secrets come
 * over a descriptor that only it has, so that they are in no environment outside of the sandbox.
 */
function inSource(command: readonly string[], memoryMegabytes: number | null): string[] {
  const limit = memoryMegabytes === null ? '' : `ulimit -d ${memoryMegabytes * 1024} && `;
  const script = `eval "$(cat <&3)" && exec 3<&- && cd source && ${limit}exec "$@"`;
  return ['/bin/sh', '-c', script, 'sh', ...command];
}

/** Secrets as a shell reads them. */
function asExports(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

/** Waits for a process to end; ends its whole group where told to, gently and then for good. */
async function ending(
  child: ChildProcess,
  stop: AbortSignal,
): Promise<{ exitCode: number | null; failure?: string }> {
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone.
    }
  };
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    signalGroup('SIGTERM');
    force = setTimeout(() => signalGroup('SIGKILL'), graceMs);
  };
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const result = await new Promise<{ exitCode: number | null; failure?: string }>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, failure: error.message }));
    child.once('exit', (exitCode) => {
      // Its output may be held open by what it left behind.
      const settle = () => resolve({ exitCode });
      child.once('close', settle);
      setTimeout(settle, 1000).unref();
    });
  });
  stop.removeEventListener('abort', end);
  clearTimeout(force);
  signalGroup('SIGKILL');
  return result;
}

async function report(api: Api, work: RunnerWork, end: CommandEnd, over: AbortSignal) {
  for (let wait = 200; !over.aborted; wait = Math.min(wait * 2, 5000)) {
    try {
      await api.complete(work, end);
      return;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) return;
      await pause(wait, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

async function removeFolder(folder: string) {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // A command may take its own folder's permissions away.
    await chmod(folder, 0o700).catch(() => undefined);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
