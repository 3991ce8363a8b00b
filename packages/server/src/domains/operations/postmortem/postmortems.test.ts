import { toReference, type EntityRef, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let second: Caller;
let incident: Reference<'incident'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const unit: EntityRef<'unit'> = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Platform', state: 'active' }),
  );
  second = await app.member({ name: 'Grace', roles: [{ role: 'contributor', unit: unit.id }] });
  const opened = await admin.call('operations.openIncident', {
    body: {
      title: 'Drawings do not open',
      summary: 'Every opening timed out.',
      ownerUnit: toReference('unit', unit.id),
      severity: 1,
      startedAt: '2026-11-23T08:30:00Z',
      impact: 'Nobody on site saw a drawing.',
    },
  });
  incident = opened.ref;
});
afterAll(() => app.stop());

test('a draft tells the incident as its timeline has it, in the order in which it happened', async () => {
  const params = { id: incident };
  await admin.call('operations.addIncidentNote', {
    params,
    body: { text: 'Rolled back.', kind: 'action' },
  });
  await admin.call('operations.addIncidentNote', {
    params,
    body: { text: 'The pager rang.', kind: 'detected', at: '2026-11-23T08:35:00Z' },
  });
  const ahead = await admin.attempt('operations.addIncidentNote', {
    params,
    body: { text: 'Tomorrow', at: '2026-11-24T08:35:00Z' },
  });
  expect(ahead.status).toBe(422);
  app.clock.set(Temporal.Instant.from('2026-11-23T09:15:00Z'));
  await admin.call('operations.mitigateIncident', { params, body: { how: 'A rollback.' } });
  const again = await admin.attempt('operations.mitigateIncident', { params, body: {} });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });

  const { ref } = await admin.call('operations.draftPostmortem', { params });
  const twice = await admin.attempt('operations.draftPostmortem', { params });
  expect(twice).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  const view = await admin.call('operations.getPostmortem', { params: { id: ref } });
  const text = (title: string) => view.sections.find((one) => one.title === title)?.text;
  expect(text('Summary')).toBe('Every opening timed out.');
  // From 08:30 to 09:15.
  expect(text('Impact')).toBe('Nobody on site saw a drawing.\n\nSeverity 1. It lasted 45 min.');
  expect(text('Timeline')).toBe(
    [
      '- 2026-11-23 08:30 It began.',
      '- 2026-11-23 08:35 The pager rang. (Ada)',
      '- 2026-11-23 09:00 Rolled back. (Ada)',
      '- 2026-11-23 09:15 Mitigated: A rollback. (Ada)',
    ].join('\n'),
  );
  expect((await admin.call('operations.getIncident', { params })).postmortem?.ref).toBe(ref);
});

test('somebody else publishes what was handed in, and its actions are counted', async () => {
  const [postmortem] = (await admin.call('operations.listPostmortems', {})).items;
  const params = { id: postmortem?.ref ?? '' };
  const now = () => admin.call('operations.getPostmortem', { params });
  const move = async (by: Caller, to: 'draft' | 'in-review' | 'published') =>
    by.attempt('operations.movePostmortem', {
      params,
      body: { to },
      ifMatch: (await now()).revision,
    });
  const { sections, revision } = await now();
  const written = sections.map((one) => ({ ...one, text: one.text || 'Said.' }));
  await second.call('operations.changePostmortem', {
    params,
    body: { sections: written },
    ifMatch: revision,
  });
  expect((await move(admin, 'published')).status).toBe(409);
  expect((await move(admin, 'in-review')).status).toBe(200);
  expect(await move(admin, 'published')).toMatchObject({
    status: 403,
    body: { code: 'operations.own_request' },
  });
  expect((await move(second, 'published')).status).toBe(200);
  expect(await now()).toMatchObject({
    state: 'published',
    handedInBy: 'Ada',
    publishedBy: 'Grace',
  });
  const late = await second.attempt('operations.changePostmortem', {
    params,
    body: { sections: written },
    ifMatch: (await now()).revision,
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'wrong_state' } });

  for (const title of ['Add the index', 'Alert on it']) {
    await admin.call('decisions.createAction', { body: { title, source: params.id } });
  }
  const [action] = (await admin.call('decisions.listActions', { query: { source: params.id } }))
    .items;
  await admin.call('decisions.changeAction', {
    params: { id: action?.ref ?? '' },
    body: { state: 'done' },
    ifMatch: action?.revision ?? 0,
  });
  expect(await now()).toMatchObject({ actions: 2, openActions: 1 });
  const insight = await admin.call('insights.runInsight', {
    params: { key: 'operations.incidents' },
    query: { parameters: '{}' },
  });
  expect(insight.figures.find(({ key }) => key === 'postmortem-actions')).toMatchObject({
    value: 1,
  });
});

test('the organisation’s own template is what the next one is drafted by', async () => {
  const sections = [
    { title: 'What we saw', prompt: 'Facts.', fills: 'timeline' as const },
    { title: 'What we change', prompt: '', fills: 'nothing' as const },
  ];
  await admin.call('operations.setPostmortemTemplate', { body: { sections } });
  const { ownerUnit } = await admin.call('operations.getIncident', { params: { id: incident } });
  const other = await admin.call('operations.openIncident', {
    body: { title: 'Slow', ownerUnit: ownerUnit?.ref ?? '', severity: 4 },
  });
  const { ref } = await admin.call('operations.draftPostmortem', { params: { id: other.ref } });
  const view = await admin.call('operations.getPostmortem', { params: { id: ref } });
  expect(view.sections.map(({ title }) => title)).toEqual(['What we saw', 'What we change']);
});
