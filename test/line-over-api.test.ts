import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityToken, openInAppSession, type InAppPerson } from './support/in-app-peer.ts';
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
let person: InAppPerson;

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
  const served = await api.call('strategy.getObjective', { params: { id: objective.ref } });
  expect(served.initiatives.map(({ ref }) => ref)).toEqual([initiative.ref]);
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
  const view = await api.call('catalog.getProduct', { params: { id: product.ref } });
  expect(view.features.map(({ ref }) => ref)).toEqual([feature.ref]);
  expect(view.services).toHaveLength(1);
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
  return eventually(
    async () => {
      const view = await api.call('release.getDeployment', { params: { id: ref } });
      return states.includes(view.state) && view;
    },
    `the deployment to be ${states.join(' or ')}`,
  );
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
      fallthrough: {
        rollout: {
          variations: [
            { variation: 0, weight: 25_000 },
            { variation: 1, weight: 75_000 },
          ],
        },
      },
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
  // A new key reaches the data plane by the feed, moments after it was answered.
  const targeted = await eventually(async () => {
    const details = await client.getBooleanDetails('resource-planning', false, {
      targetingKey: 'sam',
      segment: 'general-contractor',
    });
    return details.errorCode === undefined && details;
  }, 'the key to be known');
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

test('notify: a message bound to the flag and the deployment is told, once approved', async () => {
  const { key, identitySecret } = await api.call('flags.createSdkKey', {
    body: { environment: line['production'] ?? '', kind: 'client', name: 'customer application' },
  });
  const account = await api.call('engagement.createAccount', {
    body: {
      title: 'Northside Builders (sample)',
      segment: 'general-contractor',
      externalKey: 'northside',
      ownerUnit: line['unit'] ?? '',
    },
  });
  line['account'] = account.ref;
  const secret =
    identitySecret ??
    (
      await api.call('flags.rotateIdentitySecret', {
        params: { environment: line['production'] ?? '' },
      })
    ).identitySecret;
  const notification = await api.call('notify.createNotification', {
    body: {
      title: 'Plan the week on one board',
      body: 'Crews and equipment, **one board**.',
      ownerUnit: line['unit'] ?? '',
      environment: line['production'] ?? '',
      flag: { flag: line['flag'] ?? '', variation: 0 },
      deployment: line['deployment'] ?? '',
      action: { label: 'Open the board', url: '/demo' },
      feedbackQuestion: 'Does it fit how you plan?',
      announces: [line['initiative'] ?? ''],
    },
  });
  line['notification'] = notification.ref;
  const params = { id: notification.ref };
  await api.call('notify.submitNotification', { params });
  const { revision } = await api.call('notify.getNotification', { params });
  await api.call('notify.approveNotification', {
    params,
    body: { reason: 'The only administrator so far.' },
    ifMatch: revision,
  });
  await api.call('notify.publishNotification', { params });

  const now = Math.floor(Date.now() / 1000);
  const identity = identityToken(secret, {
    sub: 'sam',
    account: 'northside',
    attributes: { segment: 'general-contractor' },
    iat: now,
    exp: now + 3600,
  });
  person = await eventually(
    () => openInAppSession(server.url, key, identity).catch(() => undefined),
    'the client-side id to be known',
  );
  const message = await eventually(async () => {
    const { messages } = await person.feed();
    return messages.find(({ content }) => content.title === 'Plan the week on one board');
  }, 'the message to be told');
  expect(message.validForMs).toBeLessThanOrEqual(60_000);
  expect((await person.feed()).flags['resource-planning']?.value).toBe(true);
  // Somebody whom the flag doesn't serve the promised variation is told nothing.
  const other = await openInAppSession(
    server.url,
    key,
    identityToken(secret, { sub: await personWithoutFeature(), exp: now + 3600 }),
  );
  expect((await other.feed()).messages).toEqual([]);
});

/** Somebody outside the rollout, found by asking the flag about one person after another. */
async function personWithoutFeature(): Promise<string> {
  for (let index = 0; index < 50; index++) {
    const key = `stranger-${index}`;
    const { value } = await api.call('flags.evaluateFlag', {
      params: { id: line['flag'] ?? '', environment: line['production'] ?? '' },
      body: { context: { kind: 'user', key } },
    });
    if (value === false) return key;
  }
  throw new Error('at 25 % one of fifty people is outside, but for a chance of 10^-30');
}

