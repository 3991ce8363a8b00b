import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OperationOf, OutputOf, Reference } from '@throughline/contract';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { prepareRunnerHome, runnerPackage } from '../runners/runner-home.ts';
import { sourceRepository, type SourceRepository } from './source-repository.ts';

type Deployment = OutputOf<OperationOf<'release.getDeployment'>>;

/** A program with a repository, an administrator and what tests of releases do again and again. */
export interface ReleaseApp {
  readonly app: TestApp;
  readonly admin: Caller;
  readonly source: SourceRepository;
  /** Where the program listens. */
  readonly address: string;
  connect(): Promise<Reference<'repository'>>;
  fetch(repository: Reference<'repository'>): Promise<void>;
  environment(key: string, production?: boolean): Promise<Reference<'environment'>>;
  cut(repository: Reference<'repository'>): Promise<Reference<'release'>>;
  deployment(ref: Reference<'deployment'>): Promise<Deployment>;
  /** Waits until a deployment is in one of some states. */
  reaches(ref: Reference<'deployment'>, ...states: Deployment['state'][]): Promise<Deployment>;
  runner(): Promise<ChildProcess>;
  stop(): Promise<void>;
}

/** Asks until an answer is there. */
export async function until<T>(
  ask: () => Promise<T | undefined | false>,
  what: string,
  limitMs = 20_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(50);
  }
}

/** Starts it; `stop()` it in the end. */
export async function releaseApp(
  files: Readonly<Record<string, string>> = {},
): Promise<ReleaseApp> {
  const source = sourceRepository(files);
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-data-'));
  const app = await createTestApp({ dataDir });
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const admin = await app.member({ administrator: true });
  const children: ChildProcess[] = [];
  await admin.call('release.changeReleaseSettings', { body: { repositoryRoots: [source.root] } });

  const own: ReleaseApp = {
    app,
    admin,
    source,
    address,
    async connect() {
      const { ref } = await admin.call('release.connectRepository', {
        body: { address: source.remote },
      });
      await until(async () => {
        const { state } = await admin.call('release.getRepository', { params: { id: ref } });
        return state !== 'connecting';
      }, 'the first fetch');
      return ref;
    },
    async fetch(repository) {
      const head = source.remoteGit('for-each-ref');
      await admin.call('release.fetchRepository', { params: { id: repository } });
      await until(async () => {
        const { items } = await admin.call('release.listBranches', {
          params: { id: repository },
          query: { limit: 200 },
        });
        const heads = head.split('\n').filter((line) => line.includes('refs/heads/'));
        return (
          items.length === heads.length &&
          items.every((branch) => head.includes(branch.sha)) &&
          heads.every((line) => items.some((branch) => line.startsWith(branch.sha)))
        );
      }, 'the fetch');
    },
    async environment(key, production = false) {
      const body = { key, title: key, stage: 'deployment' as const, production };
      return (await admin.call('release.createEnvironment', { body })).ref;
    },
    async cut(repository) {
      const { ref } = await admin.call('release.cutRelease', { body: { repository } });
      await until(async () => {
        const { state } = await admin.call('release.getRelease', { params: { id: ref } });
        return state === 'cut';
      }, 'the release');
      return ref;
    },
    deployment: (ref) => admin.call('release.getDeployment', { params: { id: ref } }),
    reaches: (ref, ...states) =>
      until(
        async () => {
          const view = await own.deployment(ref);
          return states.includes(view.state) && view;
        },
        `a deployment that is ${states.join(' or ')}`,
      ),
    async runner() {
      const { token } = await admin.call('release.createRunner', { body: { name: 'test' } });
      const child = await startRunner(address, token, dataDir);
      children.push(child);
      await until(async () => {
        const { items } = await admin.call('release.listRunners');
        return items.some(({ state }) => state === 'online');
      }, 'the runner');
      return child;
    },
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      await app.stop();
      source.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return own;
}

/** The real runner: as root under the account that `npm start` gives it, else as we are. */
async function startRunner(address: string, token: string, dataDir: string): Promise<ChildProcess> {
  const home = process.getuid?.() === 0 ? await prepareRunnerHome(dataDir) : undefined;
  const child = spawn(
    home?.node ?? process.execPath,
    [home?.main ?? join(runnerPackage, 'src', 'main.ts')],
    {
      cwd: '/',
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        THROUGHLINE_URL: address,
        THROUGHLINE_TOKEN_FD: '3',
        THROUGHLINE_WORK: home?.work ?? tmpdir(),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      ...(home ? { uid: home.account.uid, gid: home.account.gid } : {}),
    },
  );
  const descriptor = child.stdio[3];
  if (descriptor && 'end' in descriptor) descriptor.end(token);
  return child;
}
