import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { cpuOf } from '../../bench/measure.ts';
import { generateRepository } from '../../packages/git/src/testing/generated-repository.ts';
import { fetchRepository } from '../../packages/server/src/domains/release/repositories/fetch-repository.ts';
import { connectRepository } from '../../packages/server/src/domains/release/repositories/connect-repository.ts';
import { repositoryCaches } from '../../packages/server/src/domains/release/repositories/repository-caches.ts';
import { releaseSettings } from '../../packages/server/src/domains/release/release-settings.ts';
import { system } from '../../packages/server/src/platform/access/actor.ts';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import type { WriteContext } from '../../packages/server/src/platform/context.ts';
import { connect, type Connection } from '../../packages/server/src/platform/database/connect.ts';
import { migrate } from '../../packages/server/src/platform/database/migrate.ts';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { readSecretKeys } from '../../packages/server/src/platform/secrets/secret-keys.ts';
import { createSecrets } from '../../packages/server/src/platform/secrets/secrets.ts';
import type { SoakOptions } from './soak.ts';

/** Seconds of CPU that the first index of 100,000 commits may take, and a push of ten commits. */
const limits = { first: 60, push: 0.2 };

/**
 * `npm run soak -- commit-index [--commits 100000] [--pushes 20]`: fetches and indexes a generated
 * repository, then pushes of ten commits each. Counts the CPU time of the server, of git and of
 * PostgreSQL together, and throws where it is over the limit.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      commits: { type: 'string', default: '100000' },
      pushes: { type: 'string', default: '20' },
    },
  });
  const commits = Number(values.commits);
  const folder = await mkdtemp(join(tmpdir(), 'throughline-commit-index-'));
  const database = await startEmbeddedPostgres({
    dataDir: folder,
    say: () => undefined,
    checkout: process.cwd(),
    address: 'nowhere: it is a soak',
  });
  try {
    const source = join(folder, 'source.git');
    const size = { commits, files: 2000, releases: 5, changes: 200 };
    await generateRepository(source, size);
    console.log(`a repository of ${commits} commits and 205 branches is there`);
    const index = await openIndex(database.connection, folder, source);
    const first = await cpuSeconds(index.postmaster, index.fetch);
    const indexed = await index.count();
    console.log(`first fetch and index: ${told(first)}; ${indexed} commits in the index`);
    const fraction = commits / 100_000;
    let slowest = 0;
    let all = 0;
    const pushes = Number(values.pushes);
    for (let push = 1; push <= pushes && !signal.aborted; push += 1) {
      pushTen(source, push);
      const spent = await cpuSeconds(index.postmaster, index.fetch);
      all += spent.sum;
      slowest = Math.max(slowest, spent.sum);
      if (push === 1) console.log(`a push of ten commits: ${told(spent)}`);
    }
    const mean = all / pushes;
    console.log(`${pushes} pushes: ${seconds(mean)} each, at most ${seconds(slowest)}`);
    const now = await index.count();
    await index.close();
    if (now !== indexed + 10 * pushes) throw new Error(`the index has ${now} commits`);
    if (first.sum > limits.first * Math.max(1, fraction)) throw new Error('first index: too slow');
    if (mean > limits.push) throw new Error('a push: too slow');
  } finally {
    await database.stop();
    await removeEmbeddedPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server's own parts: a connected repository, and the job that fetches it. */
async function openIndex(connection: Connection, dataDir: string, address: string) {
  await migrate(connection);
  const database = connect(connection, 4);
  const write = <T>(act: (context: WriteContext) => Promise<T>): Promise<T> =>
    database.db.transaction().execute((tx) =>
      act({
        tx,
        actor: system('soak'),
        now: systemClock.now(),
        origin: '',
        ifMatch: undefined,
      }),
    );
  const settings = releaseSettings({ host: '127.0.0.1', checkout: dataDir, environment: {} });
  const { db } = database;
  const secrets = createSecrets(readSecretKeys(randomBytes(32).toString('base64'), 'the soak'));
  const caches = repositoryCaches({ db, clock: systemClock, dataDir, settings, secrets });
  const jobs = { enqueue: async () => undefined };
  const { id } = await write((context) =>
    connectRepository(context, { jobs, settings, secrets }, { address, tagPrefix: 'v' }),
  );
  const backend = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    postmaster: statOf(String(backend.rows[0]?.pid)).parent,
    fetch: () => fetchRepository({ db, caches, write }, id),
    async count(): Promise<number> {
      const { rows } = await database.pool.query<{ count: string }>(
        'select count(*) from git_commit where on_default',
      );
      return Number(rows[0]?.count);
    },
    close: () => database.close(),
  };
}

/** Ten commits on main, as somebody pushes them. */
function pushTen(source: string, push: number): void {
  const commits = Array.from({ length: 10 }, (_, index) => {
    const message = `fix(api): push ${push}, commit ${index}\n`;
    const content = `push ${push}, commit ${index}\n`;
    return [
      'commit refs/heads/main',
      `committer A <a@example.com> ${1_800_000_000 + push * 100 + index} +0000`,
      `data ${message.length}`,
      `${message}${index === 0 ? 'from refs/heads/main^0\n' : ''}M 100644 inline part-0/pushed.txt`,
      `data ${content.length}`,
      content,
    ].join('\n');
  });
  execFileSync('git', ['-C', source, 'fast-import', '--quiet'], { input: commits.join('') });
}

interface Spent {
  readonly own: number;
  readonly git: number;
  readonly postgres: number;
  readonly sum: number;
}

async function cpuSeconds(postmaster: string, work: () => Promise<void>): Promise<Spent> {
  const before = postgresSeconds(postmaster);
  const { own, children } = await cpuOf(work);
  const postgres = postgresSeconds(postmaster) - before;
  const [ours, git] = [own / 1000, children / 1000];
  return { own: ours, git, postgres, sum: ours + git + postgres };
}

/** What the processes of the database have used, the ended ones included. */
function postgresSeconds(postmaster: string): number {
  const workers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter(({ parent }) => parent === postmaster);
  const { used, waitedFor } = statOf(postmaster);
  return used + waitedFor + workers.reduce((sum, worker) => sum + worker.used, 0);
}

/** proc_pid_stat(5): after the name in brackets, the parent is 2nd, the times 12th to 15th. */
function statOf(pid: string): { parent: string; used: number; waitedFor: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const time = (at: number) => (Number(fields[at]) + Number(fields[at + 1])) / 100;
    return { parent: fields[1] ?? '', used: time(11), waitedFor: time(13) };
  } catch {
    return { parent: '', used: 0, waitedFor: 0 }; // It has ended meanwhile.
  }
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function told({ own, git, postgres, sum }: Spent): string {
  return `${seconds(sum)} of CPU (server ${seconds(own)}, git ${seconds(git)}, PostgreSQL ${seconds(postgres)})`;
}
