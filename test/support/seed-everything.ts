import { eventually, type ApiClient } from './api-client.ts';
import type { CustomerRepository } from './customer-repository.ts';
import { deliverySteps, reportTests } from './seed-delivery.ts';
import { marketSteps } from './seed-market.ts';
import { dayFromNow, type Seeded, type SeedStep } from './seed-step.ts';

const strategySteps: readonly SeedStep[] = [
  [
    'what is shipped',
    async (api, made) => {
      const { items: units } = await api.call('entities.search', {
        query: { q: 'Resource Management', kind: 'unit' },
      });
      const { items: people } = await api.call('entities.search', {
        query: { q: 'Hemendra', kind: 'person' },
      });
      made.set('unit', units[0]?.ref ?? '');
      made.set('person', people[0]?.ref ?? '');
    },
  ],
  [
    'a principle',
    async (api, made) => {
      await api.call('org.createPrinciple', {
        body: { statement: 'A decision names one decider', owner: made.get('unit') },
      });
    },
  ],
  [
    'a plan with a priority',
    async (api, made) => {
      const fiscalYear = Temporal.Now.plainDateISO('UTC').year;
      const plan = await api.call('strategy.createPlan', {
        body: { title: `Plan of ${fiscalYear}`, ownerUnit: made.get('unit'), fiscalYear },
      });
      const priority = await api.call('strategy.createPriority', {
        body: { title: 'Crews planned on one board', plan: plan.ref },
      });
      await api.call('strategy.adoptPlan', { params: { id: plan.ref }, ifMatch: plan.revision });
      made.set('priority', priority.ref);
    },
  ],
  [
    'an objective with a key result that is measured',
    async (api, made) => {
      const ownerUnit = made.get('unit');
      const objective = await api.call('strategy.createObjective', {
        body: {
          title: 'A week is planned in minutes',
          ownerUnit,
          commitment: 'committed',
          fiscalYear: Temporal.Now.plainDateISO('UTC').year,
          serves: [{ to: made.get('priority') }],
        },
      });
      made.set('objective', objective.ref);
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
      made.set('metric', metric.ref);
      for (const [ago, value] of [
        [21, 60],
        [14, 52],
        [7, 48],
        [0, 41],
      ] as const) {
        await api.call('catalog.recordMetricValue', {
          params: { id: metric.ref },
          body: { on: dayFromNow(-ago), value },
        });
      }
      const keyResult = await api.call('strategy.createKeyResult', {
        body: {
          title: 'Planning time from 60 to 20 minutes',
          objective: objective.ref,
          owner: made.get('person'),
          metric: metric.ref,
          baseline: 60,
          target: 20,
          direction: 'down',
          unit: 'minutes',
        },
      });
      made.set('key result', keyResult.ref);
      await api.call('strategy.checkIn', {
        params: { id: keyResult.ref },
        body: {
          confidence: 6,
          status: 'at-risk',
          comment: 'The import of calendars takes longer.',
        },
      });
    },
  ],
  [
    'an initiative that is at risk',
    async (api, made) => {
      const initiative = await api.call('strategy.createInitiative', {
        body: {
          title: 'Resource planning board',
          summary: 'Superintendents see people and equipment of a week in one place.',
          ownerUnit: made.get('unit'),
          owner: made.get('person'),
          stage: 'building',
          serves: [{ to: made.get('objective') }, { to: made.get('key result') }],
        },
      });
      made.set('initiative', initiative.ref);
      await api.call('strategy.setHealth', {
        params: { id: initiative.ref },
        ifMatch: initiative.revision,
        body: { health: 'amber', reason: 'Two of five calendars are connected.' },
      });
    },
  ],
  [
    'a risk',
    async (api, made) => {
      await api.call('decisions.createRisk', {
        body: {
          title: 'The calendar vendor changes its prices',
          threatens: [made.get('initiative')],
          owner: made.get('person'),
          likelihood: 3,
          impact: 4,
          mitigation: 'A second vendor is being tried.',
          dueOn: dayFromNow(30),
        },
      });
    },
  ],
  [
    'a finding',
    async (api, made) => {
      const { ref } = await api.call('strategy.createFinding', {
        body: {
          title: 'Hand-overs between shifts are on paper',
          type: 'improvement',
          ownerUnit: made.get('unit'),
          owner: made.get('person'),
        },
      });
      made.set('finding', ref);
    },
  ],
];

const productSteps: readonly SeedStep[] = [
  [
    'a product, a feature and a service',
    async (api, made) => {
      const ownerUnit = made.get('unit');
      const product = await api.call('catalog.createProduct', {
        body: { title: 'Workforce', summary: 'Who works where.', ownerUnit },
      });
      const feature = await api.call('catalog.createFeature', {
        body: {
          title: 'Planning board',
          ownerUnit,
          product: product.ref,
          state: 'building',
          documentation: 'https://docs.example.com/planning-board',
          delivers: [made.get('initiative')],
        },
      });
      made.set('feature', feature.ref);
      const service = await api.call('catalog.createService', {
        body: {
          title: 'planning-api',
          ownerUnit,
          product: product.ref,
          tier: 2,
          dataClassification: 'internal',
        },
      });
      made.set('service', service.ref);
    },
  ],
  ...deliverySteps,
  [
    'a flag that is on in one environment',
    async (api, made) => {
      const { items } = await api.call('release.listEnvironments', {});
      const environment = items.find(({ key }) => key === 'staging')?.ref ?? '';
      made.set('environment', environment);
      const flag = await api.call('flags.createFlag', {
        body: {
          key: 'planning-board',
          title: 'Planning board',
          ownerUnit: made.get('unit'),
          clientSide: true,
          gates: [made.get('feature')],
        },
      });
      made.set('flag', flag.ref);
      await api.call('flags.createSegment', {
        params: { environment },
        body: { key: 'pilots', title: 'Pilot customers', included: [{ values: ['ada'] }] },
      });
    },
  ],
  [
    'an incident',
    async (api, made) => {
      const { ref } = await api.call('operations.openIncident', {
        body: {
          title: 'The board loads slowly',
          ownerUnit: made.get('unit'),
          severity: 3,
          service: made.get('service'),
        },
      });
      await api.call('operations.addIncidentNote', {
        params: { id: ref },
        body: { text: 'The cache was cold after a restart.' },
      });
    },
  ],
];

