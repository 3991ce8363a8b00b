import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GitError, type GitErrorCode } from './git-error.ts';
import { gitEnvironment, type Protocol } from './git-environment.ts';
import { scrubCredentials } from './scrub-credentials.ts';

export interface GitOptions {
  /** The bare repository to work in (`--git-dir`). */
  repository?: string;
  /** Where the process starts; the file system's root unless told. */
  cwd?: string;
  /** Settings for this one process, stronger than any file's. */
  config?: Readonly<Record<string, string>>;
  /** Variables on top of the closed environment, such as an author's name. */
  environment?: Readonly<Record<string, string>>;
  /** The transports this process may use; none unless told. */
  allow?: readonly Protocol[];
  stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Milliseconds until the process and its children are ended; 60,000 unless told. */
  timeoutMs?: number;
  /** Bytes of standard output; 64 MiB unless told, for a stream 4 GiB. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
  /** Texts that must never be seen in an error. */
  secrets?: readonly string[];
  /** Exit codes that are answers, not errors; 0 unless told. */
  okExitCodes?: readonly number[];
}

export interface GitResult {
  stdout: Buffer;
  /** At most the last 64 KiB, credentials taken out. */
  stderr: string;
  exitCode: number;
}

const stderrLimit = 64 * 1024;
const mebibyte = 1024 * 1024;
/** Git removes its lock files on SIGTERM; what doesn't listen gets SIGKILL after this. */
const graceMs = 2_000;

/**
 * Runs `git` with an argument array (no shell) in a closed environment and returns what it wrote.
 *
 * @throws GitError `failed`, `timed_out`, `output_too_large`, `aborted` or `git_missing`
 */
export async function git(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const run = start(args, options, options.maxOutputBytes ?? 64 * mebibyte);
  const chunks: Buffer[] = [];
  run.stdout.on('data', (chunk: Buffer) => {
    if (run.count(chunk)) chunks.push(chunk);
  });
  const { stderr, exitCode } = await run.ended;
  return { stdout: Buffer.concat(chunks), stderr, exitCode };
}

/** As `git`, for text: standard output as UTF-8, without the last line's end. */
export async function gitText(args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { stdout } = await git(args, options);
  return stdout.toString('utf8').replace(/\n$/, '');
}

/**
 * As `git`, with standard output as a stream of chunks. An error is thrown where the stream would
 * end; leaving the loop early ends the process.
 */
export async function* gitStream(
  args: readonly string[],
  options: GitOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const run = start(args, options, options.maxOutputBytes ?? 4096 * mebibyte);
  // Without a listener yet, a failure before the first chunk would count as unhandled.
  run.ended.catch(() => undefined);
  try {
    for await (const chunk of run.stdout as AsyncIterable<Buffer>) {
      if (!run.count(chunk)) break;
      yield chunk;
    }
    await run.ended;
  } catch (error) {
    // A stream that we cut off fails for its own reason first; ours is the one to tell.
    if (run.stopped()) await run.ended;
    throw error;
  } finally {
    run.stop('aborted');
  }
}

function start(args: readonly string[], options: GitOptions, maxOutputBytes: number) {
  const command = options.repository === undefined ? [] : [`--git-dir=${options.repository}`];
  // Its own process group: ending git must end the transports and packers it started, too.
  const child = spawn('git', [...command, ...args], {
    cwd: options.cwd ?? '/',
    env: gitEnvironment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let ours: GitErrorCode | undefined;
  let running = true;
  let written = 0;
  let stderr = Buffer.alloc(0);

  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // Already gone.
    }
  };
  const stop = (reason: GitErrorCode) => {
    if (!running || ours !== undefined) return;
    ours = reason;
    signalGroup('SIGTERM');
    child.stdout.destroy();
    setTimeout(() => running && signalGroup('SIGKILL'), graceMs).unref();
  };
  const timeoutMs = options.timeoutMs ?? 60_000;
  const timer = setTimeout(() => stop('timed_out'), timeoutMs);
  const abort = () => stop('aborted');
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();

  child.stderr.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-stderrLimit);
  });
  feed(child.stdin, options.stdin, () => stop('aborted'));

  const ended = new Promise<{ stderr: string; exitCode: number }>((resolve, reject) => {
    const settle = () => {
      running = false;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    };
    child.on('error', (cause: NodeJS.ErrnoException) => {
      settle();
      const missing = cause.code === 'ENOENT' && options.cwd === undefined;
      reject(
        new GitError(missing ? 'git_missing' : 'failed', `git could not start: ${cause.message}`, {
          cause,
        }),
      );
    });
    child.on('close', (exitCode) => {
      settle();
      const said = scrubCredentials(stderr.toString('utf8'), options.secrets);
      const name = subcommand(args);
      if (ours !== undefined) {
        reject(new GitError(ours, `git ${name}: ${why(ours, timeoutMs)}`, { stderr: said }));
      } else if (exitCode !== null && (options.okExitCodes ?? [0]).includes(exitCode)) {
        resolve({ stderr: said, exitCode });
      } else {
        const message = said.trim().split('\n').at(-1) || `ended with ${exitCode ?? 'a signal'}`;
        reject(
          new GitError('failed', `git ${name}: ${message}`, {
            stderr: said,
            exitCode: exitCode ?? undefined,
          }),
        );
      }
    });
  });
  return {
    stdout: child.stdout,
    ended,
    stop,
    stopped: () => ours !== undefined,
    /** Counts a chunk; false, and the process is ended, where it goes over the limit. */
    count(chunk: Buffer): boolean {
      written += chunk.length;
      if (written > maxOutputBytes) stop('output_too_large');
      return written <= maxOutputBytes;
    },
  };
}

function feed(to: Writable, input: GitOptions['stdin'], inputFailed: () => void): void {
  // A process that ends before it has read everything says so by its exit code.
  to.on('error', () => undefined);
  if (input === undefined || typeof input === 'string' || input instanceof Uint8Array) {
    to.end(input ?? '');
    return;
  }
  pipeline(input, to).catch((cause: unknown) => {
    // Half of an input must not pass for all of it.
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE') inputFailed();
  });
}

function subcommand(args: readonly string[]): string {
  return args.find((arg) => !arg.startsWith('-')) ?? '';
}

function why(code: GitErrorCode, timeoutMs: number): string {
  if (code === 'timed_out') return `took longer than ${timeoutMs} ms`;
  return code === 'output_too_large' ? 'wrote more than its limit' : 'was aborted';
}
