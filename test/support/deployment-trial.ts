import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { removeEmbeddedPostgres } from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { createCustomerRepository, type CustomerRepository } from './customer-repository.ts';
import { freePort, startServer, type RunningServer } from './running-server.ts';

type Deployment = OutputOf<OperationOf<'release.getDeployment'>>;

/** What a trial of kills in mid-deployment found; it throws where a promise was broken. */
export interface DeploymentFigures {
  readonly kills: number;
  readonly runnerKills: number;
  readonly deployments: number;
  readonly attempts: number;
  /** Attempts of which nobody knew what became; a person was asked where the step may not repeat. */
  readonly lost: number;
  readonly asked: number;
  /** Answers after which a step ran again, because it had not ended. */
  readonly sentAgain: number;
}

const adminKey = 'deployment-trial-administrator-key-01';
const places = 6;
const lines = 12;

/** A step that says where it is in its log, and beside it in a file that outlives it. */
const stepText = (name: string, traces: string, repeatable: boolean) => `
  - name: ${name}
    repeatable: ${repeatable}
    timeout: 2m
    run: |
      trace=${traces}/$THROUGHLINE_IDEMPOTENCY_KEY
      echo begun >> $trace
      i=1; while [ $i -le ${lines} ]; do echo "line $i"; i=$((i+1)); sleep 0.1; done
      echo ended >> $trace`;

interface Trial {
  readonly api: ApiClient;
  readonly traces: string;
  /** How often a step was sent again by an answer, by its reference. */
  readonly again: Map<string, number>;
  asked: number;
}

const traceOf = ({ traces }: Trial, step: string): string[] => {
  const file = join(traces, step);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

/** Answers as a person does who looks: what ended is done, what didn't is run again. */
async function answer(trial: Trial, { ref, steps }: Deployment): Promise<void> {
  const step = steps.find(({ state }) => state === 'running');
  if (!step) return;
  trial.asked += 1;
  const done = traceOf(trial, step.ref).at(-1) === 'ended';
  if (!done) trial.again.set(step.ref, (trial.again.get(step.ref) ?? 0) + 1);
  await trial.api.call('release.settleStep', {
    params: { id: ref },
    body: { answer: done ? 'done' : 'retry', reason: 'the file says so' },
  });
}

/** Holds a deployment that ended against what its steps left behind. */
async function audit(trial: Trial, deployment: Deployment): Promise<void> {
  const fault = (says: string) => new Error(`${deployment.title} (${deployment.ref}): ${says}`);
  if (deployment.state !== 'succeeded') throw fault(`it is ${deployment.state}`);
  for (const step of deployment.steps) {
    if (step.phase === 'rollback' || step.kind !== 'command') continue;
    const begun = traceOf(trial, step.ref).filter((line) => line === 'begun').length;
    const mayBegin = step.repeatable ? step.attempts.length : 1 + (trial.again.get(step.ref) ?? 0);
    if (begun > mayBegin) throw fault(`${step.name} ran ${begun} times, ${mayBegin} were allowed`);
    for (const attempt of step.attempts) {
      if (attempt.state === 'ready' || attempt.state === 'running')
        throw fault('an attempt is open');
      const { text, ended } = await trial.api.call('release.getAttemptLog', {
        params: { id: attempt.ref },
      });
      const written = text.split('\n').filter((line) => line !== '');
      const whole = written.every((line, at) => line === `line ${at + 1}`);
      if (!ended || !whole) throw fault(`the log of ${step.name} has a gap:\n${text}`);
      if (attempt.state === 'succeeded' && written.length !== lines) {
        throw fault(`the log of ${step.name} has ${written.length} of ${lines} lines`);
      }
    }
  }
}

/** The runners that a server started itself. */
function runnersOf(pid: number): number[] {
  const listed = execFileSync('ps', ['-e', '-o', 'ppid=,pid=,args='], { encoding: 'utf8' });
  return listed.split('\n').flatMap((line) => {
    const [, parent, child, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && /runner[^ ]*\/src\/main\.ts/.test(args) ? [Number(child)] : [];
  });
}

function listening(): Promise<{ server: Server; address: string }> {
  const server = createServer((_request, response) => response.writeHead(200).end());
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      resolve({ server, address: `http://127.0.0.1:${port}/` });
    }),
  );
}

/**
 * Kills the server, and every third time its runner alone, at random instants while deployments run
 * in several environments; answers what a person is asked. Throws at the first step that ran twice
 * though it must not, the first log with a gap, and at any deployment that does not come to an end.
 */