test('notify: turning the flag off takes the message back within a second', async () => {
  const kill = person.nextEvent('kill');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const params = { id: line['flag'] ?? '', environment: line['production'] ?? '' };
  const started = performance.now();
  await api.call('flags.turnFlagOff', { params });
  const { payload } = await kill;
  expect(performance.now() - started).toBeLessThan(1000);
  expect(payload).toMatchObject({ messages: [line['notification']] });
  expect((await person.feed()).messages).toEqual([]);
  await api.call('flags.turnFlagOn', { params });
  await eventually(async () => (await person.feed()).messages.length > 0, 'the message again');
});

test('notify: an unhealthy deployment takes it back, a healthy one lets it go on', async () => {
  const kill = person.nextEvent('kill');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const params = { id: line['deployment'] ?? '' };
  await api.call('release.reportHealth', {
    params,
    body: { state: 'unhealthy', says: 'Every second request fails.', seconds: 3600 },
  });
  await kill;
  expect((await person.feed()).messages).toEqual([]);
  await api.call('release.reportHealth', {
    params,
    body: { state: 'healthy', says: 'It answers again.', seconds: 3600 },
  });
  await eventually(async () => (await person.feed()).messages.length > 0, 'the message again');
});

test('engagement: feedback given at the message becomes an entity of the line', async () => {
  const [message] = (await person.feed()).messages;
  if (!message) throw new Error('no message');
  expect(await person.giveFeedback(message, 'Now I can see who is free.')).toBe(202);
  expect(await person.giveFeedback(message, 'Now I can see who is free.')).toBe(202);
  const feedback = await eventually(async () => {
    const { items } = await api.call('engagement.listFeedback', { query: {} });
    return items.length > 0 && items;
  }, 'the feedback');
  expect(feedback).toHaveLength(1);
  line['feedback'] = feedback[0]?.ref ?? '';
});

test('launch: no-go while a P0 is missing, go by evidence, decided', async () => {
  const { questions } = await api.call('launch.listLaunchTemplates', {});
  const launch = await api.call('launch.createLaunch', {
    body: {
      title: 'Resource planning for everybody',
      ownerUnit: line['unit'] ?? '',
      targetOn: '2027-01-20',
      // Seven to ten points are tier 3.
      answers: Object.fromEntries(questions.map(({ key }, at) => [key, at < 2 ? 2 : 1])),
      launches: [line['initiative'] ?? ''],
      uses: [line['flag'] ?? ''],
      carriedBy: [line['deployment'] ?? ''],
    },
  });
  line['launch'] = launch.ref;
  const params = { id: launch.ref };
  const before = await api.call('launch.getReadiness', { params });
  expect(before.verdict).toBe('no-go');
  const design = await api.call('delivery.createDesignRelease', {
    body: {
      title: 'Planning board, first release',
      ownerUnit: line['unit'] ?? '',
      designs: line['initiative'] ?? '',
      file: 'https://design.example/planning-board',
      version: '1',
      checklist: [{ text: 'Text contrast is at least 4.5 to 1', result: 'met' }],
    },
  });
  await api.call('delivery.approveDesignRelease', {
    params: { id: design.ref },
    ifMatch: design.revision,
    body: { verdict: 'approved' },
  });
  for (const [kind, body] of [
    ['competitor', { title: 'A competitor (sample)' }],
    ['campaign', { title: 'Planning week' }],
  ] as const) {
    if (kind === 'competitor') {
      await api.call('launch.createCompetitor', {
        body: { ...body, ownerUnit: line['unit'] ?? '', supports: [launch.ref] },
      });
    } else {
      await api.call('launch.createCampaign', {
        body: { ...body, ownerUnit: line['unit'] ?? '', supports: [launch.ref] },
      });
    }
  }
  for (const item of before.phases.flatMap(({ items }) => items)) {
    if (item.byHand) {
      await api.call('launch.confirmReadinessItem', {
        params: { id: item.ref },
        body: { note: 'Seen.', address: 'https://docs.example/planning-board' },
      });
    }
  }
  const notification = await api.call('notify.getNotification', {
    params: { id: line['notification'] ?? '' },
  });
  expect(notification.state).toBe('live');
  await api.call('entities.createLink', {
    params: { ref: line['notification'] ?? '' },
    body: { relation: 'announces', to: launch.ref },
  });
  const ready = await api.call('launch.getReadiness', { params });
  const missing = ready.phases
    .flatMap(({ items, counts }) => (counts === 'readiness' ? items : []))
    .filter(({ state, priority }) => state !== 'met' && priority === 'P0');
  expect(missing.map(({ key, says }) => `${key}: ${says}`)).toEqual([]);
  const decision = await api.call('decisions.createDecision', {
    body: {
      question: 'Does it go?',
      options: ['Go', 'No go'],
      madeIn: launch.ref,
      effects: [{ effect: 'launch.go', target: launch.ref, option: 'Go' }],
    },
  });
  await api.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    ifMatch: decision.revision,
    body: { choice: 'Go', reason: 'Every P0 is met.' },
  });
  expect((await api.call('launch.getLaunch', { params })).state).toBe('go');
});

