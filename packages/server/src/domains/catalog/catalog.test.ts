import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { standingOf } from './rules.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const created = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Project Tools', state: 'active' }),
  );
  unit = toReference('unit', created.id);
});
afterAll(() => app.stop());

const createMetric = (title: string, more: { target?: number; freshnessDays?: number } = {}) =>
  admin.call('catalog.createMetric', {
    body: {
      title,
      definition: 'Accounts that opened a drawing in the last 28 days',
      ownerUnit: unit,
      unit: 'accounts',
      direction: 'up',
      ...more,
    },
  });

test('the product map shows features and services under their product, and those without one', async () => {
  const product = await admin.call('catalog.createProduct', {
    body: { title: 'Drawings', ownerUnit: unit },
  });
  const initiative = await admin.call('strategy.createInitiative', {
    body: { title: 'Faster drawings', ownerUnit: unit },
  });
  const feature = await admin.call('catalog.createFeature', {
    body: {
      title: 'Sheet compare',
      ownerUnit: unit,
      product: product.ref,
      delivers: [initiative.ref],
      documentation: 'https://docs.example/sheet-compare',
    },
  });
  await admin.call('catalog.createService', {
    body: { title: 'Tile server', ownerUnit: unit, tier: 2, dataClassification: 'internal' },
  });
  const map = await admin.call('catalog.getProductMap');
  expect(map.products).toMatchObject([
    { title: 'Drawings', features: [{ ref: feature.ref }], services: [] },
  ]);
  expect(map.servicesWithoutProduct).toMatchObject([{ title: 'Tile server', tier: 2 }]);
  const view = await admin.call('catalog.getFeature', { params: { id: feature.ref } });
  expect(view).toMatchObject({
    product: { ref: product.ref },
    delivers: [{ ref: initiative.ref }],
    documentation: 'https://docs.example/sheet-compare',
  });

  const changed = await admin.call('catalog.changeFeature', {
    params: { id: feature.ref },
    body: { product: null, delivers: [], state: 'available' },
    ifMatch: view.revision,
  });
  const after = await admin.call('catalog.getFeature', { params: { id: feature.ref } });
  expect(after).toMatchObject({
    revision: changed.revision,
    state: 'available',
    product: null,
    delivers: [],
  });
});

test('a service that needs itself over another is refused as a circle', async () => {
  const service = (title: string, dependsOn: string[]) =>
    admin.call('catalog.createService', {
      body: { title, ownerUnit: unit, tier: 1, dataClassification: 'confidential', dependsOn },
    });
  const one = await service('Accounts', []);
  const other = await service('Permissions', [one.ref]);
  const answer = await admin.attempt('catalog.changeService', {
    params: { id: one.ref },
    body: { dependsOn: [other.ref] },
    ifMatch: 1,
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'entity.circular' } });
  const view = await admin.call('catalog.getService', { params: { id: one.ref } });
  expect(view).toMatchObject({ dependsOn: [], neededBy: [{ ref: other.ref }] });
});

test('the last entry for a day counts, and the entry that it corrects stays readable', async () => {
  const { ref } = await createMetric('Weekly accounts', { target: 130, freshnessDays: 7 });
  const params = { id: ref };
  await admin.call('catalog.recordMetricValue', { params, body: { on: '2026-11-09', value: 100 } });
  await admin.call('catalog.recordMetricValue', { params, body: { on: '2026-11-16', value: 210 } });
  await admin.call('catalog.recordMetricValue', {
    params,
    body: { on: '2026-11-16', value: 120, note: 'a digit too many' },
  });
  const view = await admin.call('catalog.getMetric', { params });
  // 2026-11-16 to 2026-11-23 is 7 days: as old as its freshness allows, not older; 120 − 100 = 20.
  expect(view).toMatchObject({
    last: { on: '2026-11-16', value: 120 },
    change: 20,
    ageDays: 7,
    stale: false,
    onTarget: false,
  });
  const values = await admin.call('catalog.listMetricValues', { params });
  expect(values.items.map(({ on, value, corrections }) => [on, value, corrections])).toEqual([
    ['2026-11-16', 120, 1],
    ['2026-11-09', 100, 0],
  ]);
  const all = await admin.call('catalog.listMetricValues', {
    params,
    query: { corrected: 'true', limit: 2 },
  });
  expect(all.items.map(({ value, current }) => [value, current])).toEqual([
    [120, true],
    [210, false],
  ]);
  const rest = await admin.call('catalog.listMetricValues', {
    params,
    query: { corrected: 'true', limit: 2, cursor: all.nextCursor ?? '' },
  });
  expect(rest).toMatchObject({ items: [{ value: 100 }], nextCursor: null });
});

