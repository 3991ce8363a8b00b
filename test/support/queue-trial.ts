import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from './api-client.ts';
import { startServer, type RunningServer } from './running-server.ts';

/** What a trial of the merge queue found; it throws where a promise was broken. */
export interface QueueFigures {
  readonly kills: number;
  readonly queued: number;
  readonly landed: number;
}

const adminKey = 'queue-trial-administrator-key-0123456789';
/** Queued between one kill and the next. */
const changesARound = 4;

const workflow = `version: 1
queue:
  batch: 3
  checks:
    - { name: outside, outside: true }
`;

/** A bare remote whose pushes take a moment, with a branch for every change to come. */
function makeRemote(folder: string, changes: readonly string[]): string {
  const remote = join(folder, 'trial.git');
  const work = join(folder, 'work');
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: work });
  mkdirSync(join(work, '.throughline'), { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(work, '.throughline', 'release.yaml'), workflow);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'chore: begin');
  for (const change of changes) {
    git('checkout', '--quiet', '-b', change, 'main');
    writeFileSync(join(work, `${change}.txt`), change);
    git('add', '--all');
    git('commit', '--quiet', '--message', `feat: ${change}`);
  }
  git('push', '--quiet', remote, '--all');
  const hook = join(remote, 'hooks', 'pre-receive');
  writeFileSync(hook, '#!/bin/sh\nsleep 0.15\n');
  chmodSync(hook, 0o755);
  return remote;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Kills the real server at instants that follow from a seed while its merge queue tries and lands
 * changes, and throws unless every queued change is on main exactly once in the end, by the remote and
 * by the server.
 */
export async function queueTrial(options: {
  kills: number;
  seed: number;
  /** `THROUGHLINE_DATA`, and `DATABASE_URL` where it isn't the server's own. */
  variables: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  say?: (line: string) => void;
}): Promise<QueueFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-queue-'));
  const names = Array.from(
    { length: (options.kills + 1) * changesARound },
    (_, index) => `c${String(index).padStart(4, '0')}`,
  );
  const remote = makeRemote(folder, names);
  const random = numbersOf(options.seed);
  const start = () =>
    startServer({
      THROUGHLINE_ADMIN_KEY: adminKey,
      THROUGHLINE_REPOSITORY_ROOTS: folder,
      LOG_LEVEL: 'error',
      ...options.variables,
    });
  let server: RunningServer | undefined = await start();
  let kills = 0;
  try {
    let api = createApiClient(server.url, adminKey);
    const { ref: repository } = await api.call('release.connectRepository', {
      body: { address: remote },
    });
    const params = { id: repository };
    const changes = new Map<string, string>();
    const queue = async () => api.call('release.getQueue', { params });
    const until = async (holds: () => Promise<boolean>, what: string) => {
      for (let round = 0; round < 1200; round += 1) {
        if (await holds()) return;
        await sleep(50);
      }
      throw new Error(`waited in vain for ${what}`);
    };
    await until(async () => {
      let cursor: string | undefined;
      do {
        const page = await api.call('release.listChanges', {
          query: { repository, state: 'open', limit: 200, ...(cursor ? { cursor } : {}) },
        });
        for (const { branch, ref } of page.items) changes.set(branch ?? '', ref);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return changes.size === names.length;
    }, 'the changes');

    /** Says of what is tried that it is green, for as long as the server answers. */
    const report = async (over: () => boolean) => {
      const present = api;
      while (!over()) {
        try {
          const { builds } = await present.call('release.getQueue', { params });
          for (const { sha, state } of builds) {
            if (state !== 'running') continue;
            await present.call('release.reportCheck', {
              params: { ...params, sha },
              body: { name: 'outside', state: 'success' },
            });
          }
        } catch {
          // It was killed in between: the next one is asked.
        }
        await sleep(30);
      }
    };
    let next = 0;
    const enqueue = async () => {
      for (const name of names.slice(next, next + changesARound)) {
        await api.call('release.enqueueChange', {
          params: { id: changes.get(name) ?? '' },
          body: {},
        });
      }
      next += changesARound;
    };
    while (kills < options.kills && !options.signal?.aborted) {
      await enqueue();
      let killed = false;
      const reporting = report(() => killed);
      await sleep(100 + random() * 1000);
      await server.end('SIGKILL');
      killed = true;
      await reporting;
      kills += 1;
      server = await start();
      api = createApiClient(server.url, adminKey);
      if (kills % 10 === 0) options.say?.(`${kills} kills, ${next} queued`);
    }
    await enqueue();
    let done = false;
    const reporting = report(() => done);
    await until(async () => (await queue()).entries.length === 0, 'the queue to be empty');
    done = true;
    await reporting;

    const subjects = execFileSync('git', ['log', '--first-parent', '--format=%s', 'main'], {
      cwd: remote,
      encoding: 'utf8',
    }).split('\n');
    const queued = names.slice(0, next);
    for (const name of queued) {
      const times = subjects.filter((subject) => subject === `Merge branch '${name}'`).length;
      if (times !== 1) throw new Error(`${name} is on main ${times} times`);
      const { state } = await api.call('release.getChange', {
        params: { id: changes.get(name) ?? '' },
      });
      if (state !== 'merged') throw new Error(`${name} is on main, but ${state}`);
    }
    return { kills, queued: queued.length, landed: queued.length };
  } finally {
    await server?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