const decisionSteps: readonly SeedStep[] = [
  [
    'a review on the calendar',
    async (api, made) => {
      const { items } = await api.call('rhythm.listCadences', { query: { limit: 1 } });
      const { ref } = await api.call('rhythm.createReview', {
        body: { cadence: items[0]?.ref ?? '', startsAt: `${dayFromNow(7)}T15:00:00Z` },
      });
      made.set('review', ref);
    },
  ],
  [
    'a decision and an action',
    async (api, made) => {
      await api.call('decisions.createDecision', {
        body: {
          question: 'Does the board ship with five calendars?',
          options: ['All five', 'The two that work'],
          decider: made.get('person'),
          about: [made.get('initiative')],
        },
      });
      await api.call('decisions.createAction', {
        body: {
          title: 'Connect the third calendar',
          owner: made.get('person'),
          dueOn: dayFromNow(-1),
          source: made.get('initiative'),
        },
      });
    },
  ],
  [
    'an invited colleague and an API key',
    async (api, made) => {
      await api.call('access.invite', {
        body: {
          name: 'Grace Guest',
          email: 'grace@example.com',
          roles: [{ role: 'editor', unit: made.get('unit') }],
        },
      });
      await api.call('access.createApiKey', {
        body: { name: 'nightly export', scopes: ['*:read'] },
      });
    },
  ],
];

function releaseSteps(repository: CustomerRepository): readonly SeedStep[] {
  return [
    [
      'a repository with a merged change, a release and a deployment',
      async (api, made) => {
        const branch = `feature/${made.get('initiative')}-board`;
        repository.commit(branch, 'board.txt', 'a board\n', 'feat: plan a week on one board');
        repository.merge(branch, `Merge branch '${branch}'`);
        // A line that says it otherwise than a fix on main, so that its backport conflicts.
        repository.commit('release/1.0', 'service.txt', 'planning of 1.0\n', 'fix: words of 1.0');
        const fix = `fix/${made.get('initiative')}-words`;
        repository.commit(fix, 'service.txt', 'planning of resources\n', 'fix: words');
        repository.merge(fix, `Merge branch '${fix}'`);
        const { ref } = await api.call('release.connectRepository', {
          body: { address: repository.folder, title: 'planning-api', ownerUnit: made.get('unit') },
        });
        made.set('repository', ref);
        await eventually(async () => {
          const { items } = await api.call('release.listChanges', { query: { repository: ref } });
          return items.length > 0;
        }, 'the change');
        await reportTests(api, ref, branch);
        const release = await api.call('release.cutRelease', { body: { repository: ref } });
        await eventually(async () => {
          const { state } = await api.call('release.getRelease', { params: { id: release.ref } });
          return state === 'cut';
        }, 'the release to be cut');
        const deployment = await api.call('release.deployRelease', {
          body: { release: release.ref, environment: made.get('environment') },
        });
        made.set('deployment', deployment.ref);
        await eventually(async () => {
          const { state } = await api.call('release.getDeployment', {
            params: { id: deployment.ref },
          });
          return state === 'succeeded' || state === 'failed';
        }, 'the deployment to end');
      },
    ],
    [
      'a release line, a backport in conflict and a hotfix',
      async (api, made) => {
        const repositoryRef = made.get('repository');
        const line = await eventually(async () => {
          const { items } = await api.call('release.listReleaseLines', {
            query: { repository: repositoryRef },
          });
          return items[0]?.ref;
        }, 'the release line');
        const { items: changes } = await api.call('release.listChanges', {
          query: { repository: repositoryRef, state: 'merged' },
        });
        const change = changes.find(({ title }) => title === 'fix: words');
        const { refs } = await api.call('release.askBackports', {
          body: { change: change?.ref ?? '', lines: [line] },
        });
        await eventually(async () => {
          const { state } = await api.call('release.getBackport', {
            params: { id: refs[0] ?? '' },
          });
          return state === 'conflict';
        }, 'the backport to conflict');
      },
    ],
  ];
}

/**
 * Makes one connected line, with something of every kind that can be made by public operations.
 * Goes on after a step that fails and returns what failed, so that the rest can be looked at.
 */
export async function seedEverything(
  api: ApiClient,
  repository: CustomerRepository,
): Promise<string[]> {
  const references = new Map<string, string>();
  const made: Seeded = {
    get(name) {
      const reference = references.get(name);
      if (!reference) throw new Error(`needs ${name}, which was not made`);
      return reference;
    },
    set: (name, reference) => references.set(name, reference),
  };
  const failures: string[] = [];
  const steps = [
    ...strategySteps,
    ...productSteps,
    ...releaseSteps(repository),
    ...marketSteps,
    ...decisionSteps,
  ];
  for (const [name, make] of steps) {
    try {
      await make(api, made);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}
