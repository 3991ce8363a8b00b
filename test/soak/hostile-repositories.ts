import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import {
  fetchRemote,
  GitError,
  listBranches,
  listTree,
  openCache,
  pickCommits,
  readConflict,
  readFileAt,
  type RepositoryCache,
} from '@throughline/git';
import { cpuOf } from '../../bench/measure.ts';
import type { SoakOptions } from './soak.ts';

const committer = { name: 'Soak', email: 'soak@localhost', at: '2026-01-01T00:00:00Z' };

/**
 * `npm run soak -- hostile-repositories [--branches 10000] [--megabytes 1024]`: a repository with so
 * many branches, and one with a file so large, on both sides of a conflict. Each is fetched, listed
 * and picked from, or refused; the server's own memory stays small.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      branches: { type: 'string', default: '10000' },
      megabytes: { type: 'string', default: '1024' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'throughline-hostile-'));
  try {
    await manyBranches(join(folder, 'branches'), Number(values.branches));
    if (!signal.aborted) await largeFile(join(folder, 'large'), Number(values.megabytes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cacheOf(folder: string): Promise<RepositoryCache> {
  const remote = { address: `${folder}/source.git`, allow: ['file'], roots: [folder] } as const;
  return await openCache({ directory: `${folder}/cache`, remote });
}

function begin(folder: string): (...args: readonly string[]) => string {
  execFileSync('git', [
    'init',
    '--quiet',
    '--bare',
    '--initial-branch=main',
    `${folder}/source.git`,
  ]);
  return (...args) =>
    execFileSync('git', [`--git-dir=${folder}/source.git`, ...args], { encoding: 'utf8' }).trim();
}

async function told(what: string, act: () => Promise<void>): Promise<void> {
  const { own, children } = await cpuOf(act);
  console.log(`${what}: ${((own + children) / 1000).toFixed(2)} s of CPU`);
}

function commit(branch: string, second: number, rest: string): string {
  return `commit refs/heads/${branch}\ncommitter A <a@example.com> ${second} +0000\ndata 2\nx\n${rest}\n`;
}

/** Each with a commit of its own, and among them names that could pass for options. */
async function manyBranches(folder: string, count: number): Promise<void> {
  const git = begin(folder);
  const lines = [commit('main', 1, 'M 100644 inline a\ndata 1\na\n')];
  for (let index = 0; index < count; index += 1) {
    const name =
      index % 1000 === 7 ? `--upload-pack=${index}` : `topic/${index % 100}/branch-${index}`;
    lines.push(
      commit(name, index + 2, `from refs/heads/main\nM 100644 inline b-${index}\ndata 1\nb\n`),
    );
  }
  execFileSync('git', [`--git-dir=${folder}/source.git`, 'fast-import', '--quiet'], {
    input: lines.join(''),
  });
  const cache = await cacheOf(folder);
  await told(`${count} branches, fetched`, async () => {
    const { changes } = await fetchRemote(cache);
    if (changes.length !== count + 1) throw new Error(`${changes.length} branches came`);
  });
  git('update-ref', '-d', 'refs/heads/topic/1/branch-1');
  await told(`${count} branches, one gone, fetched again`, async () => {
    const { changes } = await fetchRemote(cache);
    if (changes.length !== 1) throw new Error(`${changes.length} branches moved`);
  });
  await told(`${count} branches, listed`, async () => {
    const branches = await listBranches(cache);
    if (branches.length !== count) throw new Error(`${branches.length} branches are listed`);
  });
}

/** Files of nothing but zeros are small on the wire and large in memory. */
async function largeFile(folder: string, megabytes: number): Promise<void> {
  const git = begin(folder);
  const made = ['main', 'line', 'fix'].map((branch) => {
    const name = git('hash-object', '-w', '-t', 'blob', '--', zeros(folder, branch, megabytes));
    const tree = execFileSync('git', [`--git-dir=${folder}/source.git`, 'mktree'], {
      input: `100644 blob ${name}\tlarge\n`,
      encoding: 'utf8',
    }).trim();
    return { branch, tree };
  });
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  const [main, line, fix] = made;
  if (!main || !line || !fix) throw new Error('nothing was made');
  const base = git(...identity, 'commit-tree', main.tree, '-m', 'base');
  const onto = git(...identity, 'commit-tree', line.tree, '-p', base, '-m', 'line');
  const picked = git(...identity, 'commit-tree', fix.tree, '-p', base, '-m', 'fix');
  git('update-ref', 'refs/heads/main', base);
  git('update-ref', 'refs/heads/line', onto);
  git('update-ref', 'refs/heads/fix', picked);

  const cache = await cacheOf(folder);
  const largest = watchMemory();
  await told(`three files of ${megabytes} MiB, fetched`, async () => {
    await fetchRemote(cache);
  });
  const [entry] = await listTree(cache, picked);
  if (entry?.size !== megabytes * 1024 ** 2 + 'fix'.length)
    throw new Error('another size is listed');
  const read = await readFileAt(cache, picked, 'large').catch((error: unknown) => error);
  if (!(read instanceof GitError) || read.code !== 'output_too_large') {
    throw new Error('the large file was read');
  }
  console.log(`read: refused, ${read.message}`);
  await told('a pick in conflict about it', async () => {
    const outcome = await pickCommits(cache, { commits: [picked], onto, committer });
    const [file] = outcome.clean ? [] : (outcome.conflict.conflicts[0]?.files ?? []);
    if (file === undefined) throw new Error('there is no conflict');
    const content = await readConflict(cache, file);
    if (content.parts !== undefined || content.ours?.text !== undefined) {
      throw new Error('the large file was compared');
    }
  });
  const mebibytes = Math.round((await largest()) / 1024 ** 2);
  console.log(`the server's memory grew by at most ${mebibytes} MiB`);
  if (mebibytes > 200) throw new Error('the server held the file in its memory');
}

/** A sparse file: it takes no room on the disk. */
function zeros(folder: string, end: string, megabytes: number): string {
  const path = `${folder}/${end}.zeros`;
  execFileSync('truncate', ['-s', `${megabytes}M`, path]);
  execFileSync('sh', ['-c', 'printf %s "$2" >> "$1"', 'sh', path, end]);
  return path;
}

/** The most that this process grows until it is asked. */
function watchMemory(): () => Promise<number> {
  const before = process.memoryUsage.rss();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 20);
  return async () => {
    await pause(50);
    clearInterval(watch);
    return most;
  };
}
