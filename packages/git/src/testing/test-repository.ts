import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { fetchRemote } from '../fetch-remote.ts';
import { openCache, type RepositoryCache } from '../cache.ts';

// Every step of such a test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** For tests: a new folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository with a work tree, as somebody's own `git` makes it; not through this package. */
export interface WorkTree {
  readonly path: string;
  run(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes, adds everything and commits; returns the commit. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
  /** A hook that leaves a file named `ran` beside the repository. */
  hook(name: string, body?: string): void;
}

let clock = Date.parse('2024-03-01T12:00:00Z') / 1000;

export function workTree(folder = temporaryFolder()): WorkTree {
  const path = join(folder, 'source');
  mkdirSync(path, { recursive: true });
  const run = (...args: readonly string[]) => {
    clock += 60;
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada Lovelace',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_AUTHOR_DATE: `@${clock} +0100`,
      GIT_COMMITTER_NAME: 'Grace Hopper',
      GIT_COMMITTER_EMAIL: 'grace@example.com',
      GIT_COMMITTER_DATE: `@${clock} +0000`,
    };
    const output = execFileSync('git', args, { cwd: path, env: environment, stdio: 'pipe' });
    return output.toString('utf8').trim();
  };
  const write = (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  };
  run('init', '--quiet', '--initial-branch=main');
  return {
    path,
    run,
    write,
    commit(message, files = {}) {
      write(files);
      run('add', '--all');
      run('commit', '--quiet', '--allow-empty', '--message', message);
      return run('rev-parse', 'HEAD');
    },
    hook(name, body = `touch '${folder}/ran'`) {
      const file = join(path, '.git', 'hooks', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${body}\n`);
      chmodSync(file, 0o755);
    },
  };
}

/** A fetched cache of a path. */
export async function cacheOf(path: string): Promise<RepositoryCache> {
  const cache = await emptyCacheOf(path);
  await fetchRemote(cache);
  return cache;
}

export async function emptyCacheOf(path: string): Promise<RepositoryCache> {
  const remote = { address: path, allow: ['file'], roots: [dirname(path)] } as const;
  return await openCache({ directory: join(temporaryFolder(), 'cache'), remote });
}

export async function gather<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
