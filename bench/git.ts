import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import {
  compactCache,
  fetchRemote,
  openCache,
  pickCommits,
  pickEach,
  previewPicks,
  readCommits,
  releaseNotes,
  resolveCommit,
  type Repository,
} from '../packages/git/src/index.ts';
import { generateRepository } from '../packages/git/src/testing/generated-repository.ts';
import { cpuOf } from './measure.ts';
import { lessIsBetter } from './row.ts';
import type { Row } from './row.ts';

const committer = { name: 'Bench', email: 'bench@localhost', at: '2026-01-01T00:00:00Z' };
const lines = [1, 2, 3, 4, 5].map((line) => `refs/remotes/origin/release-1.${line}`);

/** `npm run bench -- git`: backports, previews and notes, on a repository of 10,000 commits. */
export default async function git(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    const source = join(folder, 'source.git');
    const size = { commits: 10_000, files: 2000, releases: 5, changes: 200 };
    await generateRepository(source, size);
    const remote = { address: source, allow: ['file'], roots: [folder] } as const;
    const cache = await openCache({ directory: join(folder, 'cache'), remote });
    await fetchRemote(cache);
    await compactCache(cache);
    const tree = workTree(source, join(folder, 'tree'));
    return [
      ...(await backports(cache, tree)),
      await previews(cache, tree),
      await notes(cache, source),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Somebody's own `git` in a work tree; what it costs counts without what it costs us to start it. */
interface WorkTree {
  readonly version: string;
  run(...args: readonly string[]): void;
  /** A cherry-pick; one in conflict is put out of the way. */
  pick(commit: string): void;
}

function workTree(source: string, path: string): WorkTree {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: dirname(path),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: committer.name,
    GIT_AUTHOR_EMAIL: committer.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
  };
  execFileSync('git', ['clone', '--quiet', source, path], { env });
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: path, env, stdio: 'pipe' }).toString('utf8').trim();
  run('commit-graph', 'write', '--reachable');
  return {
    version: run('--version').replace('git version ', 'git '),
    run,
    pick(commit) {
      try {
        run('cherry-pick', '-x', '--allow-empty', '--keep-redundant-commits', commit);
      } catch {
        run('cherry-pick', '--abort');
      }
    },
  };
}

async function backports(cache: Repository, tree: WorkTree): Promise<Row[]> {
  const fixes: string[] = [];
  const range = { from: ['refs/remotes/origin/main'], limit: 100 };
  for await (const { sha } of readCommits(cache, range)) fixes.push(sha);
  const [line = ''] = lines.toReversed();
  const onto = await resolveCommit(cache, line);
  const each = (ms: number) => ms / fixes.length;

  const requests = fixes.map((commit) => ({ commits: [commit], onto, committer }));
  const one = await cpuOf(async () => {
    for (const request of requests) await pickCommits(cache, request);
  });
  // Onto another line, so that no object is there already.
  const [other = ''] = lines;
  const together = await cpuOf(async () => {
    await pickEach(
      cache,
      requests.map((request) => ({ ...request, onto: other })),
    );
  });
  tree.run('checkout', '--quiet', '--detach', onto);
  const staying = await cpuOf(() => {
    for (const commit of fixes) tree.pick(commit);
  });
  const few = fixes.slice(0, 20);
  const moving = await cpuOf(() => {
    for (const [index, commit] of few.entries()) {
      const next = lines[index % lines.length]?.replace('refs/remotes/', '') ?? '';
      tree.run('checkout', '--quiet', '--force', '--detach', next);
      tree.run('clean', '-ffdxq');
      tree.pick(commit);
    }
  });
  const single = each(one.own + one.children);
  const batched = each(together.own + together.children);
  const row = (bench: string, ours: number, against: number, peer: string) =>
    lessIsBetter({ bench, ours, against, peer: `${tree.version}, ${peer}`, unit: 'ms CPU' });
  const switching = 'checkout, clean and cherry-pick in a work tree, lines in turn';
  const alone = 'cherry-pick alone, in a work tree on the line';
  return [
    row('a backport, one at a time', single, moving.children / few.length, switching),
    row('a backport, a hundred at a time', batched, moving.children / few.length, switching),
    row('a backport, one at a time', single, each(staying.children), alone),
    row('a backport, a hundred at a time', batched, each(staying.children), alone),
  ];
}

async function previews(cache: Repository, tree: WorkTree): Promise<Row> {
  const stacks: string[][] = [];
  for (let change = 1; change <= 200; change += 1) {
    const commits: string[] = [];
    const range = {
      from: [`refs/remotes/origin/change-${change}`],
      since: ['refs/remotes/origin/main'],
    };
    for await (const { sha } of readCommits(cache, range)) commits.unshift(sha);
    stacks.push(commits);
  }
  const ours = await cpuOf(async () => {
    await previewPicks(
      cache,
      stacks.map((commits) => ({ commits })),
      lines,
    );
  });
  const few = stacks.slice(0, 10);
  const theirs = await cpuOf(() => {
    for (const line of lines) {
      for (const commits of few) {
        tree.run('checkout', '--quiet', '--force', '--detach', line.replace('refs/remotes/', ''));
        for (const commit of commits) tree.pick(commit);
      }
    }
  });
  return lessIsBetter({
    bench: 'preview of 200 open changes on 5 lines',
    ours: (ours.own + ours.children) / 1000,
    against: (theirs.children * stacks.length) / few.length / 1000,
    peer: `${tree.version}, checkout and cherry-pick in a work tree, from ${few.length} changes`,
    unit: 's CPU',
  });
}

async function notes(cache: Repository, source: string): Promise<Row> {
  const version = manifest.devDependencies['git-cliff'];
  const ours = await cpuOf(async () => {
    const commits = [];
    const range = { from: ['refs/remotes/origin/main'] };
    for await (const commit of readCommits(cache, range)) commits.push(commit);
    const text = releaseNotes('1.0.0', '2026-01-01', commits);
    if (commits.length < 10_000 || text.split('\n').length < 9000) throw new Error('too few notes');
  });
  const program = createRequire(import.meta.url).resolve(
    `git-cliff-${process.platform}-${process.arch}/bin/git-cliff`,
  );
  const theirs = await cpuOf(() => {
    const args = ['--offline', '--repository', source, '--unreleased', '--tag', '1.0.0'];
    const options = { cwd: dirname(source), maxBuffer: 2 ** 28, stdio: 'pipe' } as const;
    const text = execFileSync(program, args, options).toString('utf8');
    if (text.split('\n').length < 7000) throw new Error('too few notes of the other one');
  });
  return lessIsBetter({
    bench: 'notes of 10,000 commits',
    ours: ours.own + ours.children,
    against: theirs.children,
    peer: `git-cliff ${version}`,
    unit: 'ms CPU',
  });
}
