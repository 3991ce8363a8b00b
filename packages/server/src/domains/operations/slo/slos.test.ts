import { toReference, type EntityRef, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let service: Reference<'service'>;

const gate = (key: string) =>
  admin.call('platform.checkGate', { params: { key }, query: { about: service } });

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, keyDays: 400 });
  const made: EntityRef<'unit'> = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Platform', state: 'active' }),
  );
  unit = toReference('unit', made.id);
  const { ref } = await admin.call('catalog.createService', {
    body: { title: 'search', ownerUnit: unit, tier: 1, dataClassification: 'internal' },
  });
  service = ref;
});
afterAll(() => app.stop());

async function percentMetric(title: string) {
  const { ref } = await admin.call('catalog.createMetric', {
    body: { title, definition: 'The good share.', ownerUnit: unit, unit: '%', direction: 'up' },
  });
  return ref;
}

test('what nobody promised or measured can’t be told, and no gate lets it pass', async () => {
  expect(await gate('operations.error-budget')).toMatchObject({ state: 'inconclusive' });
  const metric = await percentMetric('Searches answered');
  const { ref } = await admin.call('operations.createSlo', {
    body: {
      title: 'Search answers',
      service,
      objective: 99,
      window: { kind: 'rolling', days: 10 },
      indicator: { kind: 'share', metric },
    },
  });
  const empty = await admin.call('operations.getSlo', { params: { id: ref } });
  expect(empty).toMatchObject({ state: 'unknown', remaining: null });
  expect((await gate('operations.error-budget')).says).toContain('“Search answers”');

  // Of ten days that allow 1 % each, one day of 5 % and two of 1 % use 7 of 10.
  const record = (on: string, value: number) =>
    admin.call('catalog.recordMetricValue', { params: { id: metric }, body: { on, value } });
  const days = ['14', '15', '16', '17', '18', '19', '20', '21', '22', '23'];
  for (const [index, day] of days.entries()) {
    const value = index === 2 ? 95 : index === 0 || index === 1 ? 99 : 100;
    await record(`2026-11-${day}`, value);
  }
  const healthy = await admin.call('operations.getSlo', { params: { id: ref } });
  expect(healthy).toMatchObject({ state: 'healthy', attained: 99.3, remaining: 30 });
  expect(healthy.charts[0]?.series[0]?.points.map(({ value }) => value)).toEqual([
    90, 80, 30, 30, 30, 30, 30, 30, 30, 30,
  ]);
  expect(await gate('operations.error-budget')).toMatchObject({ state: 'open' });

  // 0, 1.5 and 1.5 % burn at 1; a tenth of the budget within 3 of 10 days is a burn of a third.
  await record('2026-11-22', 98.5);
  await record('2026-11-23', 98.5);
  const burning = await admin.call('operations.getSlo', { params: { id: ref } });
  expect(burning).toMatchObject({ state: 'spent', remaining: 0 });
  expect(burning.burning).toEqual(['3 d']);
  expect(await gate('operations.error-budget')).toMatchObject({
    state: 'closed',
    says: 'The error budget of “Search answers” is spent.',
  });
  const home = await admin.call('platform.getHome', {});
  expect(home.needs).toContainEqual(expect.objectContaining({ key: ref, urgency: 'overdue' }));

  const insight = await admin.call('insights.runInsight', {
    params: { key: 'operations.error-budgets' },
    query: { parameters: JSON.stringify({ unit }) },
  });
  expect(insight.rows).toMatchObject([{ slo: 'Search answers', state: 'spent' }]);
  expect(insight.charts).toHaveLength(1);

  // Nothing was measured for a long time: nobody can tell any more.
  app.clock.set(Temporal.Instant.from('2027-06-01T09:00:00Z'));
  const { revision } = await admin.call('operations.getSlo', { params: { id: ref } });
  const body = { summary: 'Within a second.' };
  await admin.call('operations.changeSlo', { params: { id: ref }, body, ifMatch: revision });
  expect((await admin.call('operations.getSlo', { params: { id: ref } })).state).toBe('unknown');
});

test('counts of five minutes burn within the hour, a repeated report counts once', async () => {
  app.clock.set(Temporal.Instant.from('2026-12-01T09:00:00Z'));
  const { ref } = await admin.call('operations.createSlo', {
    body: { title: 'Requests', service, objective: 99.9, window: { kind: 'rolling', days: 30 } },
  });
  const params = { id: ref };
  const counts = Array.from({ length: 12 }, (_, index) => ({
    from: `2026-12-01T08:${String(index * 5).padStart(2, '0')}:00Z`,
    // 2 % bad is 20 times what is allowed; an alert of an hour begins at 14.4.
    good: 980,
    total: 1000,
  }));
  await admin.call('operations.recordSloCounts', { params, body: { counts } });
  await admin.call('operations.recordSloCounts', { params, body: { counts: counts.slice(3, 6) } });
  const slo = await admin.call('operations.getSlo', { params });
  expect(slo).toMatchObject({ state: 'burning', attained: 98, burning: ['1 h', '6 h', '3 d'] });
  expect(slo.budget.burns[0]).toMatchObject({ rate: 20, shortRate: 20, threshold: 14.4 });
  // An hour of 720 at twenty times the rate: 20/720 of the budget.
  expect(slo.remaining).toBeCloseTo((1 - 20 / 720) * 100, 3);
  const more = await admin.attempt('operations.recordSloCounts', {
    params,
    body: { counts: [{ from: '2026-12-01T08:00:00Z', good: 2, total: 1 }] },
  });
  expect(more.status).toBe(422);

  app.clock.set(Temporal.Instant.from('2026-12-01T10:00:00Z'));
  await app.jobs.runDue(
    Temporal.Instant.from('2026-12-01T09:54:30Z'),
    Temporal.Instant.from('2026-12-01T10:00:00Z'),
  );
  await app.feed.settled();
  expect((await admin.call('operations.getSlo', { params })).state).toBe('unknown');
});

test('a ratio of two metrics within a month begins anew with the month', async () => {
  const [good, total] = [await percentMetric('Good answers'), await percentMetric('All answers')];
  const record = async (on: string, bad: number, all: number) => {
    for (const [id, value] of [
      [total, all],
      [good, all - bad],
    ] as const) {
      await admin.call('catalog.recordMetricValue', { params: { id }, body: { on, value } });
    }
  };
  app.clock.set(Temporal.Instant.from('2026-12-15T09:00:00Z'));
  await record('2026-11-30', 500, 1000);
  const { ref } = await admin.call('operations.createSlo', {
    body: {
      title: 'Answers of a month',
      service,
      objective: 99,
      window: { kind: 'calendar', period: 'month' },
      indicator: { kind: 'ratio', good, total },
    },
  });
  await record('2026-12-14', 31, 1000);
  const slo = await admin.call('operations.getSlo', { params: { id: ref } });
  // Taken for all 31 days: 31,000 events of which 310 may fail, and 31 did.
  expect(slo).toMatchObject({ attained: 96.9, remaining: 90 });
  const same = await admin.attempt('operations.changeSlo', {
    params: { id: ref },
    body: { indicator: { kind: 'ratio', good, total: good } },
    ifMatch: slo.revision,
  });
  expect(same.status).toBe(422);
});
