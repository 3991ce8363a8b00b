import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, eventually, type ApiClient } from './support/api-client.ts';
import {
  createCustomerRepository,
  pipelineText,
  type CustomerRepository,
} from './support/customer-repository.ts';
import { freePort, startServer, type RunningServer } from './support/running-server.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const adminKey = 'line-over-api-administrator-key-0001';
let database: TestDatabase;
let server: RunningServer;
let service: Server;
let serviceAnswers = 200;
let repository: CustomerRepository;
let dataDir: string;
let api: ApiClient;

// What one step makes and the next ones use: the line, entity by entity.
const line: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-line-'));
  service = createServer((_request, response) => response.writeHead(serviceAnswers).end());
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const address = service.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  repository = createCustomerRepository(pipelineText(`http://127.0.0.1:${port}/health`));
  const own = await freePort();
  server = await startServer({
    PORT: String(own),
    DATABASE_URL: database.url,
    THROUGHLINE_DATA: dataDir,
    THROUGHLINE_ADMIN_KEY: adminKey,
    THROUGHLINE_REPOSITORY_ROOTS: repository.folder,
  });
  api = createApiClient(server.url, adminKey);
});

afterAll(async () => {
  await server?.end('SIGTERM');
  service?.close();
  repository?.remove();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  await database?.drop();
});

test('the shipped organisation is there: Resource Management and its head', async () => {
  const found = await api.call('entities.search', { query: { q: 'Resource Management' } });
  const unit = found.items.find(({ kind }) => kind === 'unit');
  expect(unit?.title).toBe('Resource Management');
  line['unit'] = unit?.ref ?? '';
  const heads = await api.call('entities.search', { query: { q: 'Hemendra' } });
  expect(heads.items.map(({ title }) => title)).toContain('Hemendra Pal');
});

test('strategy: plan, priority, objective, key result, initiative', async () => {
  const ownerUnit = line['unit'] ?? '';
  const plan = await api.call('strategy.createPlan', {
    body: { title: 'Fiscal year 2027', ownerUnit, fiscalYear: 2027 },
  });
  const priority = await api.call('strategy.createPriority', {
    body: { title: 'Crews planned on one board', plan: plan.ref },
  });
  await api.call('strategy.adoptPlan', { params: { id: plan.ref }, ifMatch: plan.revision });
  const objective = await api.call('strategy.createObjective', {
    body: {
      title: 'Superintendents plan a week in minutes',
      ownerUnit,
      commitment: 'committed',
      fiscalYear: 2027,
      serves: [{ to: priority.ref }],
    },
  });
  const metric = await api.call('catalog.createMetric', {
    body: {
      title: 'Weekly planning time',
      definition: 'Median minutes from opening the board to publishing the week.',
      ownerUnit,
      unit: 'minutes',
      direction: 'down',
      target: 20,
    },
  });
  await api.call('catalog.recordMetricValue', {
    params: { id: metric.ref },
    body: { on: '2026-11-20', value: 48 },
  });
  const keyResult = await api.call('strategy.createKeyResult', {
    body: {
      title: 'Planning time from 60 to 20 minutes',
      objective: objective.ref,
      metric: metric.ref,
      baseline: 60,
      target: 20,
      direction: 'down',
      unit: 'minutes',
    },
  });
  const initiative = await api.call('strategy.createInitiative', {
    body: {
      title: 'Resource planning board',
      ownerUnit,
      stage: 'building',
      serves: [{ to: objective.ref }, { to: keyResult.ref }],
    },
  });
  Object.assign(line, {
    priority: priority.ref,
    objective: objective.ref,
    initiative: initiative.ref,
  });
});

test('catalog: a product, a feature that delivers the initiative, a service', async () => {
  const ownerUnit = line['unit'] ?? '';
  const product = await api.call('catalog.createProduct', {
    body: { title: 'Workforce', ownerUnit },
  });
  const feature = await api.call('catalog.createFeature', {
    body: {
      title: 'Planning board',
      ownerUnit,
      product: product.ref,
      state: 'building',
      delivers: [line['initiative'] ?? ''],
    },
  });
  await api.call('catalog.createService', {
    body: {
      title: 'planning-api',
      ownerUnit,
      product: product.ref,
      tier: 2,
      dataClassification: 'internal',
    },
  });
  line['feature'] = feature.ref;
});

