import { fork, type ChildProcess } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a measured server answers about itself. */
export interface Usage {
  /** CPU time so far; what answering costs comes after it. */
  readonly cpuMs: number;
  /** CPU time once it has answered: what comes next begins here. */
  readonly cpuThenMs: number;
  /** After a collection of garbage, in bytes. */
  readonly memory: number;
  /** The longest that the event loop stood still since it was last asked, in milliseconds. */
  readonly stallMs: number;
}

type Ask = { readonly id: number; readonly name: string };

/** A server in a process of its own, so that its CPU time is its alone. */
export interface Child {
  readonly ready: Readonly<Record<string, string>>;
  ask<T = Usage>(name: string): Promise<T>;
  end(): void;
}

/** Milliseconds on a clock that all processes of a machine share. */
export const sharedNow = () => performance.timeOrigin + performance.now();

/** Starts a module of this folder that calls `answer`. */
export async function startChild(file: string): Promise<Child> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), {
    env: { ...process.env, LOG_LEVEL: 'error' },
  });
  const waiting = new Map<number, (answer: never) => void>();
  let asked = 0;
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.on('message', (message: { id?: number; answer: never }) => {
      if (message.id === undefined) resolve(message.answer);
      else waiting.get(message.id)?.(message.answer);
    });
  });
  return {
    ready,
    ask: (name) =>
      new Promise((resolve) => {
        asked += 1;
        waiting.set(asked, resolve);
        child.send({ id: asked, name } satisfies Ask);
      }),
    end: () => void child.kill('SIGKILL'),
  };
}

/** Says that a child is ready, and answers what it is asked. */
export function answerParent(
  ready: Readonly<Record<string, string>>,
  acts: Readonly<Record<string, () => unknown>>,
): void {
  setFlagsFromString('--expose-gc');
  // V8's own function, which the flag above brings.
  const collect = runInNewContext('gc') as () => void;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const usage = (): Usage => {
    const cpuMs = cpu();
    const stallMs = delay.max / 1e6;
    collect();
    const memory = process.memoryUsage().rss;
    delay.reset();
    return { cpuMs, cpuThenMs: cpu(), memory, stallMs };
  };
  process.on('message', ({ id, name }: Ask) => {
    void Promise.resolve(name === 'usage' ? usage() : acts[name]?.()).then((answer) =>
      process.send?.({ id, answer: answer ?? null }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ answer: ready });
}
