import { dayFromNow, type SeedStep } from './seed-step.ts';

/** Something of all that the operations domain keeps, with a service that it is about. */
export const operationsSteps: readonly SeedStep[] = [
  [
    'an incident with its postmortem',
    async (api, made) => {
      const incident = await api.call('operations.openIncident', {
        body: {
          title: 'The board loads slowly',
          ownerUnit: made.get('unit'),
          severity: 3,
          service: made.get('service'),
          impact: 'Planning a week takes a minute longer.',
        },
      });
      const params = { id: incident.ref };
      await api.call('operations.addIncidentNote', {
        params,
        body: { text: 'The cache was cold after a restart.', kind: 'decision' },
      });
      await api.call('operations.assignIncidentRole', {
        params,
        body: { role: 'commander', person: made.get('person') },
      });
      const postmortem = await api.call('operations.draftPostmortem', { params });
      await api.call('decisions.createAction', {
        body: { title: 'Warm the cache before traffic comes', source: postmortem.ref },
      });
    },
  ],
  [
    'an SLO that burns',
    async (api, made) => {
      const metric = await api.call('catalog.createMetric', {
        body: {
          title: 'Boards that open in two seconds',
          definition: 'The share of openings of a board that took less than two seconds.',
          ownerUnit: made.get('unit'),
          unit: '%',
          direction: 'up',
        },
      });
      await api.call('operations.createSlo', {
        body: {
          title: 'Boards open',
          service: made.get('service'),
          objective: 99.5,
          indicator: { kind: 'share', metric: metric.ref },
        },
      });
      for (const [ago, value] of [
        [6, 99.9],
        [5, 99.8],
        [4, 99.9],
        [3, 98.7],
        [2, 98.9],
        [1, 98.8],
      ] as const) {
        await api.call('catalog.recordMetricValue', {
          params: { id: metric.ref },
          body: { on: dayFromNow(-ago), value },
        });
      }
      await api.call('operations.createSlo', {
        body: { title: 'Requests answered', service: made.get('service'), objective: 99.9 },
      });
    },
  ],
  [
    'a security finding with an exception that is asked for',
    async (api, made) => {
      const { ref } = await api.call('operations.createSecurityFinding', {
        body: {
          title: 'Tokens stand in the log',
          ownerUnit: made.get('unit'),
          severity: 'high',
          service: made.get('service'),
          location: 'src/log.ts:12',
        },
      });
      await api.call('operations.askSecurityException', {
        params: { id: ref },
        body: { reason: 'The logger is replaced next month.', until: dayFromNow(40) },
      });
    },
  ],
  [
    'a planned change',
    async (api, made) => {
      await api.call('operations.planInfrastructureChange', {
        body: {
          title: 'PostgreSQL 17 to 18',
          ownerUnit: made.get('unit'),
          risk: 'high',
          startsAt: `${dayFromNow(3)}T06:00:00Z`,
          endsAt: `${dayFromNow(3)}T08:00:00Z`,
          wayBack: 'The snapshot of the hour before.',
          services: [made.get('service')],
          environments: [made.get('environment')],
        },
      });
    },
  ],
  [
    'a source of alerts',
    async (api, made) => {
      await api.call('operations.createAlertSource', {
        body: {
          kind: 'alertmanager',
          name: 'Alertmanager of production',
          unit: made.get('unit'),
          service: made.get('service'),
        },
      });
    },
  ],
];