test('a batch of values is recorded whole or not at all', async () => {
  const { ref } = await createMetric('Batch');
  const answer = await admin.attempt('catalog.recordMetricValues', {
    body: {
      values: [
        { metric: ref, on: '2026-11-20', value: 1 },
        { metric: ref, on: '2026-11-25', value: 2 },
      ],
    },
  });
  expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  const view = await admin.call('catalog.getMetric', { params: { id: ref } });
  expect(view).toMatchObject({ last: null, stale: true });
});

test('more writers at once than there are connections all get through', async () => {
  const { ref } = await createMetric('Busy');
  const days = Array.from(
    { length: 24 },
    (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`,
  );
  const answers = await Promise.all(
    days.map((on, value) =>
      admin.attempt('catalog.recordMetricValue', { params: { id: ref }, body: { on, value } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(days.map(() => 201));
});

test('only a contributor of the owning unit records values', async () => {
  const { ref } = await createMetric('Guarded');
  const stranger = await app.member({ name: 'Sam' });
  const answer = await stranger.attempt('catalog.recordMetricValue', {
    params: { id: ref },
    body: { on: '2026-11-20', value: 1 },
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('changing what a metric measures leaves the key results that it feeds alone', async () => {
  const metric = await createMetric('Shared');
  const product = await admin.call('catalog.createProduct', {
    body: { title: 'Models', ownerUnit: unit },
  });
  const objective = await admin.call('strategy.createObjective', {
    body: { title: 'Used weekly', ownerUnit: unit, commitment: 'committed', fiscalYear: 2027 },
  });
  const keyResult = await admin.call('strategy.createKeyResult', {
    body: {
      title: 'More accounts',
      objective: objective.ref,
      metric: metric.ref,
      baseline: 0,
      target: 10,
      direction: 'up',
      unit: 'accounts',
    },
  });
  await admin.call('catalog.changeMetric', {
    params: { id: metric.ref },
    body: { measures: [product.ref], target: 12 },
    ifMatch: 1,
  });
  const view = await admin.call('catalog.getMetric', { params: { id: metric.ref } });
  expect(view).toMatchObject({ target: 12, measures: [{ ref: product.ref }] });
  const fed = await admin.call('strategy.getKeyResult', { params: { id: keyResult.ref } });
  expect(fed.metric).toMatchObject({ ref: metric.ref });
});

test('the snapshot shows each metric with its age and features by state, with their records', async () => {
  const answer = await admin.call('insights.runInsight', { params: { key: 'catalog.snapshot' } });
  const weekly = answer.figures.find(({ label }) => label === 'Weekly accounts');
  expect(weekly).toMatchObject({
    value: 120,
    unit: 'accounts',
    asOf: '2026-11-16T00:00:00.000Z',
    stale: false,
    records: [{ title: 'Weekly accounts' }],
  });
  const available = answer.figures.find(({ key }) => key === 'features.available');
  expect(available).toMatchObject({ value: 1, records: [{ title: 'Sheet compare' }] });
  expect(answer.charts.find(({ title }) => title === 'Weekly accounts')?.series[0]?.points).toEqual(
    [
      { at: '2026-11-09', value: 100 },
      { at: '2026-11-16', value: 120 },
    ],
  );
});

test('a metric of which less is better is on target at or below it', () => {
  const today = Temporal.PlainDate.from('2026-03-01');
  const terms = { direction: 'down', target: 5, freshnessDays: 30 } as const;
  const last = { on: '2026-02-28', value: 5 };
  expect(standingOf(terms, last, { on: '2026-01-31', value: 8 }, today)).toEqual({
    last,
    change: -3,
    ageDays: 1,
    stale: false,
    onTarget: true,
  });
});
