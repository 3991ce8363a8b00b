import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of ours in a process of its own, which ends with us. */
export interface RehearsalProcess {
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The last lines that it wrote, for whoever has to understand why it ended. */
  said(): string;
  stop(): Promise<void>;
}

/**
 * Runs a TypeScript program with Node. Every line of its standard output is told; it notices by its
 * closed channel when we end, however that happens.
 */
export function startProcess(input: {
  readonly program: string;
  readonly arguments?: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly line: (line: string) => void;
}): RehearsalProcess {
  const child: ChildProcess = spawn(process.execPath, [input.program, ...(input.arguments ?? [])], {
    cwd: input.folder,
    env: input.environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const last: string[] = [];
  const keep = (line: string) => {
    last.push(line);
    if (last.length > 20) last.shift();
  };
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      input.line(line);
    });
  }
  if (child.stderr) createInterface({ input: child.stderr }).on('line', keep);
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    ended,
    said: () => last.join('\n'),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), 25_000);
      await ended;
      clearTimeout(forced);
    },
  };
}