test('release: a branch joins the initiative, a release is cut with notes and tag', async () => {
  repository.commit(
    `feature/${line['initiative']}-planning-board`,
    'board.txt',
    'a board\n',
    'feat: plan a week on one board',
  );
  const connected = await api.call('release.connectRepository', {
    body: { address: repository.folder, title: 'planning-api', ownerUnit: line['unit'] ?? '' },
  });
  line['repository'] = connected.ref;
  const open = await eventually(async () => {
    const { items } = await api.call('release.listChanges', {
      query: { repository: connected.ref },
    });
    return items.find(({ state }) => state === 'open');
  }, 'the open change');
  expect(open.implements.map(({ ref }) => ref)).toContain(line['initiative']);
  line['change'] = open.ref;

  repository.merge(`feature/${line['initiative']}-planning-board`, 'Merge the planning board');
  await api.call('release.fetchRepository', { params: { id: connected.ref } });
  await eventually(async () => {
    const { items } = await api.call('release.listChanges', {
      query: { repository: connected.ref, state: 'merged' },
    });
    return items.some(({ ref }) => ref === open.ref);
  }, 'the merged change');
  const preview = await api.call('release.previewRelease', { params: { id: connected.ref } });
  expect(preview.version).toBe('1.1.0');
  const release = await api.call('release.cutRelease', { body: { repository: connected.ref } });
  await eventually(async () => {
    const { state } = await api.call('release.getRelease', { params: { id: release.ref } });
    return state === 'cut';
  }, 'the release to be cut');
  expect(repository.tags()).toContain('v1.1.0');
  const view = await api.call('release.getRelease', { params: { id: release.ref } });
  expect(view.notes).toContain('plan a week on one board');
  expect(view.changes.map(({ ref }) => ref)).toEqual([open.ref]);
  line['release'] = release.ref;
});

async function environment(key: string): Promise<string> {
  const { items } = await api.call('release.listEnvironments', {});
  const found = items.find((one) => one.key === key);
  if (!found) throw new Error(`no environment ${key}`);
  return found.ref;
}

async function deploymentIn(ref: string, states: readonly string[]) {
  return eventually(async () => {
    const view = await api.call('release.getDeployment', { params: { id: ref } });
    return states.includes(view.state) && view;
  }, `the deployment to be ${states.join(' or ')}`);
}

test('release: a failing gate is shown with its evidence, retried, and the deployment is healthy', async () => {
  const production = await environment('production');
  line['production'] = production;
  serviceAnswers = 503;
  const deployment = await api.call('release.deployRelease', {
    body: { release: line['release'] ?? '', environment: production },
  });
  const failed = await deploymentIn(deployment.ref, ['failed']);
  expect(failed.failure?.class).toBe('health-gate');
  expect(failed.can).toContain('retry');
  const build = failed.steps.find(({ name }) => name === 'Build');
  const log = await api.call('release.getAttemptLog', {
    params: { id: build?.attempts[0]?.ref ?? '' },
    query: {},
  });
  expect(log.text).toContain('building 1.1.0');

  serviceAnswers = 200;
  await api.call('release.retryStep', { params: { id: deployment.ref } });
  await deploymentIn(deployment.ref, ['succeeded']);
  await api.call('release.reportHealth', {
    params: { id: deployment.ref },
    body: { state: 'healthy', says: 'The probe answers.', seconds: 3600 },
  });
  line['deployment'] = deployment.ref;
});

test('flags: targeting and a percentage rollout, evaluated by the published OpenFeature provider', async () => {
  const flag = await api.call('flags.createFlag', {
    body: {
      key: 'resource-planning',
      title: 'Resource planning board',
      type: 'boolean',
      ownerUnit: line['unit'] ?? '',
      clientSide: true,
      gates: [line['feature'] ?? ''],
    },
  });
  line['flag'] = flag.ref;
  const params = { id: flag.ref, environment: line['production'] ?? '' };
  const before = await api.call('flags.getFlagConfiguration', { params });
  await api.call('flags.setFlagConfiguration', {
    params,
    ifMatch: before.revision,
    body: {
      on: true,
      targets: [],
      rules: [
        {
          clauses: [{ attribute: 'segment', op: 'in', values: ['general-contractor'] }],
          variation: 0,
        },
      ],
      fallthrough: { rollout: { variations: [{ variation: 0, weight: 25_000 }, { variation: 1, weight: 75_000 }] } },
      offVariation: 1,
      prerequisites: [],
    },
  });
  const { key } = await api.call('flags.createSdkKey', {
    body: { environment: line['production'] ?? '', kind: 'server', name: 'line test' },
  });
  await OpenFeature.setProviderAndWait(
    new OFREPProvider({ baseUrl: server.url, headers: [['Authorization', `Bearer ${key}`]] }),
  );
  const client = OpenFeature.getClient();
  const targeted = await client.getBooleanDetails('resource-planning', false, {
    targetingKey: 'sam',
    segment: 'general-contractor',
  });
  expect(targeted).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, index) =>
      client.getBooleanValue('resource-planning', false, { targetingKey: `person-${index}` }),
    ),
  );
  // 400 people at 25 %: a mean of 100 with a standard deviation of 8.7; five of them either way.
  const shown = answers.filter(Boolean).length;
  expect(shown).toBeGreaterThan(56);
  expect(shown).toBeLessThan(144);
  await OpenFeature.close();
});
