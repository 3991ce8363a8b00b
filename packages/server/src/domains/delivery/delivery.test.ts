import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../platform/access/actor.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { deliveryGates } from './gates.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let feature: Id<'feature'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const created = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Field', state: 'active' }),
    feature: await createEntity(context, { kind: 'feature', title: 'Forms', state: 'building' }),
  }));
  unit = toReference('unit', created.unit.id);
  feature = created.feature.id;
});
afterAll(() => app.stop());

const gate = () => {
  const [found] = deliveryGates;
  if (!found) throw new Error('there is a gate');
  const context = { db: app.database.db, actor: system('test'), now: app.clock.now() };
  return found.check(context, { kind: 'feature', id: feature });
};

test('a story is begun when it moves on and done when it is done; reopened it is neither', async () => {
  const { ref } = await admin.call('delivery.createStory', {
    body: {
      title: 'Save without a network',
      ownerUnit: unit,
      estimate: 3,
      implements: [toReference('feature', feature)],
    },
  });
  const move = (state: string, ifMatch: number) =>
    admin.call('delivery.changeStory', {
      params: { id: ref },
      body: { state: state as 'done' },
      ifMatch,
    });
  await move('in-progress', 1);
  app.clock.set(Temporal.Instant.from('2026-11-24T09:00:00Z'));
  await move('done', 2);
  const done = await admin.call('delivery.getStory', { params: { id: ref } });
  expect(done).toMatchObject({
    estimate: 3,
    implements: [{ title: 'Forms' }],
    startedAt: '2026-11-23T09:00:00.000Z',
    doneAt: '2026-11-24T09:00:00.000Z',
  });
  await move('open', 3);
  const open = await admin.call('delivery.getStory', { params: { id: ref } });
  expect(open).toMatchObject({ startedAt: null, doneAt: null });
  const listed = await admin.call('delivery.listStories', {
    query: { implements: toReference('feature', feature), state: 'open' },
  });
  expect(listed.items).toMatchObject([{ ref }]);
});

test('the gate opens when the design is approved, and closes again with another version', async () => {
  expect(await gate()).toMatchObject({ state: 'inconclusive' });
  const { ref } = await admin.call('delivery.createDesignRelease', {
    body: {
      title: 'Offline forms',
      ownerUnit: unit,
      designs: toReference('feature', feature),
      file: 'https://design.example/forms',
      version: 'v3',
      checklist: [{ text: 'Contrast at least 4.5:1', result: 'met' }, { text: 'Empty state' }],
    },
  });
  const params = { id: ref };
  expect(await gate()).toMatchObject({ state: 'closed' });

  const early = await admin.attempt('delivery.approveDesignRelease', {
    params,
    body: { verdict: 'approved' },
    ifMatch: 1,
  });
  expect(early).toMatchObject({ status: 409, body: { code: 'delivery.checklist_unmet' } });
  const conditional = await admin.call('delivery.approveDesignRelease', {
    params,
    body: { verdict: 'conditional', reason: 'draw the empty state' },
    ifMatch: 1,
  });
  expect((await gate()).state).toBe('closed');

  await admin.call('delivery.changeDesignRelease', {
    params,
    body: {
      checklist: [
        { text: 'Contrast at least 4.5:1', result: 'met' },
        { text: 'Empty state', result: 'met' },
      ],
    },
    ifMatch: conditional.revision,
  });
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'Go?',
      options: ['Go'],
      effects: [{ effect: 'delivery.decide-design-release', target: ref }],
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Go' },
    ifMatch: 1,
  });
  expect(await gate()).toMatchObject({ state: 'open', says: 'Approved: “Offline forms” v3.' });

  const { revision } = await admin.call('delivery.getDesignRelease', { params });
  await admin.call('delivery.changeDesignRelease', {
    params,
    body: { version: 'v4' },
    ifMatch: revision,
  });
  expect((await gate()).state).toBe('closed');
  const view = await admin.call('delivery.getDesignRelease', { params });
  expect(view).toMatchObject({ state: 'pending', verdictAt: null, version: 'v4' });
});
