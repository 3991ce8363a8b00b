import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running (or killed) postmaster says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
}

/**
 * Parses `postmaster.pid`: one value a line, in the order pid, data directory, start time, port,
 * socket folder (PostgreSQL's src/include/utils/pidfile.h). Undefined while it is being written.
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pid, , , port, socketFolder] = text.split('\n');
  if (!pid || !port || !socketFolder) return undefined;
  if (!/^\d+$/.test(pid.trim()) || !/^\d+$/.test(port.trim())) return undefined;
  return { pid: Number(pid), port: Number(port), socketFolder };
}

/** Reads a cluster's `postmaster.pid`; undefined where there is none. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  return parsePostmasterFile(text);
}

/** True while a process with this id exists, also one that this process may not signal. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * True where the process with the pid file's id is certainly not this cluster's postmaster: after a
 * restart of the machine its id may belong to anything, and in a container a killed one may stay as
 * a zombie. A postmaster's working directory is its cluster. Where this can't be known (no /proc),
 * false.
 */
export async function isSomeoneElse(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (/\) Z /.test(state)) return true;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder !== undefined && folder !== cluster;
}
