import { spawn } from 'node:child_process';

let interruption: NodeJS.Signals | undefined;

/** The signal that asked this process to end while a program ran, if one did. */
export function interruptedBy(): NodeJS.Signals | undefined {
  return interruption;
}

/**
 * Runs a program with this process's output and waits for its exit code (130 where a signal ended
 * it). A signal that asks this process to end goes to the program, so that the caller can tidy up.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  const pass = (signal: NodeJS.Signals): void => {
    interruption = signal;
    // Ctrl-C has reached the program by itself: it goes to the whole group.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 130));
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
}

/** Runs a program and returns what it printed on its standard output, or undefined if it failed. */
export function askProgram(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? printed : undefined));
  });
}
