import { readFileSync } from 'node:fs';

/** How long a measurement may take: `rounds` of about `roundMs` of CPU time for each candidate. */
export interface MeasureOptions {
  /** Odd, so that the median is one of them; 15 where not given. */
  readonly rounds?: number;
  /** 20 where not given: long against the clock's resolution, short against the machine's moods. */
  readonly roundMs?: number;
}

let sink: unknown;

/**
 * CPU time of one call of each candidate, in nanoseconds: the median of several rounds in which
 * the candidates take turns, so that a slow moment of the machine falls on all of them alike.
 * Time is the whole process's, user and system, garbage collection included; that of child
 * processes is not. A candidate that returns a promise is awaited, call by call.
 */
export async function measure<Name extends string>(
  candidates: Readonly<Record<Name, () => unknown>>,
  { rounds = 15, roundMs = 20 }: MeasureOptions = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[];
  const calls = new Map<Name, number>();
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const name of names) calls.set(name, await callsFor(candidates[name], roundMs));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      if (name === undefined) continue;
      const count = calls.get(name) ?? 1;
      samples.get(name)?.push(((await cpuMs(candidates[name], count)) * 1e6) / count);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

/** Doubles the number of calls until they fill a round; the calls warm the compiler up too. */
async function callsFor(call: () => unknown, roundMs: number): Promise<number> {
  for (let count = 1; ; count *= 2) {
    const spent = await cpuMs(call, count);
    if (spent >= roundMs) return Math.max(1, Math.round((count * roundMs) / spent));
  }
}

async function cpuMs(call: () => unknown, count: number): Promise<number> {
  const before = process.cpuUsage();
  const first = call();
  if (first instanceof Promise) {
    sink = await first;
    for (let made = 1; made < count; made += 1) sink = await call();
  } else {
    sink = first;
    for (let made = 1; made < count; made += 1) sink = call();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * CPU time in milliseconds that a piece of work takes, in this process and in the processes that it
 * starts and waits for. The kernel counts in steps of 10 ms: measure much work at once. Linux only.
 */
export async function cpuOf(
  work: () => Promise<void> | void,
): Promise<{ readonly own: number; readonly children: number }> {
  const before = kernelTimes();
  await work();
  const after = kernelTimes();
  return { own: after.own - before.own, children: after.children - before.children };
}

/** proc_pid_stat(5): after the name in brackets, utime, stime, cutime and cstime are 12th to 15th. */
function kernelTimes(): { own: number; children: number } {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (at: number) => Number(fields[at]) * 10;
  return { own: ticks(11) + ticks(12), children: ticks(13) + ticks(14) };
}

/** The middle of the values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** The last result of any candidate: read, so that no compiler may drop the calls. */
export function lastResult(): unknown {
  return sink;
}
