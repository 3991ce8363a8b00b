import { toReference, type EntityRef } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../platform/access/actor.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { operationsGates } from '../gates.ts';

let app: TestApp;
let admin: Caller;
let unit: EntityRef<'unit'>;
let deployment: EntityRef<'deployment'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true });
  unit = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Platform', state: 'active' }),
  );
  deployment = await app.write((context) =>
    createEntity(context, { kind: 'deployment', title: 'Deployment 7', state: 'succeeded' }),
  );
});
afterAll(() => app.stop());

test('an open incident that names a deployment closes its gate until it is resolved', async () => {
  const [gate] = operationsGates;
  const check = () =>
    gate!.check({ db: app.database.db, actor: system('test'), now: app.clock.now() }, deployment);
  expect((await check()).state).toBe('open');
  const { ref } = await admin.call('operations.openIncident', {
    body: {
      title: 'Drawings do not open',
      ownerUnit: toReference('unit', unit.id),
      severity: 1,
      deployment: toReference('deployment', deployment.id),
    },
  });
  expect(await check()).toMatchObject({ state: 'closed', says: '“Drawings do not open” is open.' });
  const home = await admin.call('platform.getHome', {});
  expect(home.needs).toContainEqual(expect.objectContaining({ key: ref, urgency: 'overdue' }));

  const params = { id: ref };
  await admin.call('operations.addIncidentNote', { params, body: { text: 'Rolled back.' } });
  app.clock.set(Temporal.Instant.from('2026-11-23T10:30:00Z'));
  await admin.call('operations.resolveIncident', { params, body: { cause: 'A missing index' } });
  expect((await check()).state).toBe('open');
  const again = await admin.attempt('operations.resolveIncident', { params, body: {} });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const view = await admin.call('operations.getIncident', { params });
  expect(view).toMatchObject({ state: 'resolved', cause: 'A missing index' });
  expect(view.notes.map(({ text }) => text)).toEqual(['Rolled back.', 'Resolved.']);

  const insight = await admin.call('insights.runInsight', {
    params: { key: 'operations.incidents' },
    query: { parameters: JSON.stringify({ since: '2026-11-01' }) },
  });
  // From 09:00 to 10:30.
  expect(insight.rows).toMatchObject([{ incident: 'Drawings do not open', hours: 1.5 }]);
  await admin.call('operations.reopenIncident', { params, body: { reason: 'It is back' } });
  expect((await check()).state).toBe('closed');
});

test('a second severity and a state narrow the list', async () => {
  await admin.call('operations.openIncident', {
    body: { title: 'Slow search', ownerUnit: toReference('unit', unit.id), severity: 3 },
  });
  const severe = await admin.call('operations.listIncidents', { query: { severity: 1 } });
  expect(severe.items.map(({ title }) => title)).toEqual(['Drawings do not open']);
  const future = await admin.attempt('operations.openIncident', {
    body: {
      title: 'Tomorrow',
      ownerUnit: toReference('unit', unit.id),
      severity: 3,
      startedAt: '2026-12-01T00:00:00Z',
    },
  });
  expect(future.status).toBe(422);
});
