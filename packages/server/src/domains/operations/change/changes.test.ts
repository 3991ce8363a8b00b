import { parseReference, toReference, type EntityRef, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let second: Caller;
let unit: EntityRef<'unit'>;
let service: Reference<'service'>;
let environment: Reference<'environment'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, keyDays: 30 });
  unit = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Platform', state: 'active' }),
  );
  second = await app.member({ keyDays: 30, roles: [{ role: 'editor', unit: unit.id }] });
  const ownerUnit = toReference('unit', unit.id);
  service = (
    await admin.call('catalog.createService', {
      body: { title: 'db', ownerUnit, tier: 1, dataClassification: 'restricted' },
    })
  ).ref;
  environment = (
    await admin.call('release.createEnvironment', {
      body: { key: 'live', title: 'Live', ownerUnit, stage: 'deployment', production: true },
    })
  ).ref;
});
afterAll(() => app.stop());

const plan = (title: string, startsAt: string, endsAt: string) =>
  admin.call('operations.planInfrastructureChange', {
    body: {
      title,
      ownerUnit: toReference('unit', unit.id),
      risk: 'high',
      startsAt,
      endsAt,
      wayBack: 'The snapshot.',
      services: [service],
      environments: [environment],
      external: { system: 'servicenow', id: `CHG-${title}`, address: 'https://example.com/chg' },
    },
  });
const view = (id: string) => admin.call('operations.getInfrastructureChange', { params: { id } });
const gate = (about: string) =>
  admin.call('platform.checkGate', {
    params: { key: 'operations.no-change-underneath' },
    query: { about },
  });

test('a change that clashes with a freeze is approved by somebody else, with a reason, or not at all', async () => {
  await admin.call('release.freezeEnvironment', {
    params: { id: environment },
    body: { reason: 'Year end', until: '2026-11-25T12:00:00Z' },
    ifMatch: 1,
  });
  const { ref, revision } = await plan('Upgrade', '2026-11-25T10:00:00Z', '2026-11-25T11:00:00Z');
  const after = await plan('Later', '2026-11-25T12:00:00Z', '2026-11-25T13:00:00Z');
  const beside = await plan('Beside', '2026-11-25T10:30:00Z', '2026-11-25T11:30:00Z');
  expect((await view(ref)).clashes).toEqual([
    'Live is frozen until 2026-11-25T12:00Z: Year end',
    '“Beside” is planned then, too',
  ]);
  // A freeze that ends when a window begins is no clash, nor is a change that has ended by then.
  expect((await view(after.ref)).clashes).toEqual([]);
  expect((await view(beside.ref)).external).toMatchObject([{ id: 'CHG-Beside' }]);

  // The calendar has them on their day, with what they run into.
  const { changes } = await admin.call('rhythm.getCalendar', {
    query: { from: '2026-11-25', to: '2026-11-25' },
  });
  expect(changes.map(({ title, from, clashes }) => [title, from, clashes.length])).toEqual([
    ['Upgrade', '2026-11-25', 2],
    ['Beside', '2026-11-25', 2],
    ['Later', '2026-11-25', 0],
  ]);
  const dayBefore = { from: '2026-11-24', to: '2026-11-24' };
  expect((await admin.call('rhythm.getCalendar', { query: dayBefore })).changes).toEqual([]);

  const approval = { params: { id: ref }, ifMatch: revision };
  const own = await admin.attempt('operations.approveInfrastructureChange', {
    ...approval,
    body: { despite: 'It must.' },
  });
  expect(own).toMatchObject({ status: 403, body: { code: 'operations.own_request' } });
  const clash = await second.attempt('operations.approveInfrastructureChange', {
    ...approval,
    body: {},
  });
  expect(clash).toMatchObject({ status: 409, body: { code: 'operations.clashes' } });
  const approved = await second.call('operations.approveInfrastructureChange', {
    ...approval,
    body: { despite: 'The certificate ends that day.' },
  });

  // Another window has to be approved anew; another title hasn't.
  const renamed = await admin.call('operations.changeInfrastructureChange', {
    params: { id: ref },
    body: { title: 'Upgrade of the database' },
    ifMatch: approved.revision,
  });
  expect(await view(ref)).toMatchObject({
    state: 'approved',
    despite: 'The certificate ends that day.',
  });
  const moved = await admin.call('operations.changeInfrastructureChange', {
    params: { id: ref },
    body: { startsAt: '2026-11-25T13:00:00Z', endsAt: '2026-11-25T14:00:00Z' },
    ifMatch: renamed.revision,
  });
  expect(await view(ref)).toMatchObject({ state: 'planned', approvedBy: null, clashes: [] });
  await second.call('operations.approveInfrastructureChange', {
    params: { id: ref },
    body: {},
    ifMatch: moved.revision,
  });
});

test('while it happens its gate is closed; how it ended is counted', async () => {
  const [change] = (
    await admin.call('operations.listInfrastructureChanges', { query: { state: 'approved' } })
  ).items;
  const id = change?.ref ?? '';
  expect(await gate(service)).toMatchObject({ state: 'open' });
  app.clock.set(Temporal.Instant.from('2026-11-25T13:10:00Z'));
  expect(await gate(service)).toMatchObject({ state: 'closed' });
  expect(await gate(environment)).toMatchObject({
    state: 'closed',
    says: '“Upgrade of the database” is planned until 2026-11-25T14:00:00.000Z.',
  });
  const move = async (to: 'in-progress' | 'rolled-back' | 'succeeded', note: string) =>
    admin.attempt('operations.moveInfrastructureChange', {
      params: { id },
      body: { to, note },
      ifMatch: (await view(id)).revision,
    });
  expect((await move('succeeded', '')).status).toBe(409);
  expect((await move('in-progress', '')).status).toBe(200);
  app.clock.set(Temporal.Instant.from('2026-11-25T13:40:00Z'));

  // An incident on the service: what was begun half an hour before is proposed as its cause.
  const { ref: incident } = await admin.call('operations.openIncident', {
    body: { title: 'Down', ownerUnit: toReference('unit', unit.id), severity: 1, service },
  });
  const proposed = await admin.call('operations.proposeIncidentCauses', {
    params: { id: incident },
  });
  expect(proposed.items).toMatchObject([{ entity: { ref: id }, says: 'Begun 30 minutes before' }]);
  const opened = await admin.call('operations.getIncident', { params: { id: incident } });
  await admin.call('operations.changeIncident', {
    params: { id: incident },
    body: { change: id },
    ifMatch: opened.revision,
  });
  expect((await view(id)).incidents).toMatchObject([{ ref: incident }]);
  expect(
    await admin.call('platform.checkGate', {
      params: { key: 'operations.no-incident-to-severity-2' },
      query: { about: service },
    }),
  ).toMatchObject({ state: 'closed', says: '“Down” of severity 1 is not resolved.' });

  expect((await move('rolled-back', 'Replication broke.')).status).toBe(200);
  expect(await gate(service)).toMatchObject({ state: 'open' });
  const failure = await admin.call('insights.runInsight', {
    params: { key: 'operations.change-failure' },
    query: { parameters: JSON.stringify({ since: '2026-11-01' }) },
  });
  expect(failure.figures[0]).toMatchObject({ key: 'failed_share', value: 100 });
  const ahead = await admin.call('insights.runInsight', {
    params: { key: 'operations.planned-changes' },
    query: { parameters: JSON.stringify({ unit: toReference('unit', unit.id) }) },
  });
  expect(ahead.rows).toEqual([]);
  expect(parseReference(id)?.kind).toBe('infrastructure_change');
});