export async function deploymentTrial(options: {
  kills: number;
  random: () => number;
  signal?: AbortSignal;
  say?: (line: string) => void;
}): Promise<DeploymentFigures> {
  const traces = mkdtempSync(join(tmpdir(), 'throughline-traces-'));
  chmodSync(traces, 0o777);
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-deployments-'));
  const { server: gate, address } = await listening();
  const repository: CustomerRepository = createCustomerRepository(`version: 1
supersede: false
steps:${stepText('Prepare', traces, true)}${stepText('Migrate', traces, false)}
wave:
  steps:${stepText('Up', traces, false).replaceAll('\n', '\n  ')}
  gates: [{ name: Answers, http: "${address}", interval: 1 }]
strategies: { halves: { rolling: 2 } }
strategy: halves
`);
  const port = String(await freePort());
  const start = () =>
    startServer({
      PORT: port,
      THROUGHLINE_DATA: dataDir,
      THROUGHLINE_ADMIN_KEY: adminKey,
      THROUGHLINE_REPOSITORY_ROOTS: repository.folder,
      LOG_LEVEL: 'error',
    });
  let server: RunningServer | undefined;
  try {
    server = await start();
    const api = createApiClient(server.url, adminKey);
    const trial: Trial = { api, traces, again: new Map(), asked: 0 };
    const { release, environments } = await prepare(api, repository);
    const refs: string[] = [];
    let kills = 0;
    let runnerKills = 0;
    const look = async () => {
      const open: Deployment[] = [];
      for (const ref of refs) {
        const deployment = await api.call('release.getDeployment', { params: { id: ref } });
        if (deployment.state === 'held') await answer(trial, deployment);
        if (!['succeeded', 'failed', 'cancelled'].includes(deployment.state)) open.push(deployment);
      }
      return open;
    };
    while (kills < options.kills && !options.signal?.aborted) {
      const open = await look();
      for (const environment of environments) {
        if (open.some((one) => one.environment.ref === environment)) continue;
        const body = { release, environment };
        refs.push((await api.call('release.deployRelease', { body })).ref);
      }
      await sleep(200 + options.random() * 2500);
      const runnersAlone = kills % 3 === 2;
      if (runnersAlone) {
        for (const child of runnersOf(server.pid)) process.kill(child, 'SIGKILL');
        runnerKills += 1;
      } else {
        await server.end('SIGKILL');
        server = await start();
      }
      kills += 1;
      if (kills % 10 === 0) options.say?.(`${kills} kills, ${refs.length} deployments`);
    }
    const patience = performance.now() + 300_000;
    while ((await look()).length > 0) {
      if (performance.now() > patience) throw new Error('a deployment is stuck');
      await sleep(1000);
    }
    let attempts = 0;
    let lost = 0;
    for (const ref of refs) {
      const deployment = await api.call('release.getDeployment', { params: { id: ref } });
      await audit(trial, deployment);
      const all = deployment.steps.flatMap((step) => step.attempts);
      attempts += all.length;
      lost += all.filter(({ state }) => state === 'lost').length;
    }
    const sentAgain = [...trial.again.values()].reduce((sum, count) => sum + count, 0);
    const { asked } = trial;
    return { kills, runnerKills, deployments: refs.length, attempts, lost, asked, sentAgain };
  } finally {
    await server?.end('SIGTERM');
    gate.close();
    repository.remove();
    await removeEmbeddedPostgres(dataDir);
    for (const folder of [traces, dataDir]) rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(api: ApiClient, repository: CustomerRepository) {
  const connected = await api.call('release.connectRepository', {
    body: { address: repository.folder, title: 'trial' },
  });
  const cutting = async () => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await api.call('release.cutRelease', { body: { repository: connected.ref } });
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(200);
      }
    }
  };
  repository.commit('main', 'service.txt', 'trial\n', 'feat: a trial');
  await api.call('release.fetchRepository', { params: { id: connected.ref } });
  const { ref: release } = await cutting();
  while ((await api.call('release.getRelease', { params: { id: release } })).state !== 'cut') {
    await sleep(200);
  }
  const environments: string[] = [];
  for (let at = 0; at < places; at += 1) {
    const key = `place-${at}`;
    const body = { key, title: key, stage: 'testing' as const };
    environments.push((await api.call('release.createEnvironment', { body })).ref);
  }
  return { release, environments };
}