test('rhythm: the review’s pack is frozen with a hash, decides on the initiative, leaves an action', async () => {
  const { items } = await api.call('rhythm.listCadences', { query: {} });
  const cadence = items.find(({ title }) => title.includes('Monthly Product Review'));
  const review = await api.call('rhythm.createReview', {
    body: { cadence: cadence?.ref ?? '', startsAt: '2026-12-08T17:00:00Z' },
  });
  line['review'] = review.ref;
  const params = { id: review.ref };
  const frozen = await api.call('rhythm.freezeReview', { params, ifMatch: review.revision });
  expect(frozen.sha256).toMatch(/^[0-9a-f]{64}$/);
  const pack = await api.call('rhythm.downloadPack', { params, query: {} });
  const again = await api.call('rhythm.downloadPack', { params, query: {} });
  expect(again).toEqual(pack);
  const markdown = await api.call('rhythm.exportPack', { params, query: {} });
  expect(String(markdown)).toContain('Weekly planning time');

  const { revision } = await api.call('rhythm.getReview', { params });
  await api.call('rhythm.holdReview', { params, ifMatch: revision });
  const decision = await api.call('decisions.createDecision', {
    body: {
      question: 'How does the planning board do?',
      options: ['It is at risk'],
      madeIn: review.ref,
      effects: [
        {
          effect: 'strategy.set-initiative-health',
          target: line['initiative'] ?? '',
          parameters: { health: 'amber', reason: 'Adoption is behind.' },
        },
      ],
    },
  });
  await api.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    ifMatch: decision.revision,
    body: { choice: 'It is at risk' },
  });
  const initiative = await api.call('strategy.getInitiative', {
    params: { id: line['initiative'] ?? '' },
  });
  expect(initiative).toMatchObject({ health: 'amber', healthReason: 'Adoption is behind.' });
  const action = await api.call('decisions.createAction', {
    body: { title: 'Call five superintendents', dueOn: '2026-12-11', source: review.ref },
  });
  const { items: actions } = await api.call('decisions.listActions', {
    query: { source: review.ref },
  });
  expect(actions.map(({ ref }) => ref)).toEqual([action.ref]);
});

test('the trace of the notification leads up to the priority and down to the feedback, also as of earlier', async () => {
  const params = { ref: line['notification'] ?? '' };
  const trace = await api.call('entities.getTrace', { params, query: {} });
  const at = (stage: string) =>
    trace.stages.find((one) => one.stage === stage)?.entities.map(({ ref }) => ref) ?? [];
  expect(at('priority')).toEqual([line['priority']]);
  expect(at('objective')).toContain(line['objective']);
  expect(at('initiative')).toEqual([line['initiative']]);
  expect(at('flag')).toEqual([line['flag']]);
  expect(at('launch')).toEqual([line['launch']]);
  expect(at('deployment')).toEqual([line['deployment']]);
  expect(at('feedback')).toEqual([line['feedback']]);
  const whole = await api.call('entities.getTrace', {
    params: { ref: line['initiative'] ?? '' },
    query: {},
  });
  const counts = Object.fromEntries(whole.stages.map(({ stage, count }) => [stage, count]));
  expect(counts).toMatchObject({
    priority: 1,
    initiative: 1,
    feature: 1,
    change: 1,
    release: 1,
    deployment: 1,
    flag: 1,
    launch: 1,
    notification: 1,
    feedback: 1,
  });
  const before = await api.call('entities.getTrace', {
    params,
    query: { asOf: '2026-01-01T00:00:00Z' },
  });
  expect(before.edges).toEqual([]);
});

test('the ledger of all of it holds', async () => {
  const verified = await api.call('platform.verifyLedger', {});
  expect(verified.holds).toBe(true);
});
